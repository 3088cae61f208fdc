import type { ReservePage } from '../../service/headwater.ts'
import { reserveLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, ofPayeeOrCurrency, pagesOf } from './definition.ts'

const columns: readonly Column<ReservePage['items'][number]>[] = [
  { head: 'payee', of: (line) => line.payee, kind: 'name' },
  { head: 'currency', of: (line) => line.currency },
  { head: 'epoch', of: (line) => line.epoch, kind: 'number' },
  { head: 'due', of: (line) => line.due, kind: 'time' },
  { head: 'left', of: (line) => line.left, kind: 'amount' },
]

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
        columns,
        none: 'Nothing is reserved.',
      }),
    )
    return undefined
  },
}
