/** Events as parsed: the types that the schemas give, without absent fields. */
import type { z } from 'zod'
import type { Micros } from '../registry/model.ts'
import type { dataSchemas, EventType, RegistryEventType } from './schemas.ts'
import type { Tidy } from './tidy.ts'

export type EventData<Type extends EventType> = Tidy<z.output<(typeof dataSchemas)[Type]>>

interface Event<Type extends EventType, Data> {
  readonly type: Type
  readonly source: string
  readonly id: string
  readonly time: Micros
  readonly data: Data
}

/** What a call carries; `amount` in major units without trailing zeros, its digits as they were written beside it. */
export type CallData = Omit<EventData<'io.headwater.call.metered'>, 'amount'> & {
  readonly amount?: string
  readonly amountFractionDigits?: number
}

export type CallEvent = Event<'io.headwater.call.metered', CallData>

export type RegistryWireEventOf<Type extends RegistryEventType> = Event<Type, EventData<Type>>

export type RegistryWireEvent = { [Type in RegistryEventType]: RegistryWireEventOf<Type> }[RegistryEventType]

export type WireEvent = CallEvent | RegistryWireEvent
