/**
 * Messages of record batches that are read from the bytes as the broker sent them: one JSON object each, and no headers,
 * as most producers write them. The client would make several objects of each message. A run of such messages, in one
 * batch or in several, becomes one block at once. A batch with any other message is left to the client.
 *
 * The layout is that of record batches of Kafka's protocol, version 2.
 */
import { isUtf8 } from 'node:buffer'
import { firstIndex } from '../../base/search.ts'
import { eventBytesMax } from '../../decoding/limits.ts'
import type { PlainBlock } from './plainMessages.ts'

/** Stands in a list of the client's messages for all of a run. The client reads the other fields. */
export interface PlainRun {
  readonly run: PlainBlock
  /** Of its last message. */
  readonly offset: string
  readonly key: null
  readonly value: null
  readonly isControlRecord: false
  readonly batchContext: { readonly producerId: '-1'; readonly inTransaction: false }
}

/** Bytes of a batch before its first record, and those before the part that its length counts. */
const headBytes = 61
const lengthEnd = 12
/** Compressed, or of the broker's own. */
const unusualAttributes = 0x27
const magic = 2
const space = 0x20
const recordsAtFirst = 1_024

/** The number of bytes of the batch at `at`, with its head. */
export function batchBytes(bytes: Buffer, at: number): number {
  return lengthEnd + bytes.readInt32BE(at + 8)
}

export class PlainRunBuilder {
  readonly #bytes: Buffer
  #count = 0
  #at = 0
  #hasKeys = false
  #offsets = new Float64Array(recordsAtFirst)
  /** Places of each record: start and end of its value, and of its key, whose end is below its start where it has none. */
  #places = new Int32Array(recordsAtFirst * 4)

  /** @param bytes of all batches of a partition */
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** Adds the batch from `at` to `end`. False where it has another message, and the client should read it. */
  add(at: number, end: number): boolean {
    const bytes = this.#bytes
    if (end - at < headBytes || bytes[at + 16] !== magic) return false
    if ((bytes[at + 22]! & unusualAttributes) !== 0) return false
    const base = Number(bytes.readBigInt64BE(at))
    const count = bytes.readInt32BE(at + 57)
    if (count < 0) return false
    const before = this.#count
    this.#at = at + headBytes
    for (let i = 0; i < count; i++) {
      if (this.#addRecord(base, end)) continue
      this.#count = before
      return false
    }
    return true
  }

  #addRecord(base: number, batchEnd: number): boolean {
    const bytes = this.#bytes
    const size = this.#varint()
    const end = this.#at + size
    if (size < 0 || end > batchEnd) return false
    // The attributes of a record, which have no meaning, and its time.
    this.#at++
    while (bytes[this.#at++]! >= 0x80);
    const offset = base + this.#varint()
    const keySize = this.#varint()
    const keyStart = this.#at
    if (keySize > 0) this.#at += keySize
    const valueSize = this.#varint()
    const start = this.#at
    this.#at += valueSize
    // One byte is left: there are no headers.
    if (keySize < -1 || valueSize <= 0 || this.#at !== end - 1 || bytes[this.#at++] !== 0) return false
    if (valueSize > eventBytesMax || bytes[start] !== 0x7b || bytes[end - 2]! <= space) return false
    if (this.#count === this.#offsets.length) this.#grow()
    const place = this.#count * 4
    this.#offsets[this.#count++] = offset
    this.#places[place] = start
    this.#places[place + 1] = end - 1
    this.#places[place + 2] = keyStart
    this.#places[place + 3] = keyStart + keySize
    if (keySize >= 0) this.#hasKeys = true
    return true
  }

  /** Beyond the end of the bytes it is wrong; the record's end shows that. */
  #varint(): number {
    const bytes = this.#bytes
    let byte = bytes[this.#at++]!
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
    let value = byte & 0x7f
    for (let shift = 7; byte >= 0x80 && shift < 32; shift += 7) {
      byte = bytes[this.#at++]!
      value |= (byte & 0x7f) << shift
    }
    return (value >>> 1) ^ -(value & 1)
  }

  #grow(): void {
    const [offsets, places] = [this.#offsets, this.#places]
    this.#offsets = new Float64Array(offsets.length * 2)
    this.#places = new Int32Array(places.length * 2)
    this.#offsets.set(offsets)
    this.#places.set(places)
  }

  /** All that was added since the last run; undefined where nothing was. It keeps none of the bytes. */
  take(): PlainRun | undefined {
    const count = this.#count
    if (count === 0) return undefined
    const places = this.#places
    const first = places[0]!
    const [starts, ends] = [new Int32Array(count), new Int32Array(count)]
    const bytes = Buffer.allocUnsafeSlow(places[count * 4 - 3]! - first)
    this.#bytes.copy(bytes, 0, first, first + bytes.length)
    for (let i = 0, gap = 0; i < count; i++) {
      const start = places[i * 4]! - first
      // What is between values is not text.
      while (gap < start) bytes[gap++] = space
      starts[i] = start
      ends[i] = gap = places[i * 4 + 1]! - first
    }
    const offsets = this.#offsets.slice(0, count)
    const keys = this.#hasKeys ? this.#keys() : undefined
    this.#count = 0
    this.#hasKeys = false
    return runOf({
      block: {
        ...{ bytes, count, starts, ends, lines: offsets },
        ...{ faults: new Map(), formats: new Map() },
        utf8: isUtf8(bytes),
        after: offsets[count - 1]! + 1,
      },
      plain: { offsets, starts, ends, keys },
    })
  }

  #keys(): PlainBlock['plain']['keys'] {
    const count = this.#count
    const places = this.#places
    let size = 0
    for (let i = 0; i < count; i++) size += Math.max(0, places[i * 4 + 3]! - places[i * 4 + 2]!)
    const bytes = Buffer.allocUnsafeSlow(size)
    const [starts, ends] = [new Int32Array(count), new Int32Array(count)]
    for (let i = 0, at = 0; i < count; i++) {
      const from = places[i * 4 + 2]!
      const to = places[i * 4 + 3]!
      starts[i] = at
      if (to > from) at += this.#bytes.copy(bytes, at, from, to)
      ends[i] = to < from ? at - 1 : at
    }
    return { bytes, starts, ends }
  }
}

function runOf(run: PlainBlock): PlainRun {
  const batchContext = { producerId: '-1', inTransaction: false } as const
  const offset = String(run.block.after! - 1)
  return { run, offset, key: null, value: null, isControlRecord: false, batchContext }
}

/** Without the messages before an offset, which are in the same batch as those that were asked for. */
export function runFrom({ run }: PlainRun, offset: number): PlainBlock {
  const { block, plain } = run
  const from = firstIndex(block.count, (at) => plain.offsets[at]! >= offset)
  if (from === 0) return run
  const part = <Array extends Int32Array | Float64Array>(array: Array) => array.subarray(from) as Array
  const [offsets, starts, ends] = [part(plain.offsets), part(plain.starts), part(plain.ends)]
  const keys = plain.keys && { ...plain.keys, starts: part(plain.keys.starts), ends: part(plain.keys.ends) }
  return {
    block: { ...block, count: block.count - from, starts, ends, lines: offsets },
    plain: { offsets, starts, ends, keys },
  }
}
