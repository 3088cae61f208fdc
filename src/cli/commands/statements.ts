import { fail } from '../../errors.ts'
import type { StatementLine } from '../../service/headwater.ts'
import { statementLine } from '../../service/schemas/index.ts'
import { formatTable } from '../output/table.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'

const linesShownMax = 1_000

export const statementsCommand: CommandDefinition = {
  usage: 'statements',
  about: 'show what every payee earned and was paid in an epoch',
  examples: ['headwater statements --epoch 1', 'headwater statements --epoch 1 --json > statements.ndjson'],
  options: (command) => command.option('--epoch <number>', 'the epoch (required)'),
  async run(session, _operands, { epoch }: { epoch?: string }) {
    if (epoch === undefined) fail('usage.invalid', 'Name the epoch: `--epoch N`.')
    const number = parseEpochNumber(epoch)
    const shown: StatementLine[] = []
    let count = 0
    await session.with('reads', async (headwater) => {
      for await (const line of headwater.statements(number)) {
        await session.out.object(statementLine, line)
        if (count++ < linesShownMax) shown.push(line)
      }
    })
    const more = count > shown.length ? `\n… and ${count - shown.length} more; --json shows all` : ''
    await session.out.text(
      count === 0 ? `No payee earned or was paid anything in epoch ${number}.` : describe(shown) + more,
    )
    return undefined
  },
}

function describe(lines: readonly StatementLine[]): string {
  return formatTable(lines, [
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'earned', of: (line) => line.earned, kind: 'amount' },
    { head: 'late', of: (line) => line.late, kind: 'amount' },
    { head: 'paid', of: (line) => line.paid, kind: 'amount' },
    { head: 'carried', of: (line) => line.carried, kind: 'amount' },
  ])
}
