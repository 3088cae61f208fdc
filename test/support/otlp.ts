/** Requests of OTLP for tests, as their JSON, and what a format reads of a record. */
import { createFormat } from '../../src/decoding/formats/index.ts'
import type { MappedEvent } from '../../src/decoding/formats/mapped.ts'
import type { Message } from '../../src/decoding/formats/otlp/protobuf/messages.ts'
import { settleAlone } from '../../src/decoding/formats/traces/settle.ts'
import { parseWrittenJson } from '../../src/decoding/records/json.ts'
import type { InputFormat } from '../../src/service/headwater.ts'

export type Values = { readonly [key: string]: string | number | boolean }
type Part = object

export const attributesOf = (values: Values) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }))

export const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

/** @param number of the span, from which its id is made */
export const span = (number: number, values: Values, rest: Part = {}) => ({
  traceId,
  spanId: spanId(number),
  name: 'span',
  startTimeUnixNano: '1737710446847371999',
  attributes: attributesOf(values),
  ...rest,
})

export const spanId = (number: number) => number.toString(16).padStart(16, '0')
export const inside = (number: number) => ({ parentSpanId: spanId(number) })
export const failed = { status: { code: 2 } }

export const traces = (...spans: Part[]) => ({
  resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 'g' }, spans }] }],
})

export const logs = (...logRecords: Part[]) => ({
  resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ scope: { name: 'g' }, logRecords }] }],
})

/** A call of 1,000 tokens in and 300 out by the conventions. */
export const chat: Values = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5-mini',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 300,
}

interface ReadCall {
  readonly id: string
  readonly asset: string
  readonly time: string
  readonly tokens: { readonly [name: string]: number }
}

/** For each event of a record: the call, `skipped: reason`, or the code of its fault. */
export function readParts(
  record: unknown,
  mapping?: unknown,
  format: InputFormat = 'otlp',
): (ReadCall | string)[] {
  return eventsOf(record, mapping, format).map((event) => {
    if ('skipped' in event) return `skipped: ${event.skipped}`
    if ('fault' in event) return event.fault.code
    const { id, time, data } = JSON.parse(JSON.stringify(event.event))
    return { id, time, asset: data.asset, tokens: data.tokens }
  })
}

/** The tokens of each call, and everything else as `readParts`. */
export const tokensOf = (...given: Parameters<typeof readParts>) =>
  readParts(...given).map((part) => (typeof part === 'string' ? part : part.tokens))

/** @param record bytes, text, or a value that is written as JSON */
export function eventsOf(
  record: unknown,
  mapping?: unknown,
  format: InputFormat = 'otlp',
): readonly MappedEvent[] {
  const bytes = Buffer.isBuffer(record)
    ? record
    : Buffer.from(typeof record === 'string' ? record : JSON.stringify(record))
  const { read, readBytes } = createFormat(format, mapping)
  try {
    return settleAlone([
      ...(readBytes ? readBytes(bytes, 0, bytes.length) : read!(parseWrittenJson(bytes, 0, bytes.length), 1)),
    ])
  } catch (error) {
    const { code, message } = error as { code: 'record.malformed'; message: string }
    return [{ fault: { code, message } }]
  }
}

/** Writes a value of the JSON of OTLP as protobuf. */
export function encodeProtobuf(request: Part, message: Message): Buffer {
  const value = request as { readonly [name: string]: unknown }
  const parts: Buffer[] = []
  message.fields.forEach((field, number) => {
    if (field === undefined || value[field.name] === undefined) return
    const items = (field.isList ? value[field.name] : [value[field.name]]) as unknown[]
    for (const item of items) parts.push(encodeField(number, field.type, item))
  })
  return Buffer.concat(parts)
}

function encodeField(number: number, type: Message | string, value: unknown): Buffer {
  const bytes = (content: Buffer) =>
    Buffer.concat([varint((number << 3) | 2), varint(content.length), content])
  const fixed = Buffer.alloc(8)
  switch (type) {
    case 'text':
      return bytes(Buffer.from(String(value)))
    case 'id':
      return bytes(Buffer.from(String(value), 'hex'))
    case 'bytes':
      return bytes(Buffer.from(String(value), 'base64'))
    case 'flag':
      return Buffer.concat([varint(number << 3), varint(value ? 1 : 0)])
    case 'integer':
      return Buffer.concat([varint(number << 3), varint(BigInt.asUintN(64, BigInt(value as string)))])
    case 'double':
      fixed.writeDoubleLE(value as number)
      return Buffer.concat([varint((number << 3) | 1), fixed])
    case 'time':
      fixed.writeBigUInt64LE(BigInt(value as string))
      return Buffer.concat([varint((number << 3) | 1), fixed])
    default:
      return bytes(encodeProtobuf(value as Part, type as Message))
  }
}

export function varint(value: number | bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt(value)
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return Buffer.from([...bytes, Number(rest)])
}
