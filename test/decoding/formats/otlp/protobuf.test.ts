import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeProtobuf } from '../../../../src/decoding/formats/otlp/protobuf/decode.ts'
import {
  exportLogsServiceRequest,
  exportTraceServiceRequest,
} from '../../../../src/decoding/formats/otlp/protobuf/messages.ts'
import {
  attributesOf,
  chat,
  encodeProtobuf,
  eventsOf,
  logs,
  readParts,
  span,
  spanId,
  traceId,
  traces,
  varint,
} from '../../../support/otlp.ts'

const encoded = (request: object) => encodeProtobuf(request as never, exportTraceServiceRequest)
const decoded = (bytes: Buffer) => decodeProtobuf(bytes, 0, bytes.length, exportTraceServiceRequest)
const asTraces = 'otlp-protobuf-traces'

describe('a request in protobuf', () => {
  test('is the value of its JSON', () => {
    const values = { ...chat, small: 127, 'a.flag': true, 'a.number': 0.25, negative: -1 }
    const one = { ...span(1, values), status: { message: 'm', code: 1 }, kind: 3, parentSpanId: spanId(9) }
    const plain = JSON.parse(JSON.stringify(traces(one)), (key, value) =>
      key === 'intValue' ? Number(value) : value,
    )
    expect(decoded(encoded(traces(one)))).toEqual({
      ...plain,
      resourceSpans: [{ ...plain.resourceSpans[0], resource: {} }],
    })
  })

  test('bills as its JSON does', () => {
    const request = traces(span(1, chat), span(2, { 'http.method': 'GET' }))
    expect(readParts(encoded(request), undefined, asTraces)).toEqual(readParts(request))
    const old = { resourceSpans: [{ instrumentationLibrarySpans: [{ spans: [span(1, chat)] }] }] }
    expect(readParts(encoded(old), undefined, asTraces)).toEqual(readParts(old))
    const record = {
      timeUnixNano: '1737710446847371999',
      traceId,
      spanId: spanId(1),
      attributes: attributesOf(chat),
    }
    const bytes = encodeProtobuf(logs(record), exportLogsServiceRequest)
    expect(readParts(bytes, undefined, 'otlp-protobuf-logs')).toEqual(readParts(logs(record)))
  })

  test('has log records as OTLP before 0.15 has them, and maps in attributes', () => {
    const map = { kvlistValue: { values: attributesOf({ cache_read: 400 }) } }
    const record = {
      timeUnixNano: '1737710446847371999',
      traceId,
      spanId: spanId(1),
      attributes: [...attributesOf(chat), { key: 'gen_ai.usage.input_token_details', value: map }],
    }
    const old = { resourceLogs: [{ instrumentationLibraryLogs: [{ logRecords: [record] }] }] }
    const bytes = encodeProtobuf(old, exportLogsServiceRequest)
    const read = readParts(bytes, undefined, 'otlp-protobuf-logs')
    expect(read).toEqual(readParts(old))
    expect(read).toMatchObject([{ tokens: { input: 600, output: 300, cacheRead: 400 } }])
  })

  test('keeps integers that a double can’t hold, as text', () => {
    const values = [
      { key: 'n', value: { intValue: '9007199254740993' } },
      { key: 'm', value: { intValue: '-9007199254740993' } },
    ]
    const request = decoded(encoded(traces({ attributes: values }))) as never as ReturnType<typeof traces>
    expect(request.resourceSpans[0]!.scopeSpans[0]!.spans[0]).toEqual({ attributes: values })
  })

  test('skips fields that are not read, of every wire type', () => {
    const others = Buffer.concat([
      Buffer.concat([varint((77 << 3) | 0), varint(2n ** 63n)]),
      Buffer.concat([varint((78 << 3) | 1), Buffer.alloc(8)]),
      Buffer.concat([varint((79 << 3) | 2), varint(3), Buffer.from('abc')]),
      Buffer.concat([varint((80 << 3) | 5), Buffer.alloc(4)]),
    ])
    const request = traces(span(1, chat))
    expect(decoded(Buffer.concat([others, encoded(request), others]))).toEqual(decoded(encoded(request)))
  })

  test('has its refused span kept as JSON, which a replay reads', () => {
    const bad = span(1, { ...chat, 'gen_ai.usage.input_tokens': -5 })
    const [refused] = eventsOf(encoded(traces(bad)), undefined, asTraces)
    expect(refused).toMatchObject({ fault: { code: 'record.malformed' }, id: `${traceId}/${spanId(1)}` })
    expect(readParts(refused!.raw!)).toEqual(['record.malformed'])
  })
})

describe('bytes that are no such request are refused', () => {
  test.each([
    ['cut off', encoded(traces(span(1, chat))).subarray(0, -1)],
    ['of another wire type', Buffer.from([0x08, 1])],
    ['a length beyond the end', Buffer.from([0x0a, 0x7f])],
    ['a length that does not end', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a group', Buffer.from([0x7b])],
    ['text', Buffer.from('{"resourceSpans":[]}')],
  ])('%s', (_, bytes) => {
    const [event] = eventsOf(bytes, undefined, asTraces)
    expect(event).toMatchObject({ fault: { code: 'record.notProtobuf' } })
    expect(JSON.parse(event!.raw!)).toEqual({ base64: bytes.toString('base64') })
  })

  test('nested too deep', () => {
    let value: object = { stringValue: 'x' }
    for (let level = 0; level < 200; level++) value = { arrayValue: { values: [value] } }
    const bytes = encoded(traces({ attributes: [{ key: 'gen_ai.request.model', value }] }))
    expect(readParts(bytes, undefined, asTraces)).toEqual(['event.tooDeep'])
  })
})

test('a span whose other attributes can’t be decoded bills, and the bytes of its request are kept in its place', () => {
  const request = encoded(traces(span(1, { ...chat, other: 'abc' })))
  // The value of the attribute says that it is longer than its message.
  request[request.lastIndexOf('abc') - 1] = 0x70
  const [event] = eventsOf(request, undefined, asTraces)
  expect(event).toHaveProperty('event')
  expect(JSON.parse(event!.lateRaw!())).toEqual({ base64: request.toString('base64') })
})

test('any bytes have an answer', () => {
  const valid = encoded(traces(span(1, chat), span(2, chat)))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (changes) => {
        const bytes = Buffer.from(valid)
        for (const [at, byte] of changes) bytes[at] = byte
        expect(readParts(bytes, undefined, asTraces).length).toBeGreaterThan(0)
      },
    ),
  )
})
