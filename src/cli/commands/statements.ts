import { documentFormats } from '../../documents/statementDocument.ts'
import { contractedStatementTable, statementTable } from '../../documents/tables/books.ts'
import { fail } from '../../errors.ts'
import { statementLine } from '../../service/schemas/index.ts'
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
        ...(contracted ? contractedStatementTable : statementTable),
        none: `No payee earned or was paid anything in epoch ${number}.`,
      })
    })
    return undefined
  },
}
