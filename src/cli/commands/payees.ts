import { payeeTable } from '../../documents/tables/registry.ts'
import type { PayeeQuery } from '../../service/headwater.ts'
import { payeeView } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

export const payeesCommand: CommandDefinition = {
  usage: 'payees',
  about: 'list payees with their names and accounts, in the order recorded',
  examples: ['headwater payees', 'headwater payees --prefix eip155:8453: --csv > payees.csv'],
  lists: true,
  options: (command) =>
    command
      .option('--prefix <text>', 'only payees whose id begins with it')
      .option('--account <account>', 'only payees that this account is bound to, as eip155:8453:0x…'),
  async run(session, _operands, { prefix, account }: Pick<PayeeQuery, 'prefix' | 'account'>) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: payeeView,
        rows: pagesOf((page) => headwater.payees({ ...page, ...givenOptions({ prefix, account }) })),
        ...payeeTable,
        none: noneOf('No payee.', { prefix, account }),
      }),
    )
    return undefined
  },
}
