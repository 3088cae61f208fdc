/**
 * Messages as most producers write them: one JSON object each, and no headers. They become one block at once, and nothing
 * of the client's objects is kept: some hundred thousand messages wait in the lanes, and the collector would walk over
 * several objects of each of them again and again.
 */
import { isUtf8 } from 'node:buffer'
import { eventBytesMax } from '../../decoding/limits.ts'
import type { LaneBlock } from '../../ingest/lanes/laneInput.ts'
import type { Message } from './messageHeaders.ts'

/** The keys of messages, by their places. */
interface Keys {
  readonly bytes: Buffer
  readonly starts: Int32Array
  /** Below the start where the message has none. */
  readonly ends: Int32Array
}

export interface PlainMessages {
  /** Offsets in the partition, rising. */
  readonly offsets: Float64Array
  /** Of the values in the block. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Undefined where no message has a key. */
  readonly keys: Keys | undefined
}

export interface PlainBlock {
  readonly block: LaneBlock
  readonly plain: PlainMessages
}

/** @returns undefined where one of them is another, or there are none */
export function plainBlock(messages: readonly Message[]): PlainBlock | undefined {
  const size = sizeOf(messages)
  if (size === undefined || messages.length === 0) return undefined
  const count = messages.length
  const bytes = Buffer.allocUnsafeSlow(size)
  const [starts, ends] = [new Int32Array(count), new Int32Array(count)]
  const offsets = new Float64Array(count)
  let at = 0
  for (let i = 0; i < count; i++) {
    const { value, offset } = messages[i]!
    starts[i] = at
    at += value!.copy(bytes, at)
    ends[i] = at
    offsets[i] = Number(offset)
  }
  const block = {
    ...{ bytes, count, starts, ends, lines: offsets },
    ...{ faults: new Map(), formats: new Map() },
    utf8: isUtf8(bytes),
    after: offsets[count - 1]! + 1,
  }
  return { block, plain: { offsets, starts, ends, keys: keysOf(messages) } }
}

/** The key of the message at a place. */
export function keyAt({ keys }: PlainMessages, place: number): Buffer | null {
  if (keys === undefined || keys.ends[place]! < keys.starts[place]!) return null
  return keys.bytes.subarray(keys.starts[place]!, keys.ends[place]!)
}

/** Of all values; undefined where one is not plain. */
function sizeOf(messages: readonly Message[]): number | undefined {
  let size = 0
  for (const message of messages) {
    if (!isPlain(message)) return undefined
    size += message.value!.length
  }
  return size
}

/** With nothing before or after the object, so that the event is the whole value. */
function isPlain({ value, headers }: Message): boolean {
  for (const _ in headers) return false
  if (value === null || value.length > eventBytesMax) return false
  return value[0] === 0x7b && value[value.length - 1]! > 0x20
}

function keysOf(messages: readonly Message[]): Keys | undefined {
  let size = 0
  let count = 0
  for (const { key } of messages) {
    if (key === null || key === undefined) continue
    size += key.length
    count++
  }
  if (count === 0) return undefined
  const bytes = Buffer.allocUnsafeSlow(size)
  const [starts, ends] = [new Int32Array(messages.length), new Int32Array(messages.length)]
  let at = 0
  for (const [i, { key }] of messages.entries()) {
    starts[i] = at
    if (key === null || key === undefined) ends[i] = at - 1
    else {
      at += key.copy(bytes, at)
      ends[i] = at
    }
  }
  return { bytes, starts, ends }
}
