/**
 * Cuts messages of a topic into blocks of records. Each message has one of three forms: structured (the value is one
 * CloudEvent), binary (attributes in `ce_*` headers, the value is `data`), and many events in one value (a JSON array,
 * or lines). The line of a record is the offset of its message, so that a refused event names the message it came in.
 */
import { isUtf8 } from 'node:buffer'
import { composeEvent } from '../../decoding/cloudevents/binaryMode.ts'
import { formatOf } from '../../decoding/formats/index.ts'
import { eventBytesMax } from '../../decoding/limits.ts'
import { decodeAll } from '../../decoding/records/decoder.ts'
import { type ErrorCode, errorCatalogue, type Fault, faultOf } from '../../errors.ts'
import type { LaneBlock } from '../../ingest/lanes/laneInput.ts'
import { contentTypeHeader, faultHeader } from '../send/packing.ts'
import {
  attributesOf,
  headerText,
  isBinary,
  type Message,
  refusedFormat,
  shapeOf,
  skipSpace,
} from './messageHeaders.ts'
import { rememberOrigin } from './originalMessage.ts'
import { type PlainBlock, plainBlock } from './plainMessages.ts'
import { type PlainRun, runFrom } from './plainRun.ts'

/** One or several records in `bytes`, of one message. */
interface Part {
  readonly offset: number
  readonly bytes: Buffer
  /** Start and end of each record in turn. */
  readonly spans: readonly number[]
  readonly fault?: Fault
  readonly format?: string
}

/** In order. Each block has bytes of its own. */
export function blocksOf(messages: readonly Message[]): IterableIterator<LaneBlock> {
  const found = plainBlock(messages)
  return found === undefined ? anyBlocks(messages) : [remembered(found)].values()
}

/** The same for what was fetched: runs of plain messages among the client's, from offset `from` on. */
export function* fetchedBlocks(
  messages: readonly (Message | PlainRun)[],
  from: number,
): Generator<LaneBlock> {
  let others: Message[] = []
  for (const message of messages) {
    if (!('run' in message)) {
      others.push(message)
      continue
    }
    if (others.length > 0) yield* blocksOf(others)
    others = []
    yield remembered(runFrom(message, from))
  }
  if (others.length > 0) yield* blocksOf(others)
}

/** Bytes of the values. */
export function bytesOf(messages: readonly (Message | PlainRun)[]): number {
  let bytes = 0
  for (const message of messages)
    bytes += 'run' in message ? message.run.block.bytes.length : (message.value?.length ?? 0)
  return bytes
}

function remembered({ block, plain }: PlainBlock): LaneBlock {
  rememberOrigin(block.bytes, plain)
  return block
}

/** Made one after the other, as the lane takes them: a message may have millions of records. */
function* anyBlocks(messages: readonly Message[]): Generator<LaneBlock> {
  let parts: Part[] = []
  for (const message of messages) {
    const shape = shapeOf(message)
    const part = shape === 'one' ? single(message) : shape === 'array' ? plainArray(message) : undefined
    if (part) {
      parts.push(part)
      continue
    }
    if (parts.length > 0) yield joined(parts, messages)
    parts = []
    yield* elements(message, shape === 'array' ? 'array' : 'lines')
  }
  if (parts.length > 0) yield joined(parts, messages)
}

/** Joins parts in one buffer. */
function joined(parts: readonly Part[], messages: readonly Message[]): LaneBlock {
  let size = 0
  let count = 0
  for (const { bytes, spans } of parts) {
    size += bytes.length
    count += spans.length / 2
  }
  const faults = new Map<number, Fault>()
  const formats = new Map<number, string>()
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  const lines = new Float64Array(count)
  const bytes = Buffer.allocUnsafeSlow(size)
  let base = 0
  let record = 0
  for (const part of parts) {
    bytes.set(part.bytes, base)
    if (part.fault) faults.set(record, part.fault)
    if (part.format) formats.set(record, part.format)
    for (let i = 0; i < part.spans.length; i += 2) {
      starts[record] = base + part.spans[i]!
      ends[record] = base + part.spans[i + 1]!
      lines[record++] = part.offset
    }
    base += part.bytes.length
  }
  const after = parts.at(-1)!.offset + 1
  rememberOrigin(bytes, messages)
  return { bytes, count, starts, ends, lines, faults, formats, utf8: isUtf8(bytes), after }
}

function single(message: Message): Part {
  const { value } = message
  const offset = Number(message.offset)
  const told = message.headers && headerText(message.headers[faultHeader])
  if (told !== undefined) {
    const bytes = value ?? empty
    return { offset, bytes, spans: [0, bytes.length], ...toldFault(told) }
  }
  if (value !== null && value.length > eventBytesMax) {
    const text = `The message has ${value.length} bytes; an event has at most ${eventBytesMax}.`
    return {
      offset,
      bytes: value,
      spans: [0, value.length],
      fault: { code: 'event.tooLarge', message: text },
    }
  }
  if (isBinary(message)) return composed(message)
  const refusal = refusedFormat(message)
  if (refusal !== undefined) {
    const bytes = value ?? empty
    return { offset, bytes, spans: [0, bytes.length], fault: { code: 'event.contentType', message: refusal } }
  }
  if (value === null || value.length === 0) {
    const fault: Fault = { code: 'line.notJson', message: 'The message is empty.' }
    return { offset, bytes: empty, spans: [0, 0], fault }
  }
  let end = value.length
  const start = skipSpace(value, 0)
  // A line end after the event is not part of it.
  while (end > start && value[end - 1]! <= 0x20) end--
  return { offset, bytes: value, spans: [start, end] }
}

/** An array of objects as producers write it; anything else is read like a file, which reports every fault. */
function plainArray({ offset, value }: Message): Part | undefined {
  const bytes = value!
  const { length } = bytes
  const spans: number[] = []
  let at = skipSpace(bytes, skipSpace(bytes, 0) + 1)
  while (bytes[at] === 0x7b) {
    const end = objectEnd(bytes, at)
    if (end < 0 || end - at > eventBytesMax) return undefined
    spans.push(at, end)
    at = skipSpace(bytes, end)
    if (bytes[at] === 0x5d)
      return skipSpace(bytes, at + 1) === length ? { offset: Number(offset), bytes, spans } : undefined
    if (bytes[at] !== 0x2c) return undefined
    at = skipSpace(bytes, at + 1)
  }
  return undefined
}

/** The place after the bracket that closes the one at `start`; -1 where none does. A plain loop, because it reads every
 * byte. */
function objectEnd(bytes: Buffer, start: number): number {
  const { length } = bytes
  let depth = 0
  for (let at = start; at < length; at++) {
    const byte = bytes[at]!
    if (byte === 0x22) {
      at++
      while (at < length && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1
    } else if (byte === 0x7b || byte === 0x5b) depth++
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return at + 1
  }
  return -1
}

/** The fault that a Headwater server put into the message's headers when it refused the event before sending it. */
function toldFault(text: string): { fault: Fault; format?: string } {
  try {
    const { code, message, path, format } = JSON.parse(text) as Record<string, unknown>
    // Faults of senders are left out: a producer that may write to the topic has every scope.
    const known = Object.hasOwn(errorCatalogue, String(code)) && !/^(?:auth|access)\./.test(String(code))
    const fault = {
      code: known ? (code as ErrorCode) : 'event.malformed',
      message: typeof message === 'string' ? message : 'The sender refused it.',
      ...(typeof path === 'string' && { path }),
    }
    return { fault, ...(typeof format === 'string' && isFormat(format) && { format }) }
  } catch {
    return { fault: { code: 'event.malformed', message: 'The sender refused it and did not say why.' } }
  }
}

function isFormat(label: string): boolean {
  try {
    formatOf(label, '')
    return true
  } catch {
    return false
  }
}

const empty = Buffer.alloc(0)

/** Turns a message in binary mode into the structured event. */
function composed(message: Message): Part {
  const offset = Number(message.offset)
  try {
    const type = headerText(message.headers![contentTypeHeader])
    const { bytes, fault } = composeEvent(attributesOf(message), type, message.value)
    return { offset, bytes, spans: [0, bytes.length], ...(fault && { fault }) }
  } catch (error) {
    const bytes = message.value ?? empty
    return { offset, bytes, spans: [0, bytes.length], fault: faultOf(error) }
  }
}

function* elements(message: Message, shape: 'array' | 'lines'): Generator<LaneBlock> {
  const offset = Number(message.offset)
  const value = Buffer.from(message.value ?? empty)
  let lines = new Float64Array(1_024).fill(offset)
  for (const block of decodeAll(value, { recordBytesMax: eventBytesMax, shape })) {
    rememberOrigin(block.bytes, [message])
    if (block.count > lines.length) lines = new Float64Array(block.count).fill(offset)
    yield { ...block, lines, after: undefined }
  }
}
