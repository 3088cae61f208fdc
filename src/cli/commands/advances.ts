import { advanceTable } from '../../documents/tables/contracts.ts'
import { advanceLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, ofPayeeOrCurrency, pagesOf } from './definition.ts'

export const advancesCommand: CommandDefinition = {
  usage: 'advances',
  about:
    'list clauses with a cap: what is recouped, what is left, and until when at the pace of the last epochs',
  examples: ['headwater advances', 'headwater advances --payee alice --json'],
  lists: true,
  options: ofPayeeOrCurrency,
  async run(session, _operands, { payee, currency }: { payee?: string; currency?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: advanceLine,
        rows: pagesOf((page) => headwater.advances({ ...page, ...givenOptions({ payee, currency }) })),
        ...advanceTable,
        none: noneOf('No clause has a cap.', { payee, currency }),
      }),
    )
    return undefined
  },
}
