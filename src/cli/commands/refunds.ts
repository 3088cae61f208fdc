import { Option } from 'commander'
import { refundTable } from '../../documents/tables/contracts.ts'
import { type RefundListQuery, refundStates } from '../../service/headwater.ts'
import { refundLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

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
        ...refundTable,
        none: noneOf('No refund.', { state }),
      }),
    )
    return undefined
  },
}
