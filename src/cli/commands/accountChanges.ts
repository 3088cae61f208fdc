import type { AccountChange } from '../../service/people.ts'
import { accountChange } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

const columns: readonly Column<AccountChange>[] = [
  { head: 'at', of: ({ at }) => at, kind: 'time' },
  { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
  { head: 'account', of: ({ account }) => account },
  { head: 'before', of: ({ before }) => before },
  { head: 'asked by', of: ({ askedBy }) => askedBy },
  { head: 'bound', of: ({ bound }) => (bound ? 'yes' : 'no') },
  { head: 'payable from', of: ({ payableFrom }) => payableFrom, kind: 'time' },
]

export const accountChangesCommand: CommandDefinition = {
  usage: 'account-changes',
  about:
    'list accounts that payees bound by a signature, the oldest first, with what each account was before',
  examples: ['headwater account-changes', 'headwater account-changes --payee ann --json'],
  lists: true,
  options: (command) => command.option('--payee <payee>', 'only of this payee'),
  async run(session, _operands, { payee }: { readonly payee?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: accountChange,
        rows: pagesOf((page) => headwater.accountChanges({ ...page, ...givenOptions({ payee }) })),
        columns,
        none: 'No payee has bound an account by a signature.',
      }),
    )
    return undefined
  },
}
