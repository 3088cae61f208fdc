import { describe, expect, test } from 'vitest'
import { createFormat } from '../../../src/decoding/formats/index.ts'
import type { MappedEvent } from '../../../src/decoding/formats/mapped.ts'
import { settleAlone } from '../../../src/decoding/formats/traces/settle.ts'
import { parseWrittenJson } from '../../../src/decoding/records/json.ts'
import type { InputFormat } from '../../../src/service/headwater.ts'
import { hasShared, readShared } from '../../support/shared.ts'

type Data = { readonly [name: string]: unknown }
type Event = { readonly source: string; readonly id: string; readonly time: string; readonly data: Data }

/** The events of a record without fields that are left out, or `skipped`, or the code of a fault. */
function read(format: InputFormat, record: unknown, mapping?: unknown): unknown[] {
  const bytes = Buffer.from(typeof record === 'string' ? record : JSON.stringify(record))
  const { read: reader, end } = createFormat(format, mapping)
  let events: readonly MappedEvent[]
  try {
    events = settleAlone([...reader!(parseWrittenJson(bytes, 0, bytes.length), 1), ...(end?.() ?? [])])
  } catch (error) {
    return [(error as { code: string }).code]
  }
  return events.map((event) => {
    if ('skipped' in event) return `skipped: ${event.skipped}`
    if ('fault' in event) return event.fault.code
    return JSON.parse(JSON.stringify(event.event))
  })
}

const one = (...parameters: Parameters<typeof read>) => read(...parameters)[0] as Event

const litellm = {
  id: 'chatcmpl-1',
  status: 'success',
  custom_llm_provider: 'openai',
  startTime: '2025-01-24 09:20:46.847371',
  model: 'gpt-4o',
  prompt_tokens: 10,
  completion_tokens: 20,
}

describe('LiteLLM', () => {
  test('a logging payload is a call of its provider’s model, priced by the rate card', () => {
    expect(
      read('litellm', {
        ...litellm,
        response_cost: 0.1,
        trace_id: 't',
        end_user: 'u',
        response: { id: 'p' },
      }),
    ).toEqual([
      {
        specversion: '1.0',
        type: 'io.headwater.call.metered',
        source: 'litellm',
        id: 'chatcmpl-1',
        time: '2025-01-24T09:20:46.847371Z',
        data: {
          asset: 'model:openai/gpt-4o',
          tokens: { input: 10, output: 20 },
          caller: 'u',
          traceId: 't',
          providerCallId: 'p',
        },
      },
    ])
  })

  test('cached tokens are subtracted from the prompt’s', () => {
    const usage = { prompt_tokens_details: { cached_tokens: 6 }, cache_creation_input_tokens: 1 }
    expect(one('litellm', { ...litellm, response: { usage } }).data.tokens).toEqual({
      input: 3,
      output: 20,
      cacheRead: 6,
      cacheWrite: 1,
    })
    expect(read('litellm', { ...litellm, prompt_tokens: 5, response: { usage } })).toEqual([
      'record.inconsistent',
    ])
  })

  test('a row of the spend logs has its objects as text', () => {
    const { id, ...rest } = litellm
    const metadata = JSON.stringify({ usage_object: { prompt_tokens_details: { cached_tokens: 4 } } })
    const row = {
      ...rest,
      request_id: 'r',
      metadata,
      response: '{}',
      spend: 0.5,
      api_key: 'hash',
      session_id: 's',
    }
    expect(one('litellm', row)).toMatchObject({
      id: 'r',
      data: { tokens: { input: 6, cacheRead: 4 }, caller: 'hash', traceId: 's' },
    })
  })

  test('times without a zone are in the zone of the mapping', () => {
    const at = (timezone: string, startTime: string) =>
      one('litellm', { ...litellm, startTime }, { timezone }).time
    expect(at('Europe/Berlin', '2025-01-24 09:20:46.5')).toBe('2025-01-24T09:20:46.5+01:00')
    expect(at('Europe/Berlin', '2025-07-24 09:20:46')).toBe('2025-07-24T09:20:46+02:00')
    expect(at('-03:30', '2025-07-24 09:20:46')).toBe('2025-07-24T09:20:46-03:30')
    // At 03:00 the clocks went back: 02:30 occurred twice, and the first is taken. At 02:00 they went forward: 02:30 did not
    // occur.
    expect(at('Europe/Berlin', '2025-10-26 02:30:00')).toBe('2025-10-26T02:30:00+02:00')
    expect(at('Europe/Berlin', '2025-03-30 02:30:00')).toBe('2025-03-30T02:30:00+01:00')
    expect(at('Europe/Berlin', '2025-07-24T09:20:46Z')).toBe('2025-07-24T09:20:46Z')
    expect(
      one('litellm', '{"id":"x","model":"m","prompt_tokens":1,"startTime":1737710446.847371}').time,
    ).toBe('2025-01-24T09:20:46.847371Z')
  })

  test('a declared cost keeps every digit', () => {
    const text = JSON.stringify(litellm).replace('}', ',"response_cost":0.00022500000000000002}')
    const declared = { amountFrom: 'declared' }
    expect(one('litellm', text, declared).data).toMatchObject({
      amount: '0.00022500000000000002',
      currency: 'USD',
    })
    const small = text.replace('0.00022500000000000002', '5.4999999999999995e-05')
    expect(one('litellm', small, declared).data.amount).toBe('0.000054999999999999995')
    expect(one('litellm', small, { ...declared, amountDigits: 12, currency: 'USDC' }).data).toMatchObject({
      amount: '0.000055',
      currency: 'USDC',
    })
    expect(read('litellm', small.replace('5.4', '-5.4'), declared)).toEqual(['record.malformed'])
    expect(one('litellm', small).data.amount).toBeUndefined()
  })

  test('failed calls and answers from the cache bill nothing', () => {
    expect(read('litellm', { ...litellm, status: 'failure' })).toEqual(['skipped: failed call'])
    expect(read('litellm', { ...litellm, cache_hit: 'True' })).toEqual(['skipped: answer from the cache'])
    expect(one('litellm', { ...litellm, cache_hit: true }, { cacheHits: 'count' }).id).toBe('chatcmpl-1')
    expect(one('litellm', { ...litellm, cache_hit: 'None' }).id).toBe('chatcmpl-1')
  })

  test('without an id or a time is incomplete', () => {
    expect(read('litellm', { ...litellm, id: undefined })).toEqual(['record.incomplete'])
    expect(read('litellm', { ...litellm, startTime: null })).toEqual(['record.incomplete'])
    expect(read('litellm', { ...litellm, startTime: 'now' })).toEqual(['record.malformed'])
    expect(read('litellm', { ...litellm, prompt_tokens: -1 })).toEqual(['record.malformed'])
    expect(read('litellm', 'null')).toEqual(['record.malformed'])
  })
})

describe('LiteLLM: what makes no inference', () => {
  test.each([
    ['aget_responses', 'look-up of a stored response (aget_responses)'],
    ['alist_input_items', 'look-up of a stored response (alist_input_items)'],
    ['_aget_responses', 'look-up of a stored response (_aget_responses)'],
    ['acreate_batch', 'batch under way (acreate_batch)'],
    ['afile_content', 'file or job of a provider (afile_content)'],
    ['amoderation', 'moderation (amoderation)'],
    ['call_mcp_tool', 'tool call (call_mcp_tool)'],
    ['avector_store_search', 'vector store (avector_store_search)'],
    ['a_add_message', 'assistant or thread (a_add_message)'],
    ['avideo_retrieve', 'look-up of a video (avideo_retrieve)'],
    ['alist_evals', 'look-up (alist_evals)'],
  ])('a call of type %s bills nothing, though it repeats the tokens', (call_type, reason) => {
    expect(read('litellm', { ...litellm, call_type })).toEqual([`skipped: ${reason}`])
  })

  test.each([
    'acompletion',
    'anthropic_messages',
    'aresponses',
    'aembedding',
    'pass_through_endpoint',
    'arerank',
    'new',
  ])('a call of type %s bills', (call_type) => {
    expect(one('litellm', { ...litellm, call_type }).id).toBe('chatcmpl-1')
  })

  test('is a rule of the mapping where it names the type', () => {
    const callTypes = { aget_responses: 'bill', acompletion: 'skip' }
    expect(one('litellm', { ...litellm, call_type: 'aget_responses' }, { callTypes }).id).toBe('chatcmpl-1')
    expect(read('litellm', { ...litellm, call_type: 'acompletion' }, { callTypes })).toEqual([
      'skipped: acompletion call, by the mapping',
    ])
  })

  test('a batch bills once, when a poll finds it finished', () => {
    const poll = { ...litellm, call_type: 'aretrieve_batch', trace_id: 't1' }
    const none = { prompt_tokens: 0, completion_tokens: 0 }
    const under = ['skipped: batch under way (aretrieve_batch)']
    expect(read('litellm', { ...poll, ...none, response: { id: 'batch_1', status: 'in_progress' } })).toEqual(
      under,
    )
    expect(read('litellm', { ...poll, response: { id: 'batch_1', status: 'in_progress' } })).toEqual(under)
    const response = { id: 'batch_1', status: 'completed', completed_at: 1737710446 }
    const finished = one('litellm', { ...poll, response })
    expect(finished).toMatchObject({ id: 'batch_1', time: '2025-01-24T09:20:46.000000Z' })
    const later = { ...poll, id: 'chatcmpl-2', startTime: '2025-01-25 09:20:46', trace_id: 't2', response }
    expect(one('litellm', later)).toEqual(finished)
  })

  test('a failure may be told by the metadata alone', () => {
    expect(read('litellm', { ...litellm, status: null, metadata: '{"status":"failure"}' })).toEqual([
      'skipped: failed call',
    ])
  })
})

describe('a record without a usable count', () => {
  const none = { ...litellm, prompt_tokens: 0, completion_tokens: 0 }

  test('is refused, not priced at 0', () => {
    expect(read('litellm', none)).toEqual(['record.unpriced'])
    expect(read('openrouter', { id: 'g', created_at: '2025-01-01T00:00:00Z', model: 'a/b' })).toEqual([
      'record.unpriced',
    ])
    const generation = { type: 'GENERATION', id: 'g', startTime: '2025-01-01T00:00:00Z', model: 'm' }
    expect(read('langfuse', { ...generation, usageDetails: {}, usage: { input: 0 } })).toEqual([
      'record.unpriced',
    ])
    expect(one('langfuse', { ...generation, usageDetails: {}, usage: { input: 5 } }).data.tokens).toEqual({
      input: 5,
    })
  })

  test('counts where the mapping says so, or where it declares its cost', () => {
    expect(one('litellm', none, { withoutTokens: 'count' }).data.asset).toBe('model:openai/gpt-4o')
    const declared = { ...none, response_cost: 0.25 }
    expect(one('litellm', declared, { amountFrom: 'declared' }).data.amount).toBe('0.25')
    expect(read('litellm', declared)).toEqual(['record.unpriced'])
  })
})

describe('a declared cost', () => {
  const declared = { amountFrom: 'declared' }

  test('that is missing is refused, or the rate prices the call where the mapping says so', () => {
    expect(read('litellm', { ...litellm, response_cost: null }, declared)).toEqual(['record.unpriced'])
    expect(one('litellm', litellm, { amountFrom: 'declared-or-rate' }).data.amount).toBeUndefined()
    const both = { ...litellm, response_cost: 0.5 }
    expect(one('litellm', both, { amountFrom: 'declared-or-rate' }).data.amount).toBe('0.5')
  })

  test('of OpenLIT’s spans is read, and one that is missing is named', () => {
    const declaredSpan = request(span('s1', { ...chat, 'gen_ai.usage.cost': '0.012' }))
    expect(one('otlp', declaredSpan, declared).data.amount).toBe('0.012')
    const [event] = createFormat('otlp', declared).read!(request(span('s1', chat)), 1)
    expect(event).toMatchObject({
      fault: { code: 'record.unpriced', path: '/attributes/gen_ai.usage.cost.amount' },
    })
  })

  test('of 0 does not hide another', () => {
    const metadata = { cost_breakdown: { total_cost: 0.125 } }
    expect(one('litellm', { ...litellm, spend: 0, metadata }, declared).data.amount).toBe('0.125')
    const generation = {
      type: 'GENERATION',
      id: 'g',
      startTime: '2025-01-01T00:00:00Z',
      model: 'm',
      usageDetails: { input: 1 },
    }
    const parts = { ...generation, costDetails: { input: 0.1, output: 0.2 }, calculatedTotalCost: 0 }
    expect(one('langfuse', parts, declared).data.amount).toBe('0.3')
    expect(
      one('langfuse', { ...generation, costDetails: {}, calculatedTotalCost: 0 }, declared).data.amount,
    ).toBe('0')
    expect(read('langfuse', { ...generation, costDetails: {} }, declared)).toEqual(['record.unpriced'])
  })

  test('of a call with the caller’s own key is what the mapping says', () => {
    const record = {
      id: 'g',
      created_at: '2025-01-01T00:00:00Z',
      model: 'a/b',
      native_tokens_prompt: 1,
      total_cost: 0.001,
      upstream_inference_cost: 0.02,
      is_byok: true,
    }
    const amount = (cost?: string, rest: object = {}) => {
      const [event] = read('openrouter', { ...record, ...rest }, { ...declared, ...(cost && { cost }) })
      return typeof event === 'string' ? event : (event as Event).data.amount
    }
    expect(amount()).toBe('record.unpriced')
    expect(amount('total')).toBe('0.001')
    expect(amount('upstream')).toBe('0.02')
    expect(amount('both')).toBe('0.021')
    expect(amount('upstream', { upstream_inference_cost: null })).toBe('record.unpriced')
    expect(amount('upstream', { is_byok: false, upstream_inference_cost: 0 })).toBe('0.001')
    expect(amount(undefined, { is_byok: false, upstream_inference_cost: null })).toBe('0.001')
  })
})

describe('a mapping of usage', () => {
  const usage = { prompt_tokens_details: { cached_tokens: 4 } }

  test('fixes by provider whether the input includes the cached tokens', () => {
    const inputIncludesCache = { vertex_ai: false, '*': true }
    const input = (custom_llm_provider: string) =>
      one('litellm', { ...litellm, custom_llm_provider, response: { usage } }, { inputIncludesCache }).data
        .tokens
    expect(input('vertex_ai')).toEqual({ input: 10, output: 20, cacheRead: 4 })
    expect(input('openai')).toEqual({ input: 6, output: 20, cacheRead: 4 })
  })

  test('names the class of a usage type', () => {
    const generation = { type: 'GENERATION', id: 'g', startTime: '2025-01-01T00:00:00Z', model: 'm' }
    const record = { ...generation, usageDetails: { input: 5, seconds_of_sound: 7, total: 12 } }
    expect(read('langfuse', record)).toEqual(['record.malformed'])
    expect(one('langfuse', record, { tokenClasses: { seconds_of_sound: 'input' } }).data.tokens).toEqual({
      input: 12,
    })
    expect(one('langfuse', record, { tokenClasses: { seconds_of_sound: 'ignore' } }).data.tokens).toEqual({
      input: 5,
    })
  })
})

describe('public shapes', () => {
  test('a page of LiteLLM’s spend logs has a record in each item', () => {
    const data = [{ ...litellm, request_id: 'a', id: undefined }, 7, { ...litellm, id: 'b' }]
    const found = read('litellm', { data, total: 3, page: 1, page_size: 50, total_pages: 1 })
    expect(found.map((event) => (typeof event === 'string' ? event : (event as Event).id))).toEqual([
      'a',
      'record.malformed',
      'b',
    ])
  })

  test('a generation of Langfuse’s blob export is in snake case', () => {
    const row = {
      id: 'g',
      trace_id: 't',
      type: 'GENERATION',
      start_time: '2026-03-12 10:00:00.963000',
      provided_model_name: 'gpt-5-mini',
      usage_details: '{"input":1200,"output":300,"total":1500}',
      cost_details: { input: 0.1, output: 0.2 },
      total_cost: 0.3,
      user_id: 'u',
    }
    expect(one('langfuse', row, { amountFrom: 'declared' })).toMatchObject({
      time: '2026-03-12T10:00:00.963000Z',
      data: { tokens: { input: 1200, output: 300 }, amount: '0.3', caller: 'u', traceId: 't' },
    })
  })

  test('an answer of OpenRouter’s chat API has its usage', () => {
    const usage = {
      prompt_tokens: 194,
      completion_tokens: 2,
      total_tokens: 196,
      cost: 0.95,
      is_byok: false,
      prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 100, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
      cost_details: { upstream_inference_cost: null },
    }
    const answer = {
      id: 'gen-1',
      object: 'chat.completion',
      created: 1737710446,
      model: 'openai/gpt-5-mini',
      usage,
    }
    expect(one('openrouter', answer, { amountFrom: 'declared' })).toMatchObject({
      id: 'gen-1',
      time: '2025-01-24T09:20:46.000000Z',
      data: { tokens: { input: 84, output: 2, cacheRead: 10, cacheWrite: 100 }, amount: '0.95' },
    })
  })

  test('a row of OpenRouter’s activity is a day of a model and an endpoint', () => {
    const row = {
      date: '2026-03-01',
      model: 'openai/gpt-4.1',
      model_permaslug: 'openai/gpt-4.1-2025-04-14',
      endpoint_id: 'e1',
      usage: 0.015,
      byok_usage_inference: 0,
      requests: 5,
      prompt_tokens: 50,
      completion_tokens: 125,
      reasoning_tokens: 25,
    }
    expect(one('openrouter', { data: [row] }, { amountFrom: 'declared' })).toMatchObject({
      id: 'activity/2026-03-01/openai/gpt-4.1-2025-04-14/e1',
      time: '2026-03-01T00:00:00Z',
      data: { asset: 'model:openai/gpt-4.1', tokens: { input: 50, output: 125 }, amount: '0.015' },
    })
  })
})

describe('the model of a record', () => {
  const asset = (model: string, mapping: object) => one('litellm', { ...litellm, model }, mapping).data

  test('is the mapping’s, with a version where it names one', () => {
    const models = {
      'gpt-4o': 'model:acme/four',
      'gpt-4-0613': { asset: 'model:acme/four', version: '0613' },
    }
    expect(asset('gpt-4o', { models }).asset).toBe('model:acme/four')
    expect(asset('gpt-4-0613', { models })).toMatchObject({ asset: 'model:acme/four', version: '0613' })
  })

  test('is otherwise made by the template, or from provider and name', () => {
    expect(asset('gpt-4o', { asset: 'model:via-{provider}/{model}' }).asset).toBe('model:via-openai/gpt-4o')
    expect(asset('openai/gpt-4o', {}).asset).toBe('model:openai/gpt-4o')
    expect(asset('__proto__', { models: {} }).asset).toBe('model:openai/__proto__')
  })
})

const attributes = (values: { [key: string]: string | number }) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }))
const span = (spanId: string, values: { [key: string]: string | number }, rest: object = {}) => ({
  traceId: '4bf9',
  spanId,
  startTimeUnixNano: '1737710446847371999',
  attributes: attributes(values),
  ...rest,
})
const request = (...spans: object[]) => ({
  resourceSpans: [{ scopeSpans: [{ scope: { name: 'g' }, spans }] }],
})
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4',
  'gen_ai.response.model': 'gpt-4-0613',
  'gen_ai.usage.input_tokens': 52,
  'gen_ai.usage.output_tokens': 47,
}

describe('OTLP', () => {
  test('an inference span is a call, named by trace and span', () => {
    const values = {
      ...chat,
      'gen_ai.usage.cache_read.input_tokens': 50,
      'gen_ai.response.id': 'r',
      'gen_ai.agent.id': 'a',
    }
    expect(read('otlp', request(span('s1', values)))).toEqual([
      {
        specversion: '1.0',
        type: 'io.headwater.call.metered',
        source: 'otlp',
        id: '4bf9/s1',
        time: '2025-01-24T09:20:46.847371Z',
        data: {
          asset: 'model:openai/gpt-4',
          tokens: { input: 2, output: 47, cacheRead: 50 },
          agent: 'a',
          traceId: '4bf9',
          providerCallId: 'r',
        },
      },
    ])
  })

  test('the mapping gives a version to the name of the model that answered', () => {
    const models = { 'gpt-4-0613': { asset: 'model:openai/gpt-4', version: '0613' } }
    expect(one('otlp', request(span('s1', chat)), { models }).data).toMatchObject({
      asset: 'model:openai/gpt-4',
      version: '0613',
    })
  })

  test('spans of agents, tools, failed calls and other kinds bill nothing', () => {
    const spans = [
      span('s1', { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 100 }),
      span('s2', { 'http.method': 'GET' }),
      span('s3', { ...chat, 'error.type': '429' }),
      span('s4', chat, { status: { code: 2 } }),
    ]
    expect(read('otlp', request(...spans))).toEqual([
      'skipped: invoke_agent span',
      'skipped: HTTP span',
      'skipped: failed call',
      'skipped: failed call',
    ])
  })

  test('of nested inference spans only the innermost bills', () => {
    const spans = [
      span('gateway', chat),
      span('http', { 'http.method': 'POST' }, { parentSpanId: 'gateway' }),
      span('provider', chat, { parentSpanId: 'http' }),
    ]
    const results = read('otlp', request(...spans))
    expect(results.slice(0, 2)).toEqual(['skipped: span around another inference', 'skipped: HTTP span'])
    expect((results[2] as Event).id).toBe('4bf9/provider')
  })

  test('spans in a circle end', () => {
    const spans = [span('a', chat, { parentSpanId: 'b' }), span('b', chat, { parentSpanId: 'a' })]
    expect(read('otlp', request(...spans)).length).toBe(2)
  })

  test('one bad span has no effect on others, and its part of the request is kept', () => {
    const bad = span('bad', { ...chat, 'gen_ai.usage.cache_read.input_tokens': 99 })
    expect(read('otlp', request(bad, span('good', chat))).map((event) => typeof event)).toEqual([
      'string',
      'object',
    ])
    const format = createFormat('otlp', undefined)
    const [first] = format.read!(request(bad, span('good', chat)), 1)
    expect(JSON.parse(first!.raw!)).toEqual(request(bad))
  })

  test('a request of another shape is refused', () => {
    expect(read('otlp', { hello: [] })).toEqual(['record.malformed'])
    expect(read('otlp', { resourceSpans: [{ scopeSpans: 'x' }] })).toEqual(['record.malformed'])
  })
})

const generation = {
  id: 'g1',
  traceId: 't',
  startTime: '2025-01-16T11:28:54.796360-08:00',
  model: 'gpt-3.5-turbo',
  usageDetails: { input: 10, output: 20, total: 30 },
}

describe('Langfuse', () => {
  test('a generation event is a call; its usage types are disjoint', () => {
    const usageDetails = {
      input: 7,
      input_cached_tokens: 2,
      input_cache_creation: 1,
      input_audio_tokens: 3,
      output: 5,
      output_reasoning_tokens: 4,
      total: 22,
    }
    expect(
      one('langfuse', { type: 'generation-create', body: { ...generation, usageDetails } }),
    ).toMatchObject({
      source: 'langfuse',
      id: 'g1',
      time: '2025-01-16T11:28:54.796360-08:00',
      data: {
        asset: 'model:gpt-3.5-turbo',
        tokens: { input: 10, output: 9, cacheRead: 2, cacheWrite: 1 },
        traceId: 't',
      },
    })
  })

  test('the total says whether the input includes the cached tokens; usage of no reading is refused', () => {
    const usageDetails = { input: 10, input_cached_tokens: 8, output: 20, total: 30 }
    expect(one('langfuse', { type: 'GENERATION', ...generation, usageDetails }).data.tokens).toEqual({
      input: 2,
      cacheRead: 8,
      output: 20,
    })
    usageDetails.total = 31
    expect(read('langfuse', { type: 'GENERATION', ...generation, usageDetails })).toEqual([
      'record.inconsistent',
    ])
    expect(read('langfuse', { type: 'GENERATION', ...generation, usageDetails: { images: 3 } })).toEqual([
      'record.malformed',
    ])
  })

  test('OpenAI’s usage object includes the cached tokens', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 4 } }
    const body = { ...generation, usageDetails: undefined, usage }
    expect(one('langfuse', { type: 'generation-create', body }).data.tokens).toEqual({
      input: 6,
      output: 3,
      cacheRead: 4,
    })
  })

  test('pieces of a generation in one batch are joined, the rest of the batch bills nothing', () => {
    const { usageDetails, ...created } = generation
    const batch = [
      { id: '1', type: 'trace-create', body: { id: 't' } },
      { id: '2', type: 'generation-create', body: created },
      { id: '3', type: 'generation-update', body: { id: 'g1', usageDetails, model: null } },
      { id: '4', type: 'span-create', body: { id: 's' } },
    ]
    const results = read('langfuse', { batch })
    expect(results.slice(0, 2)).toEqual(['skipped: trace-create event', 'skipped: span-create event'])
    expect(results[2]).toMatchObject({
      id: 'g1',
      data: { asset: 'model:gpt-3.5-turbo', tokens: { input: 10, output: 20 } },
    })
  })

  test('pieces in different records of one input are joined, at the latest at its end', () => {
    const { usageDetails, ...created } = generation
    const { read: reader, end } = createFormat('langfuse', undefined)
    const take = (type: string, body: object, line: number) =>
      [...reader!({ batch: [{ id: 'e', type, body }] }, line)].map((event) =>
        'skipped' in event ? event.skipped : 'event' in event ? 'event' : event.fault.message,
      )
    expect(take('generation-create', { ...created, usage: { unit: 'TOKENS', input: 0 } }, 1)).toEqual([])
    expect(take('generation-create', { ...created, id: 'g2' }, 2)).toEqual([])
    expect(take('generation-update', { id: 'g1', usageDetails }, 3)).toEqual(['event'])
    expect(take('generation-update', { id: 'g1', output: 'text' }, 4)).toEqual(['update that bills nothing'])
    expect(take('generation-update', { id: 'g1', usageDetails: { input: 99 } }, 5)).toEqual(['event'])
    expect(take('generation-update', { id: 'g3', usageDetails }, 6)).toEqual([])
    expect([...end!()]).toEqual([
      expect.objectContaining({
        line: 2,
        id: 'g2',
        fault: expect.objectContaining({ code: 'record.incomplete', path: '/body/usage' }),
      }),
      expect.objectContaining({
        line: 6,
        id: 'g3',
        fault: expect.objectContaining({ path: '/body/startTime' }),
      }),
    ])
  })

  test('an update alone, without model and time, is incomplete', () => {
    expect(
      read('langfuse', { type: 'generation-update', body: { id: 'g1', usageDetails: { input: 1 } } }),
    ).toEqual(['record.incomplete'])
  })

  test('observations of an export are read one by one; usage in characters is refused', () => {
    const data = [
      { type: 'GENERATION', ...generation },
      { type: 'SPAN', id: 's' },
      { type: 'GENERATION', ...generation, level: 'ERROR' },
    ]
    expect(
      read('langfuse', { data }).map((event) => (typeof event === 'string' ? event : (event as Event).id)),
    ).toEqual(['g1', 'skipped: SPAN observation', 'skipped: failed call'])
    const usage = { input: 10, output: 20, unit: 'CHARACTERS' }
    expect(read('langfuse', { type: 'GENERATION', ...generation, usageDetails: null, usage })).toEqual([
      'record.malformed',
    ])
  })
})

describe('a list of records', () => {
  test.each(['openrouter', 'langfuse'] as const)(
    'of %s keeps the fault of one item to that item',
    (format) => {
      const good = {
        id: 'g',
        type: 'GENERATION',
        startTime: '2025-01-01T00:00:00Z',
        model: 'm/m',
        usage: { input: 1 },
      }
      const items = [
        { ...good, created_at: good.startTime },
        5,
        { ...good, id: 'h', created_at: good.startTime },
      ]
      const found = read(format, { data: items })
      expect(found.map((event) => (typeof event === 'string' ? event : (event as Event).id))).toEqual([
        'g',
        'record.malformed',
        'h',
      ])
    },
  )
})

describe('OpenRouter', () => {
  const record = {
    id: 'gen-1',
    created_at: '2024-07-15T23:33:19.433273+00:00',
    model: 'sao10k/l3-stheno-8b',
    tokens_prompt: 9,
    native_tokens_prompt: 10,
    native_tokens_completion: 25,
    native_tokens_cached: 3,
    total_cost: 0.0015,
    upstream_id: 'chatcmpl-7',
    external_user: 'user-123',
  }

  test('a generation is a call with its native counts, in snake case or camel case', () => {
    const expected = {
      source: 'openrouter',
      id: 'gen-1',
      time: '2024-07-15T23:33:19.433273+00:00',
      data: {
        asset: 'model:sao10k/l3-stheno-8b',
        tokens: { input: 7, output: 25, cacheRead: 3 },
        caller: 'user-123',
        providerCallId: 'chatcmpl-7',
      },
    }
    expect(one('openrouter', { data: record })).toMatchObject(expected)
    const camel = Object.fromEntries(
      Object.entries(record).map(([name, value]) => [
        name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
    )
    expect(one('openrouter', camel)).toMatchObject(expected)
    expect(one('openrouter', record, { amountFrom: 'declared' }).data).toMatchObject({
      amount: '0.0015',
      currency: 'USD',
    })
  })

  test('without an id or a time is incomplete', () => {
    expect(read('openrouter', { ...record, id: null })).toEqual(['record.incomplete'])
    expect(read('openrouter', { ...record, created_at: undefined })).toEqual(['record.incomplete'])
  })
})

const examples = 'vectors/usage-examples.json'
describe.skipIf(!hasShared(examples))('real records', () => {
  const all = hasShared(examples) ? JSON.parse(readShared(examples)) : {}

  test.each([
    [
      'litellm',
      'litellm_standard_logging_payload',
      'model:openai/gpt-4o',
      { input: 10, output: 20 },
      '2025-01-24T09:20:46.847371Z',
    ],
    [
      'litellm',
      'litellm_spend_logs_row',
      'model:openai/gpt-4o',
      { input: 10, output: 20 },
      '2025-01-24T09:20:46.847371Z',
    ],
    [
      'otlp',
      'otel_genai_otlp_json',
      'model:openai/gpt-4',
      { input: 52, output: 47 },
      '2025-01-24T09:20:46.847371Z',
    ],
    [
      'langfuse',
      'langfuse_ingestion_batch',
      'model:gpt-3.5-turbo',
      { input: 10, output: 20 },
      '2025-01-16T11:28:54.796360-08:00',
    ],
    [
      'openrouter',
      'openrouter_generation_record',
      'model:sao10k/l3-stheno-8b',
      { input: 7, output: 25, cacheRead: 3 },
      '2024-07-15T23:33:19.433273+00:00',
    ],
  ] as const)('%s: %s', (format, name, ...expected) => {
    const event = one(format, all[name].example)
    expect([event.data.asset, event.data.tokens, event.time]).toEqual(expected)
  })
})

test('an invalid mapping is refused with all its faults', () => {
  expect(() => createFormat('litellm', { timezone: 'Mars/Base', amountFrom: 'guess' })).toThrow(
    /\/timezone: .*; \/amountFrom: /,
  )
  expect(() => createFormat('litellm', { models: { a: 1 } })).toThrow(
    expect.objectContaining({ code: 'mapping.malformed', path: '/models/a' }),
  )
  expect(() => createFormat('litellm', { unknown: 1 })).toThrow(/unknown/)
  expect(() => createFormat('litellm', 'text')).toThrow(
    expect.objectContaining({ code: 'mapping.malformed' }),
  )
  expect(() => createFormat('auto', {})).toThrow(expect.objectContaining({ code: 'mapping.malformed' }))
  expect(() => createFormat('csv', undefined)).toThrow(expect.objectContaining({ code: 'mapping.malformed' }))
  expect(() => createFormat('toString' as 'csv', {})).toThrow(
    expect.objectContaining({ code: 'mapping.malformed' }),
  )
})

test('a batch of LiteLLM whose rows do not name it bills once in an input', () => {
  const { read: reader } = createFormat('litellm', undefined)
  const poll = (id: string, rest: object = {}) => {
    const row = { ...litellm, id, call_type: 'aretrieve_batch', total_tokens: 30, ...rest }
    const [event] = reader!(row, 1)
    return 'skipped' in event! ? event.skipped : 'event' in event! ? 'event' : event!.fault.code
  }
  expect(poll('p1')).toBe('event')
  expect(poll('p2')).toBe('batch that is billed already (aretrieve_batch)')
  expect(poll('p3', { prompt_tokens: 11, total_tokens: 31 })).toBe('event')
})

test('a trace of Langfuse’s API has its observations inside', () => {
  const observations = [
    { type: 'SPAN', id: 's', startTime: '2026-01-01T00:00:00Z' },
    { type: 'GENERATION', ...generation },
    { type: 'EMBEDDING', ...generation, id: 'e' },
  ]
  const found = read('langfuse', { id: 't', name: 'chat', observations })
  expect(found.map((event) => (typeof event === 'string' ? event : (event as Event).id))).toEqual([
    'skipped: SPAN observation',
    'g1',
    'e',
  ])
  expect(one('langfuse', { type: 'embedding-create', body: generation }).id).toBe('g1')
})
