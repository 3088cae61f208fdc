/**
 * Registry facts as the JSON that the event store keeps for ever. A fact has everything that the event had, so its
 * content can be hashed again, and what the decision added: the pinned versions. Every format that was ever recorded
 * stays readable: `factFromRecorded` upgrades old ones.
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

/** `factData` as text, for the log. */
export function factText(fact: RegistryFact): string {
  const { type, source, id, time, data } = fact
  const { text } = definitionOf(type)
  if (text === undefined) return JSON.stringify(factData(fact))
  const envelope = `"source":${JSON.stringify(source)},"id":${JSON.stringify(id)},"time":"${formatTime(time)}"`
  return inOnePiece(`{"format":${factFormat},${envelope},${text.stored(data)}}`)
}

/** The same text. One that is put together has its parts in memory, several times its size, until it is read. */
function inOnePiece(text: string): string {
  text.charCodeAt(0)
  return text
}

/** The fact's own fields in JSON. The registry digest covers them, and type, source, id and time. */
export function factPayload(fact: RegistryFact): Json {
  return definitionOf(fact.type).payload(fact.data)
}

/** Reads a recorded fact, in any format that was ever written. */
export function factFromRecorded(type: string, data: unknown): RegistryFact {
  const { format, source, id, time, ...payload } = data as Json
  invariant(format === factFormat, `a recorded ${type} has format ${factFormat}`)
  invariant(Object.hasOwn(definitions, type), `${type} is a type of registry fact`)
  const read = definitionOf(type as RegistryEventType).read(payload)
  return { type, source, id, time: parseTime(time as string), data: read } as RegistryFact
}

/** The event that the fact was decided from. A repetition is compared with its content. */
export function wireEventOf(fact: RegistryFact): RegistryWireEvent {
  const { asSent } = definitionOf(fact.type)
  return (asSent === undefined
    ? fact
    : { ...fact, data: asSent(fact.data) }) as RegistryWireEventOf<RegistryEventType> as RegistryWireEvent
}
