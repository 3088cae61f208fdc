import { documentFormats } from '../../documents/statementDocument.ts'
import { fail } from '../../errors.ts'
import type { StatementLine } from '../../service/headwater.ts'
import { statementLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, choiceOption, parseEpochNumber } from './definition.ts'
import { writeStatementRun } from './statementRun.ts'

interface Options {
  readonly epoch?: string
  readonly format?: string
  readonly to?: string
}

export const statementsCommand: CommandDefinition = {
  usage: 'statements',
  about: 'show what every payee earned and was paid in an epoch',
  examples: [
    'headwater statements --epoch 1',
    'headwater statements --epoch 1 --json > statements.ndjson',
    'headwater statements --epoch 1 --format pdf --to statements.zip',
  ],
  lists: true,
  options: (command) =>
    command
      .option('--epoch <number>', 'the epoch (required)')
      .addOption(choiceOption('--format <format>', 'documents: html, pdf, csv or json', documentFormats))
      .option('--to <place>', 'a new or empty folder, or a .zip file, for a document of each payee'),
  async run(session, _operands, { epoch, format, to }: Options) {
    if (epoch === undefined) fail('usage.invalid', 'Name the epoch: `--epoch N`.')
    const number = parseEpochNumber(epoch)
    if (format !== undefined || to !== undefined) {
      await writeStatementRun(session, number, { format, to })
      return undefined
    }
    await session.with('reads', async (headwater) => {
      const { counts } = await headwater.epoch(number)
      const contracted = counts.waiting !== undefined
      await session.out.list({
        schema: statementLine,
        rows: headwater.statements(number),
        columns: contracted ? [...columns, ...contractColumns] : columns,
        none: `No payee earned or was paid anything in epoch ${number}.`,
      })
    })
    return undefined
  },
}

const columns: readonly Column<StatementLine>[] = [
  { head: 'payee', of: (line) => line.payee, kind: 'name' },
  { head: 'currency', of: (line) => line.currency },
  { head: 'earned', of: (line) => line.earned, kind: 'amount' },
  { head: 'late', of: (line) => line.late, kind: 'amount' },
  { head: 'paid', of: (line) => line.paid, kind: 'amount' },
  { head: 'carried', of: (line) => line.carried, kind: 'amount' },
]

/** Of an epoch of a ledger with corrections, postings or contracts. */
const contractColumns = (['adjusted', 'received', 'diverted', 'posted', 'withheld', 'reserved'] as const).map(
  (name): Column<StatementLine> => ({ head: name, of: (line) => line[name] ?? null, kind: 'amount' }),
)
