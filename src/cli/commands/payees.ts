import type { PayeeQuery, PayeeView } from '../../service/headwater.ts'
import { payeeView } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

interface Line {
  readonly payee: string
  readonly name: string | null
  readonly chain: string | null
  readonly account: string | null
}

const columns: readonly Column<Line>[] = [
  { head: 'payee', of: (line) => line.payee, kind: 'name' },
  { head: 'name', of: (line) => line.name, kind: 'name' },
  { head: 'chain', of: (line) => line.chain },
  { head: 'account', of: (line) => line.account },
]

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
        columns,
        lines,
        none: 'No payee.',
      }),
    )
    return undefined
  },
}

/** A line for each account. */
function lines({ payee, name, accounts }: PayeeView): Line[] {
  if (accounts.length === 0) return [{ payee, name, chain: null, account: null }]
  return accounts.map(({ chain, account }) => ({ payee, name, chain, account }))
}
