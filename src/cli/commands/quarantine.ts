import { amountsText, quarantineTable } from '../../documents/tables/operations.ts'
import type { QuarantineReport } from '../../service/headwater.ts'
import { quarantineReport } from '../../service/schemas/index.ts'
import { counted, formatTable } from '../output/table.ts'
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
      ...quarantineTable,
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
