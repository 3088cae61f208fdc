import type { DisputePage } from '../../service/headwater.ts'
import { disputeLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, pagesOf } from './definition.ts'

const columns: readonly Column<DisputePage['items'][number]>[] = [
  { head: 'call', of: ({ call }) => call.id, kind: 'name' },
  { head: 'source', of: ({ call }) => call.source, kind: 'name' },
  { head: 'asset', of: (line) => line.asset, kind: 'name' },
  { head: 'call is', of: (line) => line.callState },
  { head: 'currency', of: (line) => line.currency },
  { head: 'amount', of: (line) => line.amount, kind: 'amount' },
  { head: 'held', of: (line) => line.held, kind: 'amount' },
  { head: 'since', of: (line) => line.time, kind: 'time' },
  { head: 'days', of: (line) => line.days, kind: 'number' },
  { head: 'dispute', of: (line) => line.id, kind: 'name' },
  { head: 'reason', of: (line) => line.reason },
]

export const disputesCommand: CommandDefinition = {
  usage: 'disputes',
  about: 'list open disputes, the oldest first, with their age and what they hold',
  examples: ['headwater disputes', 'headwater disputes --json'],
  lists: true,
  async run(session) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: disputeLine,
        rows: pagesOf((page) => headwater.disputes(page)),
        columns,
        none: 'No dispute is open.',
      }),
    )
    return undefined
  },
}
