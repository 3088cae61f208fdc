/** The mappings in examples/mappings, each on records in the shape of its gateway. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Data, dataOf, readAll } from './formats/mapped/support.ts'

const folder = new URL('../../examples/mappings/', import.meta.url)
const mappingOf = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const tried = new Set<string>()

function example(name: string, format: 'csv' | 'json', text: string): Promise<(Data | string)[]> {
  tried.add(name)
  return dataOf(text, format, mappingOf(name))
}

function csv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`
  return [names.join(','), ...rows.map((row) => names.map((name) => cell(row[name])).join(','))].join('\n')
}

const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n')

describe('the example mapping', () => {
  test('of Helicone bills answered calls once, without the cached part of the prompt', async () => {
    const row = {
      response_id: 'r',
      response_status: 200,
      request_id: 'q',
      request_created_at: '2026-03-22T10:00:00.000Z',
      request_user_id: 'u',
      request_model: 'gpt-5-mini',
      model_override: '',
      provider: 'OPENAI',
      prompt_tokens: 1000,
      prompt_cache_write_tokens: 0,
      prompt_cache_read_tokens: 512,
      completion_tokens: 300,
      costUSD: '0.0007',
      cache_enabled: 'false',
    }
    const rows = [
      row,
      { ...row, response_status: 500 },
      { ...row, response_status: -3 },
      { ...row, cache_enabled: 'true', costUSD: 0 },
      { ...row, cache_enabled: 'true', model_override: 'gpt-5' },
      { ...row, provider: 'ANTHROPIC' },
    ]
    const tokens = { input: '488', output: '300', cacheRead: '512', cacheWrite: '0' }
    expect(await example('helicone-csv', 'csv', csv(rows))).toEqual([
      { asset: 'model:openai/gpt-5-mini', caller: 'u', providerCallId: 'r', tokens },
      'failed call',
      'failed call',
      'answer from the cache',
      { asset: 'model:openai/gpt-5', caller: 'u', providerCallId: 'r', tokens },
      'provider that counts cached tokens apart',
    ])
  })

  const portkey = {
    id: 'p',
    trace_id: 't',
    created_at: '2026-03-22T10:00:00.000Z',
    is_success: true,
    ai_org: 'openai',
    ai_model: 'gpt-5-mini',
    req_units: 1000,
    res_units: 200,
    cost: 0.065,
    cost_currency: 'USD',
    metadata: { _user: 'u' },
  }

  test('of Portkey prices the units by rates', async () => {
    const failed = { ...portkey, is_success: false }
    expect(
      await example('portkey-json', 'json', lines(portkey, failed, { ...portkey, cache_status: 'HIT' })),
    ).toEqual([
      {
        asset: 'model:openai/gpt-5-mini',
        caller: 'u',
        traceId: 't',
        tokens: { input: '1000', output: '200' },
      },
      'failed call',
      'answer from the cache',
    ])
  })

  test('of Portkey’s own costs reads cents', async () => {
    const { cost_currency: _, metadata: __, ...bare } = portkey
    expect(await example('portkey-json-cost', 'json', lines(portkey, bare))).toMatchObject([
      { amount: '0.00065', currency: 'USD', caller: 'u' },
      { amount: '0.00065', currency: 'USD' },
    ])
  })

  const usage = {
    input_tokens: 1000,
    output_tokens: 500,
    input_cached_tokens: 800,
    input_audio_tokens: 0,
    output_audio_tokens: 0,
    num_model_requests: 5,
    project_id: 'proj',
    user_id: null,
    api_key_id: null,
    model: 'gpt-4o-mini-2024-07-18',
    batch: false,
  }

  test('of OpenAI’s usage API bills each bucket and model once', async () => {
    const results = [
      usage,
      { ...usage, model: null },
      { ...usage, num_model_requests: 0 },
      { ...usage, output_audio_tokens: 3 },
    ]
    const page = {
      object: 'page',
      data: [{ object: 'bucket', start_time: 1_767_225_600, results }],
      has_more: false,
    }
    expect(await example('openai-usage-api', 'json', JSON.stringify(page))).toEqual([
      {
        asset: 'model:openai/gpt-4o-mini-2024-07-18',
        tokens: { input: '200', output: '500', cacheRead: '800' },
      },
      'not grouped by model',
      'no request',
      'audio out',
    ])
    const [first] = await readAll(JSON.stringify(page), 'json', mappingOf('openai-usage-api'))
    expect(first).toMatchObject({
      id: '1767225600/gpt-4o-mini-2024-07-18/proj///false/',
      time: '2026-01-01T00:00:00.000000Z',
    })
  })

  test('of OpenAI’s usage as CSV gives the same calls as the API', async () => {
    const row = { start_time: 1_767_225_600, end_time: 1_767_312_000, ...usage }
    expect(await example('openai-usage-csv', 'csv', csv([row, { ...row, num_model_requests: 0 }]))).toEqual([
      {
        asset: 'model:openai/gpt-4o-mini-2024-07-18',
        tokens: { input: '200', output: '500', cacheRead: '800' },
      },
      'no request',
    ])
  })

  test('of Anthropic’s usage API adds both times of cache writes', async () => {
    const result = {
      uncached_input_tokens: 1500,
      cache_creation: { ephemeral_1h_input_tokens: 1000, ephemeral_5m_input_tokens: 500 },
      cache_read_input_tokens: 200,
      output_tokens: 500,
      api_key_id: null,
      workspace_id: 'w',
      model: 'claude-sonnet-4-5',
      service_tier: 'standard',
      context_window: '0-200k',
    }
    const page = {
      data: [{ starting_at: '2026-03-01T00:00:00Z', results: [result, { ...result, model: null }] }],
    }
    expect(await example('anthropic-usage-api', 'json', JSON.stringify(page))).toEqual([
      {
        asset: 'model:anthropic/claude-sonnet-4-5',
        tokens: { input: '1500', output: '500', cacheRead: '200', cacheWrite: '1500' },
      },
      'not grouped by model',
    ])
  })

  test('of OpenAI’s costs adds what a model cost by its line items', async () => {
    const result = { object: 'organization.costs.result', project_id: 'proj' }
    const cost = (line_item: string | null, value: number) => ({
      ...result,
      line_item,
      amount: { value, currency: 'usd' },
    })
    const results = [
      cost('gpt-4o-2024-08-06, input', 0.06),
      cost('gpt-4o-2024-08-06, cached input', 0.015),
      cost('web search tool calls', 0.01),
      cost('gpt-4o-2024-08-06, output', 0),
      cost(null, 0.3),
    ]
    const page = { object: 'page', data: [{ start_time: 1_767_225_600, end_time: 1_767_312_000, results }] }
    expect(await example('openai-costs-api', 'json', JSON.stringify(page))).toMatchObject([
      { asset: 'model:openai/gpt-4o-2024-08-06', amount: '0.06', currency: 'USD' },
      { asset: 'model:openai/gpt-4o-2024-08-06', amount: '0.015' },
      { asset: 'model:openai/web@20@search@20@tool@20@calls', amount: '0.01' },
      'no cost',
      'not grouped by line item',
    ])
  })

  test('of Anthropic’s costs reads cents', async () => {
    const result = {
      amount: '123.78912',
      currency: 'USD',
      model: 'claude-sonnet-4-5',
      token_type: 'uncached_input_tokens',
      cost_type: 'tokens',
      service_tier: 'standard',
      context_window: '0-200k',
      workspace_id: null,
    }
    const results = [result, { ...result, amount: '0' }, { ...result, model: null, cost_type: 'web_search' }]
    const page = { data: [{ starting_at: '2026-03-01T00:00:00Z', results }] }
    // 123.78912 cents.
    expect(await example('anthropic-cost-api', 'json', JSON.stringify(page))).toMatchObject([
      { asset: 'model:anthropic/claude-sonnet-4-5', amount: '1.2378912', currency: 'USD' },
      'no cost',
      'no model',
    ])
  })

  test('of Helicone’s API gives the same calls as its CSV', async () => {
    const row = {
      response_id: 'r',
      response_status: 200,
      request_id: 'q',
      request_created_at: '2026-03-22T10:00:00.000Z',
      request_user_id: 'u',
      request_model: 'gpt-5-mini',
      response_model: 'gpt-5-mini-2025-08-07',
      provider: 'OPENAI',
      prompt_tokens: 1000,
      prompt_cache_read_tokens: 512,
      completion_tokens: 300,
      costUSD: 0.0007,
      cache_enabled: false,
    }
    const data = [
      row,
      { ...row, response_status: 429 },
      { ...row, cache_enabled: true, costUSD: 0 },
      { ...row, provider: 'ANTHROPIC' },
    ]
    const tokens = { input: '488', output: '300', cacheRead: '512' }
    expect(await example('helicone-json', 'json', JSON.stringify({ data, error: null }))).toMatchObject([
      { asset: 'model:openai/gpt-5-mini', caller: 'u', providerCallId: 'r', tokens },
      'failed call',
      'answer from the cache',
      'provider that counts cached tokens apart',
    ])
  })

  test('of OpenRouter’s activity takes the date off the name of the model', async () => {
    const row = {
      generation_id: 'gen-1',
      created_at: '2026-02-06 18:54:30.040',
      cost_total: 0.1,
      tokens_prompt: 100,
      tokens_completion: 20,
      tokens_reasoning: 5,
      tokens_cached: 40,
      user: '',
    }
    const names = [
      'openai/gpt-5-mini-2025-08-07',
      'anthropic/claude-4-sonnet-20250522',
      'qwen/qwen3-coder:free',
    ]
    const found = await example(
      'openrouter-activity-csv',
      'csv',
      csv(names.map((name) => ({ ...row, model_permaslug: name }))),
    )
    const tokens = { input: '60', output: '20', cacheRead: '40' }
    expect(found).toEqual([
      { asset: 'model:openai/gpt-5-mini', tokens },
      { asset: 'model:anthropic/claude-4-sonnet', tokens },
      { asset: 'model:qwen/qwen3-coder@3A@free', tokens },
    ])
  })

  test('of Vercel’s reports bills each day and model by its cost', async () => {
    const row = {
      day: '2026-01-15',
      model: 'anthropic/claude-sonnet-4.6',
      total_cost: 12.5,
      input_tokens: 4,
      output_tokens: 9,
    }
    const report = { results: [row, { ...row, model: '' }] }
    expect(await example('vercel-ai-gateway-report', 'json', JSON.stringify(report))).toEqual([
      { asset: 'model:anthropic/claude-sonnet-4.6', amount: '12.5', currency: 'USD', tokens: {} },
      'not grouped by model',
    ])
  })

  test('of Vercel’s generations reads the native counts', async () => {
    const data = {
      id: 'gen_1',
      created_at: '2026-01-15T10:00:00.000Z',
      model: 'openai/gpt-5-mini',
      tokens_prompt: 90,
      tokens_completion: 19,
      native_tokens_prompt: 100,
      native_tokens_completion: 20,
      native_tokens_cached: 40,
    }
    expect(await example('vercel-ai-gateway-generation', 'json', lines({ data }))).toEqual([
      { asset: 'model:openai/gpt-5-mini', tokens: { input: '60', output: '20', cacheRead: '40' } },
    ])
  })

  test('of FOCUS takes usage charges of models in their currency', async () => {
    const row = {
      BillingAccountId: 'acc',
      SubAccountId: 'sub',
      ChargePeriodStart: '2026-03-01T00:00Z',
      ChargeCategory: 'Usage',
      ChargeClass: '',
      ServiceCategory: 'AI and Machine Learning',
      ProviderName: 'AWS',
      SkuId: 'claude-in',
      SkuPriceId: 'p1',
      BilledCost: '0.0300000001',
      BillingCurrency: 'EUR',
    }
    const rows = [
      row,
      { ...row, ChargeCategory: 'Credit', BilledCost: '-1' },
      { ...row, ChargeClass: 'Correction' },
      { ...row, ServiceCategory: 'Compute' },
      { ...row, BilledCost: '0' },
    ]
    expect(await example('focus-csv', 'csv', csv(rows))).toEqual([
      { asset: 'model:aws/claude-in', amount: '0.0300000001', currency: 'EUR', caller: 'sub', tokens: {} },
      'charge that is no usage',
      'correction of an earlier invoice',
      'other service',
      'no cost',
    ])
    const ids = await readAll(csv([row, row, { ...row, SkuId: 'claude-out' }]), 'csv', mappingOf('focus-csv'))
    expect(ids.map((one) => 'id' in one && one.id)).toEqual([
      'acc/sub/2026-03-01T00:00Z/claude-in/p1/',
      'acc/sub/2026-03-01T00:00Z/claude-in/p1/#2',
      'acc/sub/2026-03-01T00:00Z/claude-out/p1/',
    ])
  })

  test('of LiteLLM’s spend logs as CSV reads the usage in the metadata', async () => {
    const object = {
      input_tokens: 400,
      output_tokens: 60,
      total_tokens: 460,
      input_tokens_details: { cached_tokens: 256 },
      output_tokens_details: { reasoning_tokens: 20 },
    }
    const row = {
      request_id: 'resp-1',
      call_type: 'aresponses',
      startTime: '2026-03-20 10:00:00.100',
      model: 'gpt-5-mini',
      custom_llm_provider: 'openai',
      end_user: 'u',
      session_id: '',
      cache_hit: 'False',
      status: 'success',
      metadata: JSON.stringify({ usage_object: object }),
    }
    const rows = [
      row,
      { ...row, status: 'failure' },
      { ...row, cache_hit: 'True' },
      { ...row, call_type: 'aget_responses' },
      { ...row, custom_llm_provider: '' },
      { ...row, metadata: '{"usage_object":null}' },
    ]
    expect(await example('litellm-spend-csv', 'csv', csv(rows))).toEqual([
      { asset: 'model:openai/gpt-5-mini', caller: 'u', tokens: { input: 144, output: 60, cacheRead: 256 } },
      'failed call',
      'answer from the cache',
      'look-up of an earlier call',
      'call without a model',
      'record.unpriced',
    ])
  })
})

describe('the example mapping of', () => {
  test("Stripe's refunds makes refunds of the calls that their metadata names", async () => {
    const refund = {
      id: 're_1',
      object: 'refund',
      amount: 1250,
      currency: 'usd',
      created: 1_772_000_000,
      metadata: { call_id: 'c1' },
      reason: 'requested_by_customer',
      status: 'succeeded',
    }
    const data = [
      refund,
      { ...refund, status: 'pending' },
      { ...refund, metadata: {} },
      { ...refund, currency: 'jpy' },
      { ...refund, metadata: { call_id: 'c2', call_source: 'eu' }, reason: null, currency: 'eur' },
    ]
    const call = { source: 'gateway', id: 'c1' }
    const reason = 'requested_by_customer'
    expect(await example('stripe-refunds-api', 'json', JSON.stringify({ object: 'list', data }))).toEqual([
      { call, amount: '12.5', currency: 'USD', reason },
      'refund that did not succeed',
      'refund of no call',
      'currency without cents',
      { call: { source: 'eu', id: 'c2' }, amount: '12.5', currency: 'EUR' },
    ])
  })

  test('payments takes them without their minus', async () => {
    const row = { reference: 'R1', date: '2026-03-02', payee: 'ada', amount: '-12.50', currency: 'USDC' }
    const rows = [row, { ...row, amount: '12.50' }, { ...row, amount: '' }]
    const money = { payee: 'ada', amount: '12.5', currency: 'USDC', reference: 'R1' }
    expect(await example('payments-csv', 'csv', csv(rows))).toEqual([
      money,
      'record.malformed',
      'record.incomplete',
    ])
    const statusOf = (status: string) => csv([{ ...row, status }])
    expect(await example('payments-csv', 'csv', statusOf('rejected'))).toEqual([
      'payment that was not executed',
    ])
  })

  test('transfers names both payees', async () => {
    const row = {
      id: '1',
      time: '2026-03-02T10:00:00Z',
      from: 'ada',
      to: 'bo',
      amount: '3',
      currency: 'USDC',
    }
    const { id: _id, time: _time, ...data } = row
    expect(await example('transfers-csv', 'csv', csv([row]))).toEqual([data])
  })
})

test('every example mapping is tried', () => {
  const names = readdirSync(folder).map((name) => name.replace(/\.json$/, ''))
  expect([...tried].sort()).toEqual(names.sort())
})
