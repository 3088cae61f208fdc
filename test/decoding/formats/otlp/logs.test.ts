import { describe, expect, test } from 'vitest'
import { attributesOf, chat, logs, readParts, spanId, traceId, type Values } from '../../../support/otlp.ts'

const record = (values: Values, rest: object = {}) => ({
  timeUnixNano: '1737710446847371999',
  attributes: attributesOf(values),
  ...rest,
})
const of = (values: Values, rest?: object) => readParts(logs(record(values, rest)))[0]
const details = { eventName: 'gen_ai.client.inference.operation.details' }

test('an event with the usage of a call bills, under the identity of its span', () => {
  const ids = { traceId, spanId: spanId(1) }
  const call = {
    id: `${traceId}/${spanId(1)}`,
    time: '2025-01-24T09:20:46.847371Z',
    asset: 'model:openai/gpt-5-mini',
    tokens: { input: 1000, output: 300 },
  }
  expect(of(chat, { ...ids, ...details })).toEqual(call)
  expect(of({ ...chat, 'event.name': details.eventName }, ids)).toEqual(call)
  expect(
    of(chat, { ...ids, ...details, timeUnixNano: '0', observedTimeUnixNano: '1737710446847371999' }),
  ).toEqual(call)
})

test('without a span it has the id of the answer, and without one it is incomplete', () => {
  expect(of({ ...chat, 'gen_ai.response.id': 'r' }, details)).toMatchObject({ id: 'r' })
  expect(of(chat, details)).toBe('record.incomplete')
})

test('the calls of Claude Code within one span are apart', () => {
  const values = {
    model: 'claude-sonnet-4-5',
    input_tokens: 10,
    output_tokens: 5,
    cache_read_tokens: 900,
    cost_usd: 0.01,
  }
  const sent = (sequence: number) => ({
    ...values,
    'session.id': 's',
    'event.sequence': sequence,
    'event.name': 'api_request',
  })
  const body = { body: { stringValue: 'claude_code.api_request' }, traceId, spanId: spanId(1) }
  expect(of(sent(1), body)).toMatchObject({ id: 's/1', tokens: { input: 10, output: 5, cacheRead: 900 } })
  expect(of(sent(2), body)).toMatchObject({ id: 's/2' })
  expect(of({ ...sent(3), request_id: 'req_1' }, body)).toMatchObject({ id: 'req_1' })
})

test('other log records bill nothing, each under its reason', () => {
  expect(of({ a: 1 })).toBe('skipped: log record')
  expect(of({}, { eventName: 'gen_ai.user.message' })).toBe('skipped: GenAI log event without token counts')
  const { 'gen_ai.request.model': _, ...bare } = chat
  expect(of(bare, details)).toBe('skipped: log event without a model')
  expect(of({ ...chat, 'error.type': 'timeout' }, details)).toBe('skipped: failed call')
  expect(of({ ...chat, 'gen_ai.operation.name': 'invoke_agent' }, details)).toBe(
    'skipped: invoke_agent log event',
  )
})

describe('events of command lines', () => {
  test('of Codex: the input has the cached tokens, and its tool tokens are the total', () => {
    const sent = {
      'event.name': 'codex.sse_event',
      'event.kind': 'response.completed',
      'conversation.id': 'c',
      model: 'gpt-5.1',
      input_token_count: 100,
      cached_token_count: 40,
      cache_write_token_count: 20,
      output_token_count: 10,
      reasoning_token_count: 5,
      tool_token_count: 110,
    }
    // 100 in, of which 40 were read and 20 written: 40 are neither.
    const tokens = { input: 40, output: 10, cacheRead: 40, cacheWrite: 20 }
    expect(of({ ...sent, 'event.timestamp': '2026-03-01T10:00:00.000Z' })).toMatchObject({
      id: 'c/2026-03-01T10:00:00.000Z',
      tokens,
    })
    expect(of(sent)).toMatchObject({ id: 'c/1737710446847371999', tokens })
    expect(of({ 'event.name': 'codex.sse_event', model: 'gpt-5.1' })).toBe('skipped: log record')
    expect(of({ ...sent, 'event.name': 'codex.turn_cost' })).toBe('skipped: log record')
  })

  test.each(['gemini_cli.api_response', 'qwen-code.api_response'])(
    'of %s: the output lacks the thoughts',
    (name) => {
      const sent = {
        'event.name': name,
        'event.timestamp': '2026-10-05T09:30:00.000Z',
        'session.id': 's',
        model: 'gemini-2.5-pro',
        input_token_count: 12_000,
        output_token_count: 350,
        cached_content_token_count: 8_000,
        thoughts_token_count: 420,
        tool_token_count: 0,
        total_token_count: 12_770,
      }
      // 4,000 + 8,000 in and 350 + 420 out are 12,770.
      expect(of(sent)).toMatchObject({ tokens: { input: 4_000, cacheRead: 8_000, output: 770 } })
    },
  )

  test('of Gemini CLI by the conventions repeat the other', () => {
    const again = { ...chat, 'installation.id': 'i', 'session.id': 's' }
    expect(of(again, { ...details, traceId, spanId: spanId(1) })).toBe('skipped: event that repeats another')
  })
})

test('an event with ids of zeros belongs to no span', () => {
  const zeros = { traceId: '0'.repeat(32), spanId: '0'.repeat(16) }
  expect(of({ ...chat, 'gen_ai.response.id': 'r' }, { ...details, ...zeros })).toMatchObject({ id: 'r' })
  expect(of(chat, { ...details, ...zeros })).toBe('record.incomplete')
})
