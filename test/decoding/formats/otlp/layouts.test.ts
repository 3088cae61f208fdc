import { describe, expect, test } from 'vitest'
import {
  attributesOf,
  chat,
  eventsOf,
  inside,
  logs,
  readParts,
  span,
  spanId,
  traceId,
  traces,
} from '../../../support/otlp.ts'

const call = {
  id: `${traceId}/${spanId(1)}`,
  time: '2025-01-24T09:20:46.847371Z',
  asset: 'model:openai/gpt-5-mini',
  tokens: { input: 1000, output: 300 },
}
const one = span(1, chat)
const scope = { name: 'x' }

describe('a span is found', () => {
  test.each([
    ['of today', traces(one)],
    [
      'of OTLP before 0.15',
      { resourceSpans: [{ instrumentationLibrarySpans: [{ instrumentationLibrary: scope, spans: [one] }] }] },
    ],
    ['in the names of protobuf', { resource_spans: [{ scope_spans: [{ spans: [one] }] }] }],
    ['in old names of protobuf', { resource_spans: [{ instrumentation_library_spans: [{ spans: [one] }] }] }],
    ['of Tempo', { batches: [{ scopeSpans: [{ spans: [one] }] }] }],
    ['of Tempo’s second API', { trace: { resourceSpans: [{ scopeSpans: [{ spans: [one] }] }] } }],
    ['without a request around it', { resource: {}, scopeSpans: [{ scope, spans: [one] }] }],
    ['in a list', { spans: [one] }],
    ['alone', one],
    ['in an array', [one]],
    ['of a list of requests', [traces(one)]],
    ['of Jaeger’s API', { result: traces(one) }],
    ['of Phoenix’s API', { data: [one], next_cursor: null }],
  ])('in the layout %s', (_, record) => {
    expect(readParts(record)).toEqual([call])
  })

  test('with the field names of protobuf', () => {
    const { attributes: _, ...rest } = one
    const record = {
      trace_id: rest.traceId,
      span_id: rest.spanId,
      start_time_unix_nano: rest.startTimeUnixNano,
      attributes: [
        { key: 'gen_ai.operation.name', value: { string_value: 'chat' } },
        { key: 'gen_ai.system', value: { string_value: 'openai' } },
        { key: 'gen_ai.request.model', value: { string_value: 'gpt-5-mini' } },
        { key: 'gen_ai.usage.input_tokens', value: { int_value: 1000 } },
        { key: 'gen_ai.usage.output_tokens', value: { int_value: '300' } },
      ],
    }
    expect(readParts({ resource_spans: [{ scope_spans: [{ spans: [record] }] }] })).toEqual([call])
  })

  test('as the SDK for Python writes it', () => {
    const record = {
      name: 'chat',
      context: { trace_id: `0x${traceId}`, span_id: `0x${spanId(1)}`, trace_state: '[]' },
      parent_id: null,
      start_time: '2025-01-24T09:20:46.847371Z',
      status: { status_code: 'UNSET' },
      attributes: chat,
    }
    expect(readParts(record)).toEqual([call])
    expect(readParts({ ...record, status: { status_code: 'ERROR' } })).toEqual(['skipped: failed call'])
  })

  test('with ids in base64, as the general JSON of protobuf has them', () => {
    const base64 = (id: string) => Buffer.from(id, 'hex').toString('base64')
    const record = { ...one, traceId: base64(traceId), spanId: base64(spanId(1)) }
    expect(readParts(traces(record))).toEqual([call])
  })
})

test('a span as the SDK for Go writes it', () => {
  const record = {
    Name: 'chat',
    SpanContext: { TraceID: traceId, SpanID: spanId(1), TraceFlags: '01' },
    Parent: { TraceID: traceId, SpanID: '0000000000000000' },
    StartTime: '2025-01-24T09:20:46.847371Z',
    Attributes: Object.entries(chat).map(([Key, value]) => ({
      Key,
      Value: { Type: typeof value === 'number' ? 'INT64' : 'STRING', Value: value },
    })),
    Status: { Code: 'Unset', Description: '' },
  }
  expect(readParts(record)).toEqual([call])
  expect(readParts({ ...record, Status: { Code: 'Error' } })).toEqual(['skipped: failed call'])
})

test('a span of OTLP before 0.5, with each value beside its key and a status of gRPC', () => {
  const attributes = Object.entries(chat).map(([key, value]) =>
    typeof value === 'number' ? { key, type: 'INT', intValue: value } : { key, stringValue: value },
  )
  expect(readParts(traces({ ...one, attributes }))).toEqual([call])
  const failed = { ...one, attributes, status: { deprecatedCode: 14 } }
  expect(readParts(traces(failed))).toEqual(['skipped: failed call'])
})

describe('the ids of a span', () => {
  test('are the same in capitals', () => {
    const capitals = { ...one, traceId: traceId.toUpperCase(), spanId: 'ABCDEF0123456789' }
    expect(readParts(traces(capitals))).toMatchObject([{ id: `${traceId}/abcdef0123456789` }])
  })

  test('are missing where they are zeros', () => {
    expect(readParts(traces({ ...one, traceId: '0'.repeat(32) }))).toEqual(['record.incomplete'])
  })
})

test('a span that begins at 0 has no time', () => {
  expect(readParts(traces({ ...one, startTimeUnixNano: '0' }))).toEqual(['record.incomplete'])
})

describe('a record without spans is reported', () => {
  test.each([
    ['an empty request', { resourceSpans: [] }, 'skipped: request without spans'],
    [
      'an empty resource',
      { resourceSpans: [{ resource: {}, scopeSpans: null }] },
      'skipped: request without spans',
    ],
    ['metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm' }] }] }] }, 'skipped: metric'],
    ['logs', logs({ body: { stringValue: 'x' } }), 'skipped: log record'],
    [
      'an unknown list',
      { resourceSpans: [{ resource: {}, ilSpans: [{ spans: [one] }] }] },
      'record.malformed',
    ],
    ['something else', { hello: 1 }, 'record.malformed'],
    ['a list of something else', { spans: [{ hello: 1 }] }, 'record.malformed'],
    ['a list that is none', { resourceSpans: [{ scopeSpans: 'x' }] }, 'record.malformed'],
  ])('%s', (_, record, told) => {
    expect(readParts(record)).toEqual([told])
  })

  test('with the fields that it has', () => {
    const [event] = eventsOf({ resourceSpans: [{ ilSpans: [] }] })
    expect(event).toMatchObject({ fault: { message: expect.stringContaining('"ilSpans"') } })
  })
})

test('the refused part of a record is kept alone, in the layout in which it came', () => {
  const bad = { ...span(2, chat), startTimeUnixNano: 'x' }
  const record = { resource_spans: [{ resource: { a: 1 }, scope_spans: [{ scope, spans: [one, bad] }] }] }
  const [, refused] = eventsOf(record)
  expect(JSON.parse(refused!.raw!)).toEqual({
    resource_spans: [{ resource: { a: 1 }, scope_spans: [{ scope, spans: [bad] }] }],
  })
  expect(eventsOf(traces(bad))[0]!.raw).toBeUndefined()
})

test('spans of several traces in one record are apart', () => {
  const other = { ...span(1, chat), traceId: 'f'.repeat(32) }
  const nested = { ...span(2, chat, inside(1)), traceId: 'e'.repeat(32) }
  expect(readParts(traces(one, other, nested)).map((part) => typeof part)).toEqual([
    'object',
    'object',
    'object',
  ])
})

test('an attribute that is a list or a map says nothing', () => {
  const values = [...attributesOf(chat), { key: 'gen_ai.response.id', value: { arrayValue: { values: [] } } }]
  expect(readParts(traces({ ...one, attributes: values }))).toEqual([call])
})
