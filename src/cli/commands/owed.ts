import { owedTable } from '../../documents/tables/contracts.ts'
import { owedLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, ofPayeeOrCurrency, pagesOf } from './definition.ts'

export const owedCommand: CommandDefinition = {
  usage: 'owed',
  about: 'list payees that owe: whose balance is below zero after the last epoch',
  examples: ['headwater owed', 'headwater owed --payee alice --json'],
  lists: true,
  options: ofPayeeOrCurrency,
  async run(session, _operands, { payee, currency }: { payee?: string; currency?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: owedLine,
        rows: pagesOf((page) => headwater.owed({ ...page, ...givenOptions({ payee, currency }) })),
        ...owedTable,
        none: noneOf('No payee owes.', { payee, currency }),
      }),
    )
    return undefined
  },
}
