/**
 * Finds the message that a refused event came in, as it was fetched. A batch keeps only the bytes of a block. As long as
 * it keeps them, the messages are found by those bytes.
 */
import { firstIndex } from '../../base/search.ts'
import { eventBytesMax } from '../../decoding/limits.ts'
import type { Refusal } from '../../ingest/batch/openBatch.ts'
import { faultHeader } from '../send/packing.ts'
import { type Message, shapeOf } from './messageHeaders.ts'
import { keyAt, type PlainMessages } from './plainMessages.ts'

/** A refused event byte for byte. */
export interface Original {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: NonNullable<Message['headers']>
  /** Whether `value` is only its beginning. */
  readonly cut: boolean
}

/** By the bytes of a block; offsets rise. */
const messagesOf = new WeakMap<Buffer, readonly Message[] | PlainMessages>()

export function rememberOrigin(block: Buffer, messages: readonly Message[] | PlainMessages): void {
  messagesOf.set(block, messages)
}

/** Undefined where the event did not come in a message. */
export function originalOf({ place, fault }: Refusal): Original | undefined {
  const messages = messagesOf.get(place.bytes) ?? []
  if ('offsets' in messages) return plainAt(messages, place)
  const message = messageAt(messages, place.line)
  if (message === undefined) return undefined
  // Fixed and sent again, the event is judged again, whatever fault its headers held.
  const { [faultHeader]: _told, ...headers } = message.headers ?? {}
  const { key = null, value } = message
  if (shapeOf(message) === 'one') return { key, value, headers, cut: false }
  // One event of many: a content type for many events would be wrong for it.
  const { 'content-type': _, ...others } = headers
  const length = place.end - place.start
  // The decoder keeps only the beginning of some events that are too large.
  const cut = fault.code === 'event.tooLarge' && length <= eventBytesMax
  return { key, value: place.bytes.subarray(place.start, place.end), headers: others, cut }
}

function plainAt(messages: PlainMessages, { bytes, line }: Refusal['place']): Original | undefined {
  const { offsets, starts, ends } = messages
  const at = firstIndex(offsets.length, (one) => offsets[one]! >= line)
  if (offsets[at] !== line) return undefined
  return { key: keyAt(messages, at), value: bytes.subarray(starts[at]!, ends[at]!), headers: {}, cut: false }
}

function messageAt(messages: readonly Message[], offset: number): Message | undefined {
  const found = messages[firstIndex(messages.length, (at) => Number(messages[at]!.offset) >= offset)]
  return found !== undefined && Number(found.offset) === offset ? found : undefined
}
