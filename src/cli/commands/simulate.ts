/** What the next close would give with more events, beside what it would give without them. */
import type { CloseProgress, SimulationLine } from '../../service/headwater.ts'
import { simulationLine } from '../../service/schemas/index.ts'
import { exitCodes } from '../output/fault.ts'
import { describeStage } from '../output/progress.ts'
import { type Column, counted, formatTable, moreOf, printable } from '../output/table.ts'
import { type CommandDefinition, parseEpochNumber, timeOption } from './definition.ts'
import { indent } from './epochs.ts'
import { bytesOf, formatOption, originOf, readFormat, readMapping } from './inputOptions.ts'

/** Lines of each kind that are printed as text. */
const linesShown = 20

interface Flags {
  readonly with: string
  readonly until?: string
  readonly from?: string
  readonly format?: string
  readonly mapping?: string
}

export const simulateCommand: CommandDefinition = {
  usage: 'simulate',
  about: 'show what the next close, or closed epochs, would give with more events; it records nothing',
  examples: [
    'headwater simulate --with advance.ndjson',
    'headwater simulate --with clause.ndjson --from 3 --json',
    'headwater simulate --with refunds.csv --format csv --mapping columns.json --until 2026-07-01 --json',
  ],
  options: (command) =>
    command
      .requiredOption('--with <file>', 'the events, in any form that `ingest` takes; - for standard input')
      .option('--until <time>', 'a day (its first moment in UTC) or a time, in the past (default: now)')
      .option('--from <epoch>', 'closed epochs from this one on, with the events just before its close')
      .addOption(formatOption())
      .option('--mapping <file>', 'JSON file with the mapping of CSV columns, or of records of gateways'),
  async run(session, _operands, { with: file, until: asked, from, format, mapping }: Flags) {
    const until = timeOption(session, '--until', asked)
    const options = {
      origin: originOf(file),
      ...(until !== undefined && { until }),
      ...(from !== undefined && { from: parseEpochNumber(from) }),
      ...(format !== undefined && { format: readFormat(format) }),
      ...(mapping !== undefined && { mapping: readMapping(mapping) }),
    }
    const shown = new Shown()
    const progress = session.progress('simulate')
    const onProgress = ({ stage, millisecondsLeft, ...part }: CloseProgress) =>
      progress.update({ ...part, note: describeStage(stage, millisecondsLeft) })
    const work = session.with('changes', async (headwater) => {
      for await (const line of headwater.simulate(bytesOf(session, file), { ...options, onProgress })) {
        progress.stop()
        await session.out.object(simulationLine, line)
        shown.add(line)
      }
    })
    await work.finally(() => progress.stop())
    await session.out.text(() => shown.text())
    return shown.refused > 0 ? exitCodes.checkFailed : undefined
  },
}

/** What is printed as text: all totals, and of the rest the first lines, which have the largest differences. */
class Shown {
  refused = 0
  #opening = ''
  readonly #rejected: string[] = []
  readonly #totals: Total[] = []
  readonly #trees: string[] = []
  readonly #changed: Record<'payee' | 'version' | 'clause', { lines: Changed[]; count: number }> = {
    payee: { lines: [], count: 0 },
    version: { lines: [], count: 0 },
    clause: { lines: [], count: 0 },
  }

  add(line: SimulationLine): void {
    if (line.kind === 'simulation') this.#open(line)
    else if (line.kind === 'rejected')
      this.#rejected.push(`  line ${line.line}: ${line.code} ${line.path} ${printable(line.message)}`)
    else if (line.kind === 'total') this.#totals.push(line)
    else if (line.kind === 'tree') this.#trees.push(describeTree(line))
    else {
      const of = this.#changed[line.kind]
      of.count++
      if (of.lines.length < linesShown) of.lines.push(...changesOf(line))
    }
  }

  #open({ from, to, until, accepted, duplicate, conflict, rejected }: Start): void {
    this.refused = conflict + rejected
    const epochs = from === to ? `Epoch ${from}` : `Epochs ${from} to ${to}`
    const repeated = duplicate > 0 ? `, ${duplicate} recorded already` : ''
    const refused = this.refused > 0 ? `, ${this.refused} refused` : ''
    const taken = `${counted(accepted, 'more event')}${repeated}${refused}`
    this.#opening = `${epochs}, until ${until}, with ${taken}. Nothing is recorded.`
  }

  text(): string {
    const { payee, version, clause } = this.#changed
    return [
      this.#opening,
      ...this.#rejected,
      ...this.#totals.flatMap(describeTotal),
      ...this.#trees,
      ...table('payee', payee, 'payees'),
      ...table('version', version, 'versions'),
      ...table('clause', clause, 'clauses'),
    ].join('\n')
  }
}

type Start = Extract<SimulationLine, { kind: 'simulation' }>
type Total = Extract<SimulationLine, { kind: 'total' }>
type Tree = Extract<SimulationLine, { kind: 'tree' }>
type Compared = Extract<SimulationLine, { kind: 'payee' | 'version' | 'clause' }>

interface Changed {
  readonly name: string
  readonly currency: string
  readonly figure: string
  readonly before: string
  readonly after: string
  readonly difference: string
}

function changesOf(line: Compared): Changed[] {
  const name =
    line.kind === 'payee'
      ? line.payee
      : line.kind === 'clause'
        ? line.clause
        : `${line.asset}@${line.version}`
  return figuresOf(line).map((figures) => ({ name, currency: line.currency, ...figures }))
}

function figuresOf({ before, after, difference }: Pick<Compared, 'before' | 'after' | 'difference'>) {
  return Object.entries(difference).flatMap(([figure, by]) =>
    by === '0' ? [] : [{ figure, before: before[figure]!, after: after[figure]!, difference: by }],
  )
}

function describeTotal({ currency, ...line }: Total): string[] {
  const rows = figuresOf(line)
  if (rows.length === 0) return [`No total in ${currency} differs.`]
  return [`Totals in ${currency}:`, indent(formatTable(rows, figureColumns))]
}

function describeTree({ chain: ofChain, token, before, after }: Tree): string {
  const chain = token === undefined ? ofChain : `${ofChain}, token ${token},`
  const root = (tree: Tree['after']) => tree?.root ?? 'none'
  return before?.root === after?.root
    ? `The root of ${chain} stays ${root(after)}.`
    : `The root of ${chain} becomes ${root(after)} instead of ${root(before)}.`
}

function table(head: string, { lines, count }: { lines: Changed[]; count: number }, many: string): string[] {
  if (count === 0) return []
  const columns: Column<Changed>[] = [
    { head, of: ({ name }) => name, kind: 'name' },
    { head: 'currency', of: ({ currency }) => currency },
    ...figureColumns,
  ]
  const names = new Set(lines.map(({ name, currency }) => `${name} ${currency}`))
  return [indent(formatTable(lines, columns) + moreOf(count - names.size, many))]
}

const figureColumns: Column<Omit<Changed, 'name' | 'currency'>>[] = [
  { head: '', of: ({ figure }) => figure },
  { head: 'before', of: ({ before }) => before, kind: 'amount' },
  { head: 'after', of: ({ after }) => after, kind: 'amount' },
  { head: 'difference', of: ({ difference }) => difference, kind: 'amount' },
]
