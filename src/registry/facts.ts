/**
 * Registry facts: what was decided, and the JSON in which the event store keeps it for ever. A fact says all that the
 * event said, so that its content can be hashed again, and beside it what the decision fixed: the pinned versions.
 * A format, once recorded, is read for ever; `factFromRecorded` lifts old ones.
 */
import type { RegistryEventType, RegistryWireEvent, RegistryWireEventOf } from '../events/index.ts'
import { formatTime, parseTime } from '../events/time.ts'
import { invariant } from '../invariant.ts'
import type { Json } from './definition.ts'
import type { RegistryFact } from './fact.ts'
import { definitionOf, definitions } from './types.ts'

/** Format of the JSON that `factData` writes. */
const factFormat = 1

/** The JSON to record under the fact's type: `format`, `source`, `id`, `time`, and the payload beside them. */
export function factData(fact: RegistryFact): Json {
  return {
    format: factFormat,
    source: fact.source,
    id: fact.id,
    time: formatTime(fact.time),
    ...factPayload(fact),
  }
}

/** The fact's own fields in JSON: what the registry digest covers beside type, source, id and time. */
export function factPayload(fact: RegistryFact): Json {
  return definitionOf(fact.type).payload(fact.data)
}

/** A fact as recorded, in any format ever written. */
export function factFromRecorded(type: string, data: unknown): RegistryFact {
  const { format, source, id, time, ...payload } = data as Json
  invariant(format === factFormat, `a recorded ${type} has format ${factFormat}`)
  invariant(Object.hasOwn(definitions, type), `${type} is a type of registry fact`)
  const read = definitionOf(type as RegistryEventType).read(payload)
  return { type, source, id, time: parseTime(time as string), data: read } as RegistryFact
}

/** The event that the fact was decided from. Its content is what a repetition is compared with. */
export function wireEventOf(fact: RegistryFact): RegistryWireEvent {
  const { asSent } = definitionOf(fact.type)
  return (asSent === undefined
    ? fact
    : { ...fact, data: asSent(fact.data) }) as RegistryWireEventOf<RegistryEventType> as RegistryWireEvent
}
