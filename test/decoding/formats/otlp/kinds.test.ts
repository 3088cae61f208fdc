import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dialects } from '../../../../src/decoding/formats/otlp/dialects/index.ts'
import {
  chat,
  failed,
  inside,
  readParts,
  span,
  tokensOf,
  traces,
  type Values,
} from '../../../support/otlp.ts'

const { 'gen_ai.operation.name': _, ...plain } = chat
const of = (values: Values, rest: object = {}) => tokensOf(traces(span(1, values, rest)))[0]
const tokens = { input: 1000, output: 300 }

describe('inference without gen_ai.operation.name is found', () => {
  test.each<[string, Values]>([
    [
      'LiveKit',
      {
        'gen_ai.request.model': 'openai/gpt-5-mini',
        'gen_ai.usage.input_tokens': 1000,
        'gen_ai.usage.output_tokens': 300,
      },
    ],
    [
      'LiteLLM',
      {
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.system': 'openai',
        'llm.usage.total_tokens': 1300,
        'gen_ai.usage.completion_tokens': 300,
        'gen_ai.usage.prompt_tokens': 1000,
      },
    ],
    [
      'vLLM',
      {
        'gen_ai.response.model': 'gpt-5-mini',
        'gen_ai.usage.prompt_tokens': 1000,
        'gen_ai.usage.completion_tokens': 300,
      },
    ],
    ['OpenLLMetry', { ...plain, 'llm.request.type': 'chat', 'llm.usage.total_tokens': 1300 }],
    [
      'OpenLLMetry before the conventions',
      {
        'llm.request.model': 'gpt-4',
        'llm.vendor': 'OpenAI',
        'llm.request.type': 'chat',
        'llm.usage.prompt_tokens': 1000,
        'llm.usage.completion_tokens': 300,
        'llm.usage.total_tokens': 1300,
      },
    ],
    [
      'OpenInference',
      {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-5-mini',
        'llm.token_count.prompt': 1000,
        'llm.token_count.completion': 300,
        'llm.token_count.total': 1300,
      },
    ],
    [
      'Vercel AI SDK 5',
      {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.id': 'gpt-5-mini',
        'ai.model.provider': 'openai.responses',
        'ai.usage.inputTokens': 1000,
        'ai.usage.outputTokens': 300,
        'ai.usage.totalTokens': 1300,
      },
    ],
    [
      'Vercel AI SDK 4',
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.model.id': 'gpt-4',
        'ai.usage.promptTokens': 1000,
        'ai.usage.completionTokens': 300,
      },
    ],
    [
      'Langfuse',
      {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.model.name': 'gpt-5-mini',
        'langfuse.observation.usage_details': '{"input":1000,"output":300,"total":1300}',
      },
    ],
  ])('%s', (_name, values) => {
    expect(of(values)).toEqual(tokens)
  })

  test('Claude Code, whose input leaves out the cached tokens', () => {
    const values = {
      model: 'claude-sonnet-4-5',
      input_tokens: 10,
      output_tokens: 300,
      cache_read_tokens: 5000,
      cache_creation_tokens: 70,
    }
    expect(of(values, { name: 'claude_code.llm_request' })).toEqual({
      input: 10,
      output: 300,
      cacheRead: 5000,
      cacheWrite: 70,
    })
    expect(of(values)).toBe('skipped: span of another kind')
  })
})

test('the classes of cached tokens have all their names', () => {
  const read = { 'gen_ai.usage.cache_read.input_tokens': 400 }
  const classes = { input: 580, output: 300, cacheRead: 400, cacheWrite: 20 }
  for (const write of [
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  ])
    expect(of({ ...chat, ...read, [write]: 20 }), write).toEqual(classes)
  expect(
    of({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'm',
      'llm.token_count.prompt': 1000,
      'llm.token_count.completion': 300,
      'llm.token_count.prompt_details.cache_read': 400,
      'llm.token_count.prompt_details.cache_write': 20,
    }),
  ).toEqual(classes)
})

test('cached tokens that two dialects state on one span count once', () => {
  const values = {
    ...plain,
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.usage.inputTokens': 1000,
    'ai.usage.outputTokens': 300,
    'ai.usage.cachedInputTokens': 400,
    'ai.usage.inputTokenDetails.noCacheTokens': 600,
    'ai.usage.inputTokenDetails.cacheReadTokens': 400,
    'ai.usage.reasoningTokens': 90,
  }
  expect(of(values)).toEqual({ input: 600, output: 300, cacheRead: 400 })
})

test('what is no inference has its own reason', () => {
  const reasons: readonly (readonly [Values, string])[] = [
    [{ 'gen_ai.operation.name': 'invoke_agent', ...plain }, 'invoke_agent span'],
    [{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 't' }, 'execute_tool span'],
    [{ 'gen_ai.operation.name': 'retrieval' }, 'retrieval span'],
    [{ 'openinference.span.kind': 'AGENT', 'llm.token_count.prompt': 5 }, 'agent span'],
    [{ 'openinference.span.kind': 'RETRIEVER' }, 'retriever span'],
    [{ 'openinference.span.kind': 'TOOL' }, 'tool span'],
    [{ 'openinference.span.kind': 'CHAIN', ...plain }, 'chain span'],
    [{ 'traceloop.span.kind': 'workflow' }, 'workflow span'],
    [{ 'langfuse.observation.type': 'tool' }, 'tool span'],
    [
      { 'ai.operationId': 'ai.generateText', 'ai.model.id': 'm', 'ai.usage.inputTokens': 1 },
      'ai.generateText span',
    ],
    [{ 'ai.operationId': 'ai.toolCall' }, 'tool span'],
    [{ 'http.request.method': 'POST' }, 'HTTP span'],
    [{ 'db.system': 'postgresql' }, 'database span'],
    [{ 'rpc.system': 'grpc' }, 'RPC span'],
    [{ 'messaging.system': 'kafka' }, 'messaging span'],
    [{ 'gen_ai.usage.input_tokens': 5 }, 'span with token counts and no model'],
    [{ other: 1 }, 'span of another kind'],
  ]
  for (const [values, reason] of reasons) expect(of(values), reason).toBe(`skipped: ${reason}`)
})

test('an operation that is not known is refused where it has tokens, and the mapping says what it is', () => {
  const values = { ...plain, 'gen_ai.operation.name': 'summarise' }
  const record = traces(span(1, values))
  expect(readParts(record)).toEqual(['record.unknownOperation'])
  expect(tokensOf(record, { operations: { summarise: 'inference' } })).toEqual([tokens])
  expect(readParts(record, { operations: { summarise: 'skip' } })).toEqual(['skipped: summarise span'])
  expect(of({ 'gen_ai.operation.name': 'summarise' })).toBe('skipped: summarise span')
})

test('a failed call bills nothing', () => {
  expect(of({ ...chat, 'error.type': '429' })).toBe('skipped: failed call')
  expect(of(chat, failed)).toBe('skipped: failed call')
  expect(of(chat, { status: { code: 'STATUS_CODE_ERROR' } })).toBe('skipped: failed call')
})

test('a failed call with token counts bills where the mapping says so', () => {
  const count = { failedCalls: 'count' }
  const { 'gen_ai.usage.input_tokens': _i, 'gen_ai.usage.output_tokens': _o, ...bare } = chat
  expect(tokensOf(traces(span(1, chat, failed)), count)).toEqual([tokens])
  expect(tokensOf(traces(span(1, { ...bare, 'error.type': '429' })), count)).toEqual(['skipped: failed call'])
  const row = { request_id: 'r', status: 'failure', startTime: '2026-01-01T00:00:00Z', model: 'm' }
  const used = { ...row, prompt_tokens: 1000, completion_tokens: 300, total_tokens: 1300 }
  expect(tokensOf(used, count, 'litellm')).toEqual([tokens])
  expect(tokensOf(used, {}, 'litellm')).toEqual(['skipped: failed call'])
  expect(tokensOf(row, count, 'litellm')).toEqual(['skipped: failed call'])
  const generation = {
    id: 'g',
    type: 'GENERATION',
    startTime: '2026-01-01T00:00:00Z',
    model: 'm',
    level: 'ERROR',
  }
  const usageDetails = { input: 1000, output: 300 }
  expect(tokensOf({ ...generation, usageDetails }, count, 'langfuse')).toEqual([tokens])
  expect(tokensOf({ ...generation, usageDetails }, {}, 'langfuse')).toEqual(['skipped: failed call'])
  expect(tokensOf(generation, count, 'langfuse')).toEqual(['skipped: failed call'])
})

describe('of nested spans', () => {
  const results = (...spans: object[]) =>
    readParts(traces(...spans)).map((part) => (typeof part === 'string' ? part : part.id.slice(-1)))

  test('of one call the inner one bills, whatever lies between', () => {
    const http = span(2, { 'http.method': 'POST' }, inside(1))
    expect(results(span(1, chat), http, span(3, chat, inside(2)))).toEqual([
      'skipped: span around another inference',
      'skipped: HTTP span',
      '3',
    ])
  })

  test('of two models both bill', () => {
    const other = { ...chat, 'gen_ai.request.model': 'claude-sonnet-4-5' }
    expect(results(span(1, chat), span(2, other, inside(1)))).toEqual(['1', '2'])
  })

  test.each([
    ['gpt-5-mini', 'gpt-5-mini-2025-08-07'],
    ['openai/gpt-5-mini', 'gpt-5-mini'],
    ['bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
  ])('%s and %s are one model', (outer, inner) => {
    const named = (model: string) => ({ ...chat, 'gen_ai.request.model': model })
    expect(results(span(1, named(outer)), span(2, named(inner), inside(1)))).toEqual([
      'skipped: span around another inference',
      '2',
    ])
  })

  test('an alias that the mapping has, and one that gave the same answer, are one model', () => {
    const outer = { ...chat, 'gen_ai.request.model': 'fast' }
    const record = traces(span(1, outer), span(2, chat, inside(1)))
    const models = { fast: 'model:openai/gpt-5-mini', 'gpt-5-mini': 'model:openai/gpt-5-mini' }
    expect(readParts(record, { models })[0]).toBe('skipped: span around another inference')
    const answer = { 'gen_ai.response.id': 'r' }
    expect(results(span(1, { ...outer, ...answer }), span(2, { ...chat, ...answer }, inside(1)))[0]).toBe(
      'skipped: span around another inference',
    )
  })

  test('failed attempts inside do not hide the one that succeeded', () => {
    const attempt = { ...chat, 'error.type': '429' }
    expect(results(span(2, attempt, { ...inside(1), ...failed }), span(1, chat))).toEqual([
      'skipped: failed call',
      '1',
    ])
  })

  test('one without token counts hides none, and is none of its own', () => {
    const { 'gen_ai.usage.input_tokens': _i, 'gen_ai.usage.output_tokens': _o, ...bare } = chat
    expect(results(span(1, chat), span(2, bare, inside(1)))).toEqual([
      '1',
      'skipped: span inside another inference',
    ])
    expect(results(span(1, bare), span(2, chat, inside(1)))).toEqual([
      'skipped: span around another inference',
      '2',
    ])
    const zeros = { ...chat, 'gen_ai.usage.input_tokens': 0, 'gen_ai.usage.output_tokens': 0 }
    expect(results(span(1, chat), span(2, zeros, inside(1)))).toEqual([
      '1',
      'skipped: span inside another inference',
    ])
  })

  test('a circle ends', () => {
    expect(results(span(1, chat, inside(2)), span(2, chat, inside(1)))).toHaveLength(2)
  })
})

test('each dialect is in the documentation, with its versions and source', () => {
  const page = readFileSync(new URL('../../../../docs/ingestion.md', import.meta.url), 'utf8')
  for (const { name, versions, source } of dialects) {
    expect(page).toContain(`| [${name}](${source}) | ${versions} |`)
  }
})
