import { balanceTable } from '../../documents/tables/books.ts'
import { balance } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

export const balancesCommand: CommandDefinition = {
  usage: 'balances',
  about: 'list what payees are owed after the last epoch, and why it is held; by payee and currency',
  examples: ['headwater balances', 'headwater balances --currency USDC --parquet balances.parquet'],
  lists: true,
  options: (command) =>
    command
      .option('--payee <payee>', 'only balances of this payee')
      .option('--currency <currency>', 'only balances in this currency'),
  async run(session, _operands, { payee, currency }: { payee?: string; currency?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: balance,
        rows: pagesOf((page) => headwater.balanceList({ ...page, ...givenOptions({ payee, currency }) })),
        ...balanceTable,
        none: noneOf('No balance.', { payee, currency }),
      }),
    )
    return undefined
  },
}
