import { Option } from 'commander'
import { type RefundListQuery, type RefundPage, refundStates } from '../../service/headwater.ts'
import { refundLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

const columns: readonly Column<RefundPage['items'][number]>[] = [
  { head: 'state', of: (line) => line.state },
  { head: 'call', of: ({ call }) => call.id, kind: 'name' },
  { head: 'source', of: ({ call }) => call.source, kind: 'name' },
  { head: 'asset', of: (line) => line.asset, kind: 'name' },
  { head: 'call is', of: (line) => line.callState },
  { head: 'currency', of: (line) => line.currency },
  { head: 'amount', of: (line) => line.amount, kind: 'amount' },
  { head: 'time', of: (line) => line.time, kind: 'time' },
  { head: 'refund', of: (line) => line.id, kind: 'name' },
  { head: 'reason', of: (line) => line.reason },
]

export const refundsCommand: CommandDefinition = {
  usage: 'refunds',
  about:
    'list refunds, the oldest first: those that count, wait for their call, do not match or are too much',
  examples: ['headwater refunds', 'headwater refunds --state mismatched'],
  lists: true,
  options: (command) =>
    command.addOption(new Option('--state <state>', 'only refunds in this state').choices(refundStates)),
  async run(session, _operands, { state }: Pick<RefundListQuery, 'state'>) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: refundLine,
        rows: pagesOf((page) => headwater.refunds({ ...page, ...givenOptions({ state }) })),
        columns,
        none: 'No refund.',
      }),
    )
    return undefined
  },
}
