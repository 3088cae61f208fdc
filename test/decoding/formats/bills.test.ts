/** What bills and what does not, and which cost is meant: records after public reports, with values computed by hand. */
import { describe, expect, test } from 'vitest'
import { readRecord, tokensOf } from './support.ts'

const tokens = { prompt_tokens: 30, completion_tokens: 5, total_tokens: 35 }
const litellm = {
  id: 'r',
  call_type: 'acompletion',
  startTime: '2026-05-01T00:00:00Z',
  model: 'gpt-5',
  ...tokens,
}

describe('types of calls of LiteLLM', () => {
  test.each([
    // Look-ups repeat the counts of the call that they look up.
    ['aget_responses', 'look-up of a stored response'],
    ['alist_input_items', 'look-up of a stored response'],
    ['alist_batches', 'batch under way'],
    ['avector_store_search', 'vector store'],
    ['afile_content', 'file or job of a provider'],
    ['amoderation', 'moderation'],
    ['acreate_sandbox', 'sandbox'],
    ['arun_code', 'sandbox'],
    ['acreate_realtime_client_secret', 'key of a realtime session'],
    ['alist_evals', 'look-up'],
  ])('%s bills nothing: %s', (type, reason) => {
    expect(tokensOf('litellm', { ...litellm, call_type: type })).toBe(`skipped: ${reason} (${type})`)
  })

  test.each([
    'aresponses',
    'acompact_responses',
    'anthropic_messages',
    'agenerate_content_stream',
    'allm_passthrough_route',
    'arun_thread',
    'aembedding',
    'arerank',
    '_arealtime',
    'create_interaction',
    'aimage_edit',
  ])('%s bills', (type) => {
    expect(tokensOf('litellm', { ...litellm, call_type: type })).toEqual([30, 5, 0, 0])
  })
})

describe('a batch of LiteLLM', () => {
  const poll = { ...litellm, call_type: 'aretrieve_batch' }
  const managed = Buffer.from('litellm_proxy;model_id:df6a8a;llm_batch_id:batch_6a9').toString('base64url')

  test.each<readonly [name: string, record: object]>([
    ['a poll that finds it completed', { response: { id: 'batch_6a9', status: 'completed' } }],
    // LiteLLM’s pull request 36876: LiteLLM names a batch that it manages by its model and its provider's name, in base64.
    ['a poll of a batch that LiteLLM manages', { response: { id: managed, status: 'completed' } }],
    // LiteLLM’s pull request 39980: the row for the cost of a batch.
    ['the row for its cost', { id: 'batch_6a9_batch_cost' }],
    // A provider bills what a batch answered before it expired.
    ['a poll that finds it expired after some answers', { response: { id: 'batch_6a9', status: 'expired' } }],
  ])('is one call, in %s', (_name, record) => {
    expect(readRecord('litellm', { ...poll, ...record })).toMatchObject([
      { event: { id: 'batch_6a9', data: { tokens: { input: 30, output: 5 } } } },
    ])
  })

  test.each<readonly [name: string, record: object, reason: string]>([
    // LiteLLM’s issue 35358: rows of polls have no answer and no counts.
    [
      'a poll without counts',
      { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, spend: 0 },
      'batch without usage',
    ],
    [
      'a batch that failed',
      { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, response: { id: 'b', status: 'failed' } },
      'batch without usage',
    ],
    ['a batch in progress', { response: { id: 'b', status: 'in_progress' } }, 'batch under way'],
    [
      'a batch whose answers are collected',
      { response: { id: 'b', status: 'finalizing' } },
      'batch under way',
    ],
  ])('bills nothing: %s', (_name, record, reason) => {
    expect(tokensOf('litellm', { ...poll, ...record })).toBe(`skipped: ${reason} (aretrieve_batch)`)
  })
})

describe('no usable count', () => {
  const none = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
  test.each<readonly [name: string, record: object]>([
    ['usage that is null', { ...none, call_type: 'aresponses', response: { usage: null } }],
    ['seconds of audio', { ...none, response: { usage: { type: 'duration', seconds: 12 } } }],
    ['units of searches', { ...none, response: { meta: { billed_units: { search_units: 1 } } } }],
    ['pages of documents', { ...none, call_type: 'aocr', response: { usage_info: { pages_processed: 3 } } }],
    ['a pass-through to another route', { ...none, call_type: 'pass_through_endpoint', model: 'unknown' }],
  ])('is refused, and counts with the cost that it declares: %s', (_name, record) => {
    const row = { ...litellm, ...record, spend: 0.002 }
    expect(tokensOf('litellm', row)).toBe('record.unpriced')
    expect(tokensOf('litellm', row, { amountFrom: 'declared' })).toEqual([0, 0, 0, 0, '0.002'])
    expect(tokensOf('litellm', { ...row, spend: null }, { amountFrom: 'declared' })).toBe('record.unpriced')
  })
})

describe('the cost that is meant', () => {
  const declared = { amountFrom: 'declared' }
  const total = { ...declared, cost: 'total' }
  const upstream = { ...declared, cost: 'upstream' }
  const both = { ...declared, cost: 'both' }
  const openrouter = {
    id: 'gen-1',
    created_at: '2026-05-01T00:00:00Z',
    model: 'openai/gpt-5',
    native_tokens_prompt: 30,
    native_tokens_completion: 5,
    total_cost: 0.001,
  }
  const amount = (record: object, mapping: object) => {
    const found = tokensOf('openrouter', { ...openrouter, ...record }, mapping)
    return Array.isArray(found) ? found[4] : found
  }

  test.each<readonly [name: string, record: object, wants: readonly unknown[]]>([
    // With a key of the caller's own, the fee is the gateway's: 0.001 + 0.02 = 0.021.
    [
      'the caller’s own key',
      { is_byok: true, upstream_inference_cost: 0.02 },
      ['record.unpriced', '0.001', '0.02', '0.021'],
    ],
    // Half of a sum is no sum.
    [
      'the caller’s own key, upstream unknown',
      { is_byok: true, upstream_inference_cost: null },
      ['record.unpriced', '0.001', 'record.unpriced', 'record.unpriced'],
    ],
    // Otherwise, what the provider took is a part of the total.
    [
      'the gateway’s key',
      { is_byok: false, upstream_inference_cost: 0.0009 },
      ['0.001', '0.001', '0.0009', '0.001'],
    ],
    // No field says whose key it was. A provider that took more than the total was paid by the caller.
    [
      'an upstream cost above the total',
      { upstream_inference_cost: 0.02 },
      ['record.unpriced', '0.001', '0.02', '0.021'],
    ],
    [
      'an upstream cost that is the total',
      { upstream_inference_cost: 0.001 },
      ['0.001', '0.001', '0.001', '0.001'],
    ],
  ])('%s', (_name, record, wants) => {
    const choices = [declared, total, upstream, both].map((mapping) => amount(record, mapping))
    expect(choices).toEqual(wants)
  })

  test.each<readonly [name: string, record: object, mapping: object, want: unknown]>([
    ['a negative cost is refused', { response_cost: -0.3 }, declared, 'record.malformed'],
    ['a negative cost beside a rate changes nothing', { response_cost: -0.3 }, {}, [30, 5, 0, 0]],
    ['an empty text is no cost', { response_cost: '', spend: '' }, declared, 'record.unpriced'],
    ['an empty text is priced by the rate', { spend: '' }, { amountFrom: 'declared-or-rate' }, [30, 5, 0, 0]],
    // A margin of LiteLLM's own is in the total, so there is nothing to add.
    [
      'LiteLLM’s margin counts once',
      { spend: 0.12, metadata: { cost_breakdown: { original_cost: 0.1, total_cost: 0.12 } } },
      both,
      [30, 5, 0, 0, '0.12'],
    ],
  ])('of LiteLLM: %s', (_name, record, mapping, want) => {
    expect(tokensOf('litellm', { ...litellm, ...record }, mapping)).toEqual(want)
  })

  test.each<readonly [name: string, record: object, want: unknown]>([
    ['the sum of parts where the total is 0', { costDetails: { input: 0.1, output: 0.2, total: 0 } }, '0.3'],
    ['the calculated cost of a dump of the table', { calculated_total_cost: '0.5' }, '0.5'],
    ['costs in the notation of Python', { cost_details: "{'total': 0.5}" }, 'record.malformed'],
    ['no cost', { costDetails: {} }, 'record.unpriced'],
  ])('of Langfuse: %s', (_name, record, want) => {
    const generation = { id: 'g', type: 'GENERATION', startTime: '2026-05-01T00:00:00Z', model: 'm' }
    const usage = { usageDetails: { input: 30, output: 5 } }
    const found = tokensOf('langfuse', { ...generation, ...usage, ...record }, declared)
    expect(Array.isArray(found) ? found[4] : found).toBe(want)
  })
})
