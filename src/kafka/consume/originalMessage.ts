/**
 * The message that a refused event came in, as it was fetched. A batch keeps the bytes of a block alone; as long as it
 * does, the messages are found by them.
 */
import { firstIndex } from '../../base/search.ts'
import { eventBytesMax } from '../../decoding/limits.ts'
import type { Refusal } from '../../ingest/batch/openBatch.ts'
import { faultHeader } from '../send/packing.ts'
import { type Message, shapeOf } from './messageHeaders.ts'

/** A refused event byte for byte. */
export interface Original {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: NonNullable<Message['headers']>
  /** Whether `value` is only its beginning. */
  readonly cut: boolean
}

/** By the bytes of a block; offsets rise. */
const messagesOf = new WeakMap<Buffer, readonly Message[]>()

export function rememberOrigin(block: Buffer, messages: readonly Message[]): void {
  messagesOf.set(block, messages)
}

/** Undefined where the event came in no message. */
export function originalOf({ place, fault }: Refusal): Original | undefined {
  const message = messageAt(messagesOf.get(place.bytes) ?? [], place.line)
  if (message === undefined) return undefined
  // Mended and sent again, it is to be judged, whatever a sender said of it before.
  const { [faultHeader]: _told, ...headers } = message.headers ?? {}
  const { key = null, value } = message
  if (shapeOf(message) === 'one') return { key, value, headers, cut: false }
  // Of one event in many. A type that says "many" is not true of it.
  const { 'content-type': _, ...others } = headers
  const length = place.end - place.start
  // The decoder keeps only the beginning of some events that are too large.
  const cut = fault.code === 'event.tooLarge' && length <= eventBytesMax
  return { key, value: place.bytes.subarray(place.start, place.end), headers: others, cut }
}

function messageAt(messages: readonly Message[], offset: number): Message | undefined {
  const found = messages[firstIndex(messages.length, (at) => Number(messages[at]!.offset) >= offset)]
  return found !== undefined && Number(found.offset) === offset ? found : undefined
}
