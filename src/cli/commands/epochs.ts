import { contractTotals, epochTable } from '../../documents/tables/books.ts'
import type { EpochReport } from '../../service/headwater.ts'
import { epochReport } from '../../service/schemas/index.ts'
import { counted, formatTable } from '../output/table.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'

export const epochsCommand: CommandDefinition = {
  usage: 'epochs [epoch]',
  about: 'show closed epochs with their totals, or one epoch',
  examples: ['headwater epochs', 'headwater epochs 2 --json'],
  lists: true,
  async run(session, [epoch]: [string | undefined]) {
    const number = epoch === undefined ? undefined : parseEpochNumber(epoch)
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: epochReport,
        rows: number === undefined ? headwater.epochs() : one(headwater.epoch(number)),
        ...epochTable,
        print: (reports) => reports.map(describeEpoch).join('\n\n'),
        none: 'No epoch is closed yet. Close one: headwater close',
      }),
    )
    return undefined
  },
}

async function* one<Item>(item: Promise<Item>): AsyncGenerator<Item> {
  yield await item
}

/** An epoch as text: its time, counts, amounts and trees. */
export function describeEpoch(report: EpochReport): string {
  return `${describeFigures(report)}\n  manifest ${report.manifestHash}`
}

export function describeFigures(report: Omit<EpochReport, 'manifestHash'>): string {
  const { epoch, until, counts, repeats, trees } = report
  const notes = [
    counts.late > 0 ? `${counts.late} of them late` : '',
    counts.suspense > 0 ? `${counts.suspense} in suspense` : '',
    counts.pending > 0 ? `${counts.pending} pending` : '',
    counts.waiting ? `${counted(counts.waiting, 'correction')} waiting` : '',
    counts.mismatched ? `${counted(counts.mismatched, 'refund')} in another currency` : '',
    counts.excess ? `${counted(counts.excess, 'call')} refunded more than in full` : '',
    repeats > 0 ? `${counted(repeats, 'repeat')} excluded` : '',
  ].filter((note) => note !== '')
  const lines = [
    `Epoch ${epoch}, until ${until}: ${[`${counted(counts.settled, 'call')} settled`, ...notes].join(', ')}`,
  ]
  const totals = Object.entries(report.totals)
  if (totals.length > 0) lines.push(indent(describeTotals(totals)))
  for (const { chain, root, format, leaves } of trees)
    lines.push(
      `  tree of ${chain}${format === undefined ? '' : ` (${format})`}: root ${root}, ${counted(leaves, 'leaf').replace('leafs', 'leaves')}`,
    )
  return lines.join('\n')
}

function describeTotals(totals: [string, EpochReport['totals'][string]][]): string {
  return formatTable(totals, [
    { head: 'currency', of: ([currency]) => currency },
    { head: 'gross', of: ([, sums]) => sums.gross, kind: 'amount' },
    { head: 'fee', of: ([, sums]) => sums.fee, kind: 'amount' },
    { head: 'earned', of: ([, sums]) => sums.earned, kind: 'amount' },
    { head: 'rounding', of: ([, sums]) => sums.rounding, kind: 'amount' },
    { head: 'paid', of: ([, sums]) => sums.paid, kind: 'amount' },
    { head: 'carried', of: ([, sums]) => sums.carried, kind: 'amount' },
    { head: 'suspense', of: ([, sums]) => sums.suspense, kind: 'amount' },
    { head: 'pending', of: ([, sums]) => sums.pending, kind: 'amount' },
    ...contractTotals
      .filter((name) => totals.some(([, sums]) => (sums[name] ?? '0') !== '0'))
      .map((name) => ({
        head: name,
        of: ([, sums]: (typeof totals)[number]) => sums[name] ?? null,
        kind: 'amount' as const,
      })),
  ])
}

export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}
