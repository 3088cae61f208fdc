import { Option } from 'commander'
import {
  type DoublePaymentPage,
  type PaymentListQuery,
  type PaymentPage,
  paymentStates,
} from '../../service/headwater.ts'
import { doublePaymentLine, paymentLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

const columns: readonly Column<PaymentPage['items'][number]>[] = [
  { head: 'state', of: (line) => line.state },
  { head: 'asset', of: (line) => line.asset, kind: 'name' },
  { head: 'currency', of: ({ call }) => call?.currency ?? null },
  { head: 'paid', of: ({ call }) => call?.amount ?? null, kind: 'amount' },
  { head: 'described', of: (line) => line.time, kind: 'time' },
  { head: 'valid before', of: (line) => line.validBefore, kind: 'time' },
  { head: 'chain', of: ({ payment }) => payment.chain },
  { head: 'payer', of: ({ payment }) => payment.payer, kind: 'name' },
  { head: 'nonce', of: ({ payment }) => payment.nonce, kind: 'name' },
]

const doubleColumns: readonly Column<DoublePaymentPage['items'][number]>[] = [
  { head: 'purchase', of: (line) => line.purchase, kind: 'name' },
  { head: 'asset', of: (line) => line.asset, kind: 'name' },
  { head: 'currency', of: (line) => line.currency },
  { head: 'amount', of: (line) => line.amount, kind: 'amount' },
  { head: 'time', of: (line) => line.time, kind: 'time' },
  { head: 'paid again', of: ({ call }) => call.id, kind: 'name' },
  { head: 'paid first', of: ({ first }) => first.id, kind: 'name' },
]

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
            columns: doubleColumns,
            none: 'No purchase was paid twice.',
          })
        : session.out.list({
            schema: paymentLine,
            rows: pagesOf((page) => headwater.payments({ ...page, ...givenOptions({ state }) })),
            columns,
            none: 'No described payment.',
          }),
    )
    return undefined
  },
}
