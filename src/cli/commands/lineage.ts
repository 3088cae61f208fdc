import { lineageTable } from '../../documents/tables/registry.ts'
import { fail } from '../../errors.ts'
import { describeEdgeTerms } from '../../service/describe.ts'
import type { LineageQuery, LineageReport } from '../../service/headwater.ts'
import { pageItemsMax } from '../../service/headwater.ts'
import { lineageReport } from '../../service/schemas/index.ts'
import { counted, formatTable, moreOf } from '../output/table.ts'
import { type CommandDefinition, choiceOption, parseWholeNumber, timeOption } from './definition.ts'
import { indent } from './epochs.ts'

/** All pages together. */
const wholeLineage = lineageReport.omit({ next: true })

interface Options {
  readonly version?: string
  readonly direction?: string
  readonly depth?: string
  readonly asOf?: string | undefined
}

export const lineageCommand: CommandDefinition = {
  usage: 'lineage <asset>',
  about: 'show everything that a version was derived from (up), or that was derived from it (down)',
  examples: [
    'headwater lineage model:acme/chat',
    'headwater lineage dataset:acme/web --direction down --depth 2 --as-of 2026-01-01',
  ],
  lists: true,
  options: (command) =>
    command
      .option('--version <version>', 'the version (default: the latest)')
      .addOption(choiceOption('--direction <direction>', 'up or down (default: up)', ['up', 'down']))
      .option('--depth <edges>', 'longest distance from the version (default: no limit)')
      .option(
        '--as-of <time>',
        'only versions released by this time: a day (its first moment in UTC) or a time',
      ),
  async run(session, [asset]: [string], options: Options) {
    const query = readQuery(asset, { ...options, asOf: timeOption(session, '--as-of', options.asOf) })
    const whole = await session.with('reads', async (headwater) => {
      let report = await headwater.lineage(query)
      const nodes = [...report.nodes]
      while (report.next !== null) {
        report = await headwater.lineage({ ...query, cursor: report.next })
        for (const node of report.nodes) nodes.push(node)
      }
      return { ...report, nodes }
    })
    await session.out.object(wholeLineage, whole)
    await session.out.table(lineageTable, whole.nodes)
    await session.out.text(() => describe(whole))
    return undefined
  },
}

function readQuery(asset: string, { version, direction, depth, asOf }: Options): LineageQuery {
  if (direction !== undefined && direction !== 'up' && direction !== 'down') {
    fail('usage.invalid', 'The direction must be up (to sources) or down (to derived versions).')
  }
  return {
    asset,
    limit: pageItemsMax,
    ...(version !== undefined && { version }),
    ...(direction !== undefined && { direction }),
    ...(depth !== undefined && { depth: parseWholeNumber(depth, 'A depth') }),
    ...(asOf !== undefined && { asOf }),
  }
}

/** Enough for a person to scroll through; `--json` lists all. */
const nodesShownMax = 500

function describe(report: LineageReport): string {
  const { asset, version, direction, total, nodes } = report
  const what = direction === 'up' ? 'was derived from' : 'is a source of'
  const head = `${asset}@${version} ${what} ${counted(total, 'version')}`
  if (nodes.length === 0) return head
  const shown = nodes.slice(0, nodesShownMax)
  const rows = shown.flatMap((node) =>
    node.edges.map((edge, index) => ({
      depth: index === 0 ? String(node.depth) : '',
      name: index === 0 ? `${node.asset}@${node.version}` : '',
      edge: describeEdgeTerms(edge),
      nearer: `${edge.asset}@${edge.version}`,
    })),
  )
  const table = formatTable(rows, [
    { head: 'depth', of: (row) => row.depth, kind: 'number' },
    { head: 'version', of: (row) => row.name, kind: 'name' },
    { head: 'terms', of: (row) => row.edge },
    { head: direction === 'up' ? 'from' : 'to', of: (row) => row.nearer },
  ])
  return `${head}\n${indent(table)}${moreOf(nodes.length - shown.length, 'versions')}`
}
