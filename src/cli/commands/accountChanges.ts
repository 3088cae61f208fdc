import { accountChangeTable } from '../../documents/tables/operations.ts'
import { accountChange } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

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
        ...accountChangeTable,
        none: noneOf('No payee has bound an account by a signature.', { payee }),
      }),
    )
    return undefined
  },
}
