/**
 * All event types, one line each. The TypeScript types of parsed events come from these tables. The registry has its
 * own table, which does not compile without a line for each registry event.
 */
import type { z } from 'zod'
import { assetRegistered } from './asset.ts'
import { callMetered } from './call.ts'
import { contributionRecorded } from './contribution.ts'
import { currencyBound, currencyRegistered } from './currency.ts'
import type { EventDefinition } from './definition.ts'
import { feeSet } from './fee.ts'
import { payeeBound, payeeRegistered } from './payee.ts'
import { rateSet } from './rate.ts'
import type { Micros } from './time.ts'
import { versionReleased } from './version.ts'

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
} as const

/** Events that become usage rows. */
const callEvents = {
  'io.headwater.call.metered': callMetered,
} as const

export const eventDefinitions = { ...registryEvents, ...callEvents } as const

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

export type CallEvent = { [Type in keyof typeof callEvents]: Event<Type> }[keyof typeof callEvents]
export type RegistryWireEventOf<Type extends RegistryEventType> = Event<Type>
export type RegistryWireEvent = { [Type in RegistryEventType]: Event<Type> }[RegistryEventType]
export type WireEvent = CallEvent | RegistryWireEvent

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventDefinitions, type)
}

/** Whether the event is a call. All others are registry events. */
export function isCall(event: WireEvent): event is CallEvent {
  return Object.hasOwn(callEvents, event.type)
}
