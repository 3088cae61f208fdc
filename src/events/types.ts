/**
 * All event types, one line each. The TypeScript types of parsed events come from these tables. The registry has its
 * own table, which does not compile without a line for each registry event.
 */
import type { z } from 'zod'
import { assetRegistered } from './asset.ts'
import { callMetered } from './call.ts'
import { clauseAgreed, clauseEnded } from './clause.ts'
import { contributionRecorded } from './contribution.ts'
import { callDisputed, callRefunded, disputeClosed } from './correction.ts'
import { costSet } from './cost.ts'
import { currencyBound, currencyRegistered } from './currency.ts'
import type { EventDefinition } from './definition.ts'
import { paymentDescribed } from './description.ts'
import { feeSet } from './fee.ts'
import { payeeCleared, payeeHeld } from './hold.ts'
import { holdingTransferred } from './holding.ts'
import { payeeBound, payeeRegistered } from './payee.ts'
import { payoutSet } from './payout.ts'
import { depositRecorded, paymentRecorded, transferRecorded } from './posting.ts'
import { rateSet } from './rate.ts'
import { reserveSet } from './reserve.ts'
import type { Micros } from './time.ts'
import { versionReleased } from './version.ts'
import { withholdingSet } from './withholding.ts'

/** Events that the registry decides, in the order of the log. */
const registryEvents = {
  'io.headwater.currency.registered': currencyRegistered,
  'io.headwater.currency.bound': currencyBound,
  'io.headwater.fee.set': feeSet,
  'io.headwater.payee.registered': payeeRegistered,
  'io.headwater.payee.bound': payeeBound,
  'io.headwater.asset.registered': assetRegistered,
  'io.headwater.contribution.recorded': contributionRecorded,
  'io.headwater.version.released': versionReleased,
  'io.headwater.rate.set': rateSet,
  'io.headwater.cost.set': costSet,
  'io.headwater.holding.transferred': holdingTransferred,
  'io.headwater.clause.agreed': clauseAgreed,
  'io.headwater.clause.ended': clauseEnded,
  'io.headwater.reserve.set': reserveSet,
  'io.headwater.payout.set': payoutSet,
  'io.headwater.payee.held': payeeHeld,
  'io.headwater.payee.cleared': payeeCleared,
  'io.headwater.withholding.set': withholdingSet,
} as const

/** Events that become usage rows, by the kind of row. They share one space of identities. */
const callEvents = {
  'io.headwater.call.metered': callMetered,
} as const

const correctionEvents = {
  'io.headwater.call.refunded': callRefunded,
  'io.headwater.call.disputed': callDisputed,
  'io.headwater.dispute.closed': disputeClosed,
} as const

const postingEvents = {
  'io.headwater.transfer.recorded': transferRecorded,
  'io.headwater.payment.recorded': paymentRecorded,
  'io.headwater.deposit.recorded': depositRecorded,
} as const

const descriptionEvents = {
  'io.headwater.payment.described': paymentDescribed,
} as const

export const eventDefinitions = {
  ...registryEvents,
  ...callEvents,
  ...correctionEvents,
  ...postingEvents,
  ...descriptionEvents,
} as const

type Definitions = typeof eventDefinitions
export type EventType = keyof Definitions
export type RegistryEventType = keyof typeof registryEvents

export const eventTypes = Object.keys(eventDefinitions) as readonly EventType[]

/** The data of an event as parsed, without absent fields. */
type EventData<Type extends EventType> =
  Definitions[Type] extends EventDefinition<z.ZodType, infer Data> ? Data : never

interface Event<Type extends EventType> {
  readonly type: Type
  readonly source: string
  readonly id: string
  readonly time: Micros
  readonly data: EventData<Type>
}

type EventsOf<Types extends EventType> = { [Type in Types]: Event<Type> }[Types]

export type CallEvent = EventsOf<keyof typeof callEvents>
export type CorrectionEvent = EventsOf<keyof typeof correctionEvents>
export type PostingEvent = EventsOf<keyof typeof postingEvents>
export type DescriptionEvent = EventsOf<keyof typeof descriptionEvents>
/** An event that becomes a usage row. */
export type RowEvent = CallEvent | CorrectionEvent | PostingEvent | DescriptionEvent
export type RegistryWireEventOf<Type extends RegistryEventType> = Event<Type>
export type RegistryWireEvent = EventsOf<RegistryEventType>
export type WireEvent = RowEvent | RegistryWireEvent

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventDefinitions, type)
}

export function isCall(event: WireEvent): event is CallEvent {
  return Object.hasOwn(callEvents, event.type)
}

export function isCorrection(event: WireEvent): event is CorrectionEvent {
  return Object.hasOwn(correctionEvents, event.type)
}

export function isDescription(event: WireEvent): event is DescriptionEvent {
  return Object.hasOwn(descriptionEvents, event.type)
}

/** The scope that a sender needs for the event: calls and what corrects or describes them, or all that sets terms and moves balances. */
export function scopeOf(event: WireEvent): 'calls' | 'registry' {
  return isCall(event) || isCorrection(event) || isDescription(event) ? 'calls' : 'registry'
}

/** Whether the registry decides the event. All others become usage rows. */
export function isRegistryEvent(event: WireEvent): event is RegistryWireEvent {
  return Object.hasOwn(registryEvents, event.type)
}
