import { clauseTable } from '../../documents/tables/contracts.ts'
import { clauseLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, ofPayeeOrCurrency, pagesOf } from './definition.ts'

export const clausesCommand: CommandDefinition = {
  usage: 'clauses',
  about: 'list clauses, which divert earnings: their terms, what they took to date and what is left',
  examples: ['headwater clauses', 'headwater clauses --payee alice --json'],
  lists: true,
  options: ofPayeeOrCurrency,
  async run(session, _operands, { payee, currency }: { payee?: string; currency?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: clauseLine,
        rows: pagesOf((page) => headwater.clauses({ ...page, ...givenOptions({ payee, currency }) })),
        ...clauseTable,
        none: noneOf('No clause is agreed.', { payee, currency }),
      }),
    )
    return undefined
  },
}
