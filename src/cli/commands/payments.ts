import { Option } from 'commander'
import { doublePaymentTable, paymentTable } from '../../documents/tables/calls.ts'
import { type PaymentListQuery, paymentStates } from '../../service/headwater.ts'
import { doublePaymentLine, paymentLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

export const paymentsCommand: CommandDefinition = {
  usage: 'payments',
  about:
    'list payments on a chain that gateways described, with what became of each, or purchases that were paid twice',
  examples: [
    'headwater payments --state expired',
    'headwater payments --double --json | jq -c .refund | headwater ingest -',
  ],
  lists: true,
  options: (command) =>
    command
      .addOption(new Option('--state <state>', 'only payments in this state').choices(paymentStates))
      .addOption(
        new Option(
          '--double',
          'payments that were made twice for one purchase, with the refund of each',
        ).conflicts('state'),
      ),
  async run(session, _operands, { state, double }: Pick<PaymentListQuery, 'state'> & { double?: true }) {
    await session.with('reads', (headwater) =>
      double
        ? session.out.list({
            schema: doublePaymentLine,
            rows: pagesOf((page) => headwater.doublePayments(page)),
            ...doublePaymentTable,
            none: 'No purchase was paid twice.',
          })
        : session.out.list({
            schema: paymentLine,
            rows: pagesOf((page) => headwater.payments({ ...page, ...givenOptions({ state }) })),
            ...paymentTable,
            none: noneOf('No described payment.', { state }),
          }),
    )
    return undefined
  },
}
