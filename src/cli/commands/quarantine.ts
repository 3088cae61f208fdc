import type { QuarantineReport } from '../../service/headwater.ts'
import { quarantineReport } from '../../service/schemas/index.ts'
import { type Column, counted, formatTable } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

export const quarantineListCommand: CommandDefinition = {
  usage: 'list',
  about: 'list rows and books that no event of the log names, as a kill leaves them',
  examples: ['headwater quarantine list'],
  lists: true,
  async run(session) {
    const report = await session.with('reads', (headwater) => headwater.quarantine())
    await session.out.list({
      schema: quarantineReport,
      rows: [report],
      columns,
      lines,
      none: '',
      print: () => (isEmpty(report) ? 'The quarantine is empty.' : describe(report)),
    })
    return undefined
  },
}

export const quarantineEmptyCommand: CommandDefinition = {
  usage: 'empty',
  about: 'delete what the quarantine holds; this is final',
  examples: ['headwater quarantine empty'],
  async run(session) {
    const report = await session.with('writes', (headwater) => headwater.emptyQuarantine())
    await session.out.object(quarantineReport, report)
    await session.out.text(() =>
      isEmpty(report) ? 'The quarantine was empty.' : `Deleted:\n\n${describe(report)}`,
    )
    return undefined
  },
}

interface Line {
  readonly of: 'calls' | 'books'
  readonly partition: string | null
  /** Number of the batch in its partition, or of the epoch. */
  readonly number: number
  readonly rows: number
  readonly amounts: string
  readonly quarantinedAt: string
}

/** For machines: one table of both kinds. */
const columns: readonly Column<Line>[] = [
  { head: 'of', of: (line) => line.of },
  { head: 'partition', of: (line) => line.partition, kind: 'name' },
  { head: 'batch or epoch', of: (line) => line.number, kind: 'number' },
  { head: 'rows', of: (line) => line.rows, kind: 'number' },
  { head: 'amounts', of: (line) => line.amounts },
  { head: 'moved aside', of: (line) => line.quarantinedAt, kind: 'time' },
]

function lines({ calls, books }: QuarantineReport): Line[] {
  return [
    ...calls.map(
      ({ partition, batch, rows, amounts, quarantinedAt }): Line => ({
        of: 'calls',
        partition,
        number: batch,
        rows,
        amounts: amountsText(amounts),
        quarantinedAt,
      }),
    ),
    ...books.map(
      ({ epoch, lines: rows, quarantinedAt }): Line => ({
        of: 'books',
        partition: null,
        number: epoch,
        rows,
        amounts: '',
        quarantinedAt,
      }),
    ),
  ]
}

function amountsText(amounts: Readonly<Record<string, string>>): string {
  return Object.entries(amounts)
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(', ')
}

function isEmpty({ calls, books }: QuarantineReport): boolean {
  return calls.length === 0 && books.length === 0
}

function describe({ calls, books }: QuarantineReport): string {
  const parts: string[] = []
  if (calls.length > 0) {
    parts.push(
      formatTable(calls, [
        { head: 'partition', of: ({ partition }) => partition },
        { head: 'batch', of: ({ batch }) => batch, kind: 'number' },
        { head: 'rows', of: ({ rows }) => rows, kind: 'number' },
        { head: 'amounts', of: ({ amounts }) => amountsText(amounts) },
        { head: 'moved aside', of: ({ quarantinedAt }) => quarantinedAt },
      ]),
    )
  }
  if (books.length > 0) {
    parts.push(
      formatTable(books, [
        { head: 'books of epoch', of: ({ epoch }) => epoch, kind: 'number' },
        { head: 'lines', of: ({ lines }) => lines, kind: 'number' },
        { head: 'moved aside', of: ({ quarantinedAt }) => quarantinedAt },
      ]),
    )
  }
  const rows = calls.reduce((sum, batch) => sum + batch.rows, 0)
  return [...parts, `${counted(rows, 'row')} of calls. None of this counts in any epoch.`].join('\n\n')
}
