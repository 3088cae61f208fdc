/** What becomes of an event that is no call and no registry event: a row of a correction, a posting or a description. */
import {
  type CorrectionEvent,
  type DescriptionEvent,
  type EventNames,
  isCorrection,
  isDescription,
  type PostingEvent,
  paymentKey,
  type WrittenAmount,
} from '../../events/index.ts'
import type { OtherKind } from '../../log/keys.ts'
import { zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { checkPayee, givenAmount, type Registry } from '../../registry/index.ts'
import type { CorrectionValues } from '../../usage/kinds/correction.ts'
import type { DescriptionValues } from '../../usage/kinds/description.ts'
import type { PostingValues } from '../../usage/kinds/posting.ts'

export type OtherEvent = CorrectionEvent | PostingEvent | DescriptionEvent

/** Hashes are made later, of many rows together. */
type Hashes = 'identity' | 'content' | 'target'

export interface OtherRow {
  readonly kind: OtherKind
  readonly event: OtherEvent
  readonly values:
    | Omit<CorrectionValues, Hashes>
    | Omit<PostingValues, Hashes>
    | Omit<DescriptionValues, Hashes>
  /** What a correction names. */
  readonly target?: EventNames
}

/**
 * @throws HeadwaterError where the registry refuses the event: `currency.unknown`, `amount.*`, `payee.unseen`,
 *   `payee.notNormal`
 */
export function readOther(event: OtherEvent, registry: Registry): OtherRow {
  if (isCorrection(event)) return readCorrection(event, registry)
  return isDescription(event) ? readDescription(event) : readPosting(event, registry)
}

/** The registry is asked when the payment becomes a call: a description may name an asset that comes later. */
function readDescription(event: DescriptionEvent): OtherRow {
  const { source, id, time, data } = event
  const { payment, asset, version = '', caller = '', tokens, traceId = '', providerCallId = '' } = data
  const values: Omit<DescriptionValues, Hashes> = {
    ...{ source, id, time, payment: paymentKey(payment), asset, version, caller, traceId, providerCallId },
    inputTokens: tokens?.input ?? -1,
    outputTokens: tokens?.output ?? -1,
    cacheReadTokens: tokens?.cacheRead ?? -1,
    cacheWriteTokens: tokens?.cacheWrite ?? -1,
    validBefore: data.validBefore ?? -1,
    currency: '',
    amount: zeroLedgerUnits,
  }
  return { kind: 'description', event, values }
}

function readCorrection(event: CorrectionEvent, registry: Registry): OtherRow {
  const { type, data, source, id, time } = event
  const target = 'dispute' in data ? data.dispute : data.call
  const named = { source, id, time, targetSource: target.source, targetId: target.id }
  const nothing = { currency: '', amount: zeroLedgerUnits, whole: false } as const
  const of = (values: Omit<CorrectionValues, Hashes>): OtherRow => ({
    kind: 'correction',
    event,
    values,
    target,
  })
  switch (type) {
    case 'io.headwater.call.refunded': {
      const { amount, currency, reason = '' } = data
      const money =
        amount === undefined || currency === undefined
          ? { ...nothing, whole: true }
          : { currency, amount: givenAmount(registry, currency, amount), whole: false }
      return of({ ...named, type: 'refunded', ...money, reason })
    }
    case 'io.headwater.call.disputed':
      return of({ ...named, type: 'disputed', ...nothing, reason: data.reason ?? '' })
    case 'io.headwater.dispute.closed':
      return of({ ...named, type: 'closed', ...nothing, reason: '' })
  }
}

function readPosting(event: PostingEvent, registry: Registry): OtherRow {
  const { type, data, source, id, time } = event
  const { currency } = data
  const of = (
    values: Pick<PostingValues, 'type' | 'payee' | 'to' | 'note'>,
    amount: WrittenAmount,
  ): OtherRow => ({
    kind: 'posting',
    event,
    values: { source, id, time, currency, amount: givenAmount(registry, currency, amount), ...values },
  })
  if (type === 'io.headwater.transfer.recorded') {
    const { from, to, amount, reason = '' } = data
    checkPayee(registry, from, '/data/from')
    checkPayee(registry, to, '/data/to')
    return of({ type: 'transfer', payee: from, to, note: reason }, amount)
  }
  const { payee, amount, reference = '' } = data
  checkPayee(registry, payee)
  const isPayment = type === 'io.headwater.payment.recorded'
  return of({ type: isPayment ? 'payment' : 'deposit', payee, to: '', note: reference }, amount)
}
