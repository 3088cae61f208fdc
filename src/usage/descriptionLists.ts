/** Descriptions of payments, and the calls that were made of the payments. Adapter: src/projections (ClickHouse). */
import type { Micros } from '../events/time.ts'
import type { RowKey } from '../log/keys.ts'
import type { StoredCall } from './kinds/call.ts'
import type { StoredDescription } from './kinds/description.ts'
import type { ListPart } from './listPart.ts'
import type { UsageScope } from './reader.ts'

/** What became of a described payment. */
export const paymentStates = ['paid', 'otherwise', 'waiting', 'expired'] as const
/**
 * `paid`: its call has what the description says. `otherwise`: its call was recorded before the description, with
 * another asset or the like, or another description of it counts. `waiting`: no call so far. `expired`: none, and the
 * authorization ended before `now`.
 */
export type PaymentState = (typeof paymentStates)[number]

/** Where a page ended. */
export type DescriptionPlace = Pick<StoredDescription, 'time' | 'partition' | 'revision' | 'row'>

export interface ListedDescription extends StoredDescription {
  readonly state: PaymentState
  /** The call of the payment, where there is one. */
  readonly call?: Pick<StoredCall, 'source' | 'asset' | 'version' | 'currency' | 'amount' | 'time'>
}

/** A payment that was made beside another one for the same purchase: calls of different payments, one purchase id. */
export interface DoublePayment {
  /** The purchase: the `providerCallId` of both, and the source that gave it. */
  readonly purchase: string
  readonly call: Pick<StoredCall, 'source' | 'id' | 'asset' | 'currency' | 'amount' | 'time'>
  /** The call that was paid first. */
  readonly first: Pick<StoredCall, 'source' | 'id'>
}

/** Where a page ended. */
export type DoublePlace = Pick<StoredCall, 'time' | 'source' | 'id'>

export interface DescriptionLists {
  /** Rows of every attempt that describe one of these payments. */
  describing(payments: readonly string[]): Promise<StoredDescription[]>
  /** Rows of every attempt: calls of the source with one of these ids. */
  callsNamed(source: string, ids: readonly string[]): Promise<(RowKey & Pick<StoredCall, 'id'>)[]>
  /** Sorted by time, then by place in the store. @param now when authorizations count as expired */
  descriptions(
    scope: UsageScope,
    filter: { readonly state?: PaymentState | undefined; readonly now: Micros },
    part: ListPart<DescriptionPlace>,
  ): Promise<ListedDescription[]>
  /** Sorted by time, then source and id. */
  doublePayments(scope: UsageScope, part: ListPart<DoublePlace>): Promise<DoublePayment[]>
}
