/**
 * Messages of a topic as blocks of records. Three forms, told message by message: structured (the value is one
 * CloudEvent), binary (attributes in `ce_*` headers, the value is `data`), and many events in one value (a JSON array,
 * or lines). The line of a record is the offset of its message, so that a refused event names the message it came in.
 */
import { isUtf8 } from 'node:buffer'
import type { Fault } from '../../errors.ts'
import type { RecordBlock } from '../decoding/block.ts'
import { decodeAll } from '../decoding/decoder.ts'
import { parseJson } from '../decoding/json.ts'
import { faultOf } from '../intake.ts'
import { eventBytesMax, rawCutBytes } from '../limits.ts'

type HeaderValue = Buffer | string | (Buffer | string)[] | undefined

/** What is read of a message; kafkajs's has these fields. */
export interface Message {
  readonly offset: string
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, HeaderValue>> | undefined
}

/** Records of whole messages, or of a part of one message. */
export interface MessageBlock extends RecordBlock {
  /** The offset after the block, where the block ends with a message. */
  readonly after: number | undefined
}

/** In order. The bytes of a block are its own: what was fetched is not held by it. */
export function* blocksOf(messages: readonly Message[]): Generator<MessageBlock> {
  let singles: Message[] = []
  for (const message of messages) {
    const shape = shapeOf(message)
    if (shape === 'one') {
      singles.push(message)
      continue
    }
    if (singles.length > 0) yield joined(singles)
    singles = []
    yield* elements(message, shape)
  }
  if (singles.length > 0) yield joined(singles)
}

function shapeOf(message: Message): 'one' | 'array' | 'lines' {
  const { value, headers } = message
  const type = headers && headerText(headers['content-type'])
  if (type?.startsWith('application/x-ndjson')) return 'lines'
  if (isBinary(message)) return 'one'
  return value !== null && value[skipSpace(value)] === 0x5b ? 'array' : 'one'
}

function isBinary({ headers }: Message): boolean {
  if (!headers || headers.ce_specversion === undefined) return false
  return !headerText(headers['content-type'])?.startsWith('application/cloudevents')
}

/** Messages of one record each, side by side in one piece of memory. */
function joined(messages: readonly Message[]): MessageBlock {
  const count = messages.length
  const faults = new Map<number, Fault>()
  const values = messages.map((message, record) => recordOf(message, record, faults))
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  const lines = new Float64Array(count)
  let size = 0
  for (const value of values) size += value.length
  const bytes = Buffer.allocUnsafeSlow(size)
  let at = 0
  for (let record = 0; record < count; record++) {
    const value = values[record]!
    bytes.set(value, at)
    let end = at + value.length
    starts[record] = at + skipSpace(value)
    at = end
    // A line end after the event is no part of it.
    while (end > starts[record]! && bytes[end - 1]! <= 0x20) end--
    ends[record] = end
    lines[record] = Number(messages[record]!.offset)
  }
  return { bytes, count, starts, ends, lines, faults, utf8: isUtf8(bytes), after: lines[count - 1]! + 1 }
}

function recordOf(message: Message, record: number, faults: Map<number, Fault>): Buffer {
  const { value } = message
  if (value !== null && value.length > eventBytesMax) {
    faults.set(record, {
      code: 'event.tooLarge',
      message: `The message has ${value.length} bytes; an event has at most ${eventBytesMax}.`,
    })
    return value.subarray(0, rawCutBytes)
  }
  if (isBinary(message)) return composed(message, record, faults)
  if (value === null || value.length === 0) {
    faults.set(record, { code: 'line.notJson', message: 'The message is empty.' })
    return empty
  }
  return value
}

const empty = Buffer.alloc(0)
const contentType = 'content-type'

/** A message in binary mode as the structured event that it stands for. */
function composed({ headers, value }: Message, record: number, faults: Map<number, Fault>): Buffer {
  const attributes: Record<string, string> = {}
  for (const [name, header] of Object.entries(headers!)) {
    if (name.startsWith('ce_')) attributes[name.slice(3)] = headerText(header) ?? ''
  }
  const type = headerText(headers![contentType])
  if (type !== undefined) attributes.datacontenttype = type
  delete attributes.data
  const head = JSON.stringify(attributes).slice(0, -1)
  if (value === null || value.length === 0) return Buffer.from(`${head}}`)
  try {
    // By itself: joined to the attributes, a broken value might read as something else.
    parseJson(value, 0, value.length)
  } catch (error) {
    faults.set(record, faultOf(error))
  }
  return Buffer.concat([Buffer.from(`${head},"data":`), value, closing])
}

const closing = Buffer.from('}')

function* elements(message: Message, shape: 'array' | 'lines'): Generator<MessageBlock> {
  const offset = Number(message.offset)
  const value = Buffer.from(message.value ?? empty)
  let lines = new Float64Array(1_024).fill(offset)
  for (const block of decodeAll(value, { recordBytesMax: eventBytesMax, shape })) {
    if (block.count > lines.length) lines = new Float64Array(block.count).fill(offset)
    yield { ...block, lines, after: undefined }
  }
}

function headerText(value: HeaderValue): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first === null ? undefined : first.toString()
}

function skipSpace(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length && bytes[at]! <= 0x20) at++
  return at
}
