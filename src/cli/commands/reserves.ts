import { reserveTable } from '../../documents/tables/contracts.ts'
import { reserveLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, ofPayeeOrCurrency, pagesOf } from './definition.ts'

export const reservesCommand: CommandDefinition = {
  usage: 'reserves',
  about: 'list what reserves hold back of payees: of which epoch, how much, and until when',
  examples: ['headwater reserves', 'headwater reserves --payee alice --json'],
  lists: true,
  options: ofPayeeOrCurrency,
  async run(session, _operands, { payee, currency }: { payee?: string; currency?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: reserveLine,
        rows: pagesOf((page) => headwater.reserves({ ...page, ...givenOptions({ payee, currency }) })),
        ...reserveTable,
        none: noneOf('Nothing is reserved.', { payee, currency }),
      }),
    )
    return undefined
  },
}
