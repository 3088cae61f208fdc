/** Described payments with what became of each, and payments that were made twice for one purchase. */
import { paymentNames } from '../../events/index.ts'
import { formatTime } from '../../events/time.ts'
import { formatAmount } from '../../money/ledgerUnits.ts'
import type { DescriptionPlace, DoublePlace, PaymentState } from '../../usage/descriptionLists.ts'
import type { ListPart } from '../../usage/lists.ts'
import { cut, type ListPage, oneMore, readScopeNow } from './calls.ts'
import type { CorrectionListDeps } from './corrections.ts'
import type { DoublePaymentItem, PaymentItem } from './paymentAnswers.ts'

export interface PaymentQuery {
  readonly state?: PaymentState
}

/** The oldest description first. @throws HeadwaterError `data.outOfStep` */
export async function listPayments(
  deps: CorrectionListDeps,
  { state }: PaymentQuery,
  part: ListPart<DescriptionPlace>,
): Promise<ListPage<PaymentItem, DescriptionPlace>> {
  const scope = await readScopeNow(deps, await deps.epochs.list())
  const now = deps.clock().getTime() * 1_000
  const found = await deps.lists.descriptions(scope, { state, now }, oneMore(part))
  return cut(
    found,
    part,
    ({ state, payment, id, source, time, asset, validBefore, providerCallId, call }): PaymentItem => ({
      ...{ state, payment: paymentNames(payment), id, source, time: formatTime(time), asset },
      validBefore: validBefore < 0 ? null : formatTime(validBefore),
      purchase: providerCallId === '' ? null : providerCallId,
      call: call
        ? {
            ...{ id: payment, source: call.source, asset: call.asset },
            ...{ currency: call.currency, amount: textOf(deps, call), time: formatTime(call.time) },
          }
        : null,
    }),
    ({ time, partition, revision, row }) => ({ time, partition, revision, row }),
  )
}

/** Those that no refund names, the oldest first. @throws HeadwaterError `data.outOfStep` */
export async function listDoublePayments(
  deps: CorrectionListDeps,
  part: ListPart<DoublePlace>,
): Promise<ListPage<DoublePaymentItem, DoublePlace>> {
  const scope = await readScopeNow(deps, await deps.epochs.list())
  const found = await deps.lists.doublePayments(scope, oneMore(part))
  return cut(
    found,
    part,
    ({ purchase, call, first }): DoublePaymentItem => {
      const { id, source, asset, currency } = call
      const time = formatTime(call.time)
      return {
        ...{ purchase, asset, currency, amount: textOf(deps, call), time, call: { id, source }, first },
        refund: {
          ...{ specversion: '1.0', type: 'io.headwater.call.refunded' },
          // The same whenever it is proposed, so that it counts once.
          ...{ source: 'headwater/double-payments', id: `${source} ${id}`.slice(0, 1_024), time },
          data: { call: { source, id }, reason: `the purchase ${purchase} was paid twice`.slice(0, 1_024) },
        },
      }
    },
    ({ call: { time, source, id } }) => ({ time, source, id }),
  )
}

function textOf(
  { registry }: CorrectionListDeps,
  { currency, amount }: { readonly currency: string; readonly amount: bigint },
): string {
  return formatAmount(amount as never, registry.currencies.get(currency as never)!.decimals)
}
