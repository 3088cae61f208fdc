/**
 * Records after public reports of counts that hide one another. The right values are computed by hand: the tokens of
 * a row are input without cache, output, cache reads and cache writes.
 */
import { describe, expect, test } from 'vitest'
import { readRecord, tokensOf } from './support.ts'

const litellm = {
  request_id: 'r',
  call_type: 'acompletion',
  custom_llm_provider: 'anthropic',
  startTime: '2026-05-01T00:00:00Z',
  model: 'claude',
  status: 'success',
}

/** A row of the spend logs that repeats the main counts of its usage object. */
function row(usage: Record<string, unknown>, others: object = {}) {
  const { prompt_tokens, completion_tokens, total_tokens } = usage
  return {
    ...litellm,
    prompt_tokens,
    completion_tokens,
    total_tokens,
    metadata: { usage_object: usage },
    ...others,
  }
}

const main = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 }
const cached = { prompt_tokens_details: { cached_tokens: 40 } }

describe('LiteLLM', () => {
  test.each<readonly [name: string, record: object, want: unknown, mapping?: object]>([
    [
      // LiteLLM’s issue 15056: until 1.77 the input left out cache writes, and so did the total: 31 + 467 = 498.
      'cache writes beside the prompt and beside the total',
      row({
        prompt_tokens: 31,
        completion_tokens: 467,
        total_tokens: 498,
        prompt_tokens_details: { cached_tokens: 0 },
        cache_creation_input_tokens: 1253,
      }),
      [31, 467, 0, 1253],
    ],
    [
      // LiteLLM’s pull request 23342: 2495 cached tokens are no part of 12.
      'more cached tokens than the prompt could include',
      row({
        prompt_tokens: 12,
        completion_tokens: 30,
        total_tokens: 42,
        prompt_tokens_details: { cached_tokens: 2495 },
      }),
      [12, 30, 2495, 0],
    ],
    [
      // LiteLLM’s issue 15270, Bedrock: the prompt has reads and not writes, the total both: 600 + 20 + 300 = 920; 600 - 500 = 100.
      'cache reads inside and cache writes beside',
      row({
        prompt_tokens: 600,
        completion_tokens: 20,
        total_tokens: 920,
        prompt_tokens_details: { cached_tokens: 500 },
        cache_creation_input_tokens: 300,
      }),
      [100, 20, 500, 300],
    ],
    [
      // Reads of 60 inside 100 or beside it: with writes of 500 beside both, each reading has the total 120.
      'two ways to leave cached tokens out of a total',
      row({
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        cache_read_input_tokens: 60,
        cache_creation_input_tokens: 500,
      }),
      'record.inconsistent',
    ],
    [
      // Portkey's issue 1210: 368 + 19 + 10536 = 10923.
      'Bedrock’s counts without cache under OpenAI’s names',
      row({
        prompt_tokens: 368,
        completion_tokens: 19,
        total_tokens: 10923,
        cache_read_input_tokens: 10536,
        cache_creation_input_tokens: 0,
      }),
      [368, 19, 10536, 0],
    ],
    [
      // LiteLLM’s issue 11364: the usage object is null, and cache_hit means LiteLLM's own cache. 40000 - 38000 = 2000.
      'counts in additional values alone',
      {
        ...litellm,
        cache_hit: 'False',
        prompt_tokens: 40000,
        completion_tokens: 100,
        total_tokens: 40100,
        metadata: { usage_object: null, additional_usage_values: { cache_read_input_tokens: 38000 } },
      },
      [2000, 100, 38000, 0],
    ],
    [
      'two totals that lead to two readings',
      {
        ...row({ ...main, cache_read_input_tokens: 40, total_tokens: 150 }),
        total_tokens: 110,
      },
      'record.inconsistent',
    ],
    [
      // Gemini through a pass-through endpoint: 100 - 40 = 60, 20 + 30 = 50 = completion_tokens.
      'Gemini’s own answer beside the main counts',
      {
        ...litellm,
        ...main,
        completion_tokens: 50,
        total_tokens: 150,
        call_type: 'pass_through_endpoint',
        response: {
          usageMetadata: {
            promptTokenCount: 100,
            cachedContentTokenCount: 40,
            candidatesTokenCount: 20,
            thoughtsTokenCount: 30,
            totalTokenCount: 150,
          },
        },
      },
      [60, 50, 40, 0],
    ],
    [
      // Anthropic's input leaves out the cached tokens: 1000 + 500 = 1500.
      'Anthropic’s own answer beside a prompt that includes the cached tokens',
      {
        ...litellm,
        call_type: 'anthropic_messages',
        prompt_tokens: 1500,
        completion_tokens: 20,
        total_tokens: 1520,
        response: { usage: { input_tokens: 1000, cache_read_input_tokens: 500, output_tokens: 20 } },
      },
      [1000, 20, 500, 0],
    ],
    [
      // The same where LiteLLM has taken the input over as it is: 1000 may be the prompt of LiteLLM or of Anthropic.
      'Anthropic’s own answer whose input became the prompt',
      {
        ...litellm,
        call_type: 'anthropic_messages',
        prompt_tokens: 1000,
        completion_tokens: 20,
        total_tokens: 1020,
        response: { usage: { input_tokens: 1000, cache_read_input_tokens: 500, output_tokens: 20 } },
      },
      'record.inconsistent',
    ],
    [
      'the same, decided by type of call',
      {
        ...litellm,
        call_type: 'anthropic_messages',
        prompt_tokens: 1000,
        completion_tokens: 20,
        total_tokens: 1020,
        response: { usage: { input_tokens: 1000, cache_read_input_tokens: 500, output_tokens: 20 } },
      },
      [1000, 20, 500, 0],
      { inputIncludesCache: { anthropic_messages: false } },
    ],
    [
      // Perplexity: 33 + 7163 = 7196 leaves out reasoning and citations. The mapping decides the one, nothing the other.
      'a count of no known class that no total confirms',
      row({
        prompt_tokens: 33,
        completion_tokens: 7163,
        total_tokens: 7196,
        citation_tokens: 20016,
        reasoning_tokens: 73997,
      }),
      'record.malformed',
      { outputIncludesReasoning: false },
    ],
    [
      // 7163 + 73997 = 81160.
      'the same with its class',
      row({
        prompt_tokens: 33,
        completion_tokens: 7163,
        total_tokens: 7196,
        citation_tokens: 20016,
        reasoning_tokens: 73997,
      }),
      [33, 81160, 0, 0],
      { outputIncludesReasoning: false, tokenClasses: { citation_tokens: 'ignore' } },
    ],
    [
      // xAI: 100 + 10 + 200 = 310.
      'reasoning beside the completion',
      row({
        prompt_tokens: 100,
        completion_tokens: 10,
        total_tokens: 310,
        completion_tokens_details: { reasoning_tokens: 200 },
      }),
      [100, 210, 0, 0],
    ],
    ['texts that are empty', { ...litellm, ...main, total_tokens: '', spend: '' }, [100, 10, 0, 0]],
    [
      'a usage object as JSON text in JSON',
      { ...litellm, ...main, metadata: { usage_object: JSON.stringify(cached) } },
      [60, 10, 40, 0],
    ],
    [
      'metadata that was made to text twice',
      { ...litellm, ...main, metadata: JSON.stringify(JSON.stringify({ usage_object: cached })) },
      [60, 10, 40, 0],
    ],
    [
      'metadata in the notation of Python',
      { ...litellm, ...main, metadata: "{'usage_object': {'prompt_tokens_details': {'cached_tokens': 40}}}" },
      'record.malformed',
    ],
    [
      'metadata that was cut off',
      { ...litellm, ...main, metadata: '{"usage_object": {"prompt_tokens_details": {"cached_tok' },
      'record.malformed',
    ],
    [
      'metadata as JavaScript’s text',
      { ...litellm, ...main, metadata: '[object Object]' },
      'record.malformed',
    ],
    [
      'a broken answer, which the usage object replaces',
      { ...litellm, ...main, response: "{'id': 1}", metadata: { usage_object: cached } },
      [60, 10, 40, 0],
    ],
    [
      'a broken answer without a usage object',
      { ...litellm, ...main, response: "{'id': 1}", metadata: {} },
      'record.malformed',
    ],
    [
      'a failed call with a broken answer',
      { ...litellm, ...main, status: 'failure', metadata: "{'error': 1}" },
      'skipped: failed call',
    ],
  ])('%s', (_name, record, want, mapping) => {
    expect(tokensOf('litellm', record, mapping)).toEqual(want)
  })

  test('says that the number of the cached tokens decided', () => {
    const record = row({
      prompt_tokens: 12,
      completion_tokens: 3,
      total_tokens: 15,
      cache_read_input_tokens: 90,
    })
    expect(readRecord('litellm', record)).toMatchObject([{ reading: 'input excludes cache reads, by size' }])
  })
})

const generation = { id: 'g', type: 'GENERATION', startTime: '2026-05-01T00:00:00Z', model: 'm' }
const flat = { input: 100, output: 20, total: 120 }

describe('Langfuse', () => {
  test.each<readonly [name: string, record: object, want: unknown, mapping?: object]>([
    [
      // LiteLLM's pull request 26919: the input leaves out reads and includes writes. 1000 + 100 + 500 = 1600.
      'writes inside the input and reads beside it',
      {
        usageDetails: {
          input: 1000,
          output: 100,
          cache_read_input_tokens: 500,
          cache_creation_input_tokens: 400,
          total: 1600,
        },
      },
      [600, 100, 500, 400],
    ],
    [
      // The plugin for Codex, issue 22: 117231 - 115584 = 1647.
      'an input that includes the cached tokens by the total',
      { usageDetails: { input: 117231, output: 225, cache_read_input_tokens: 115584, total: 117456 } },
      [1647, 225, 115584, 0],
    ],
    [
      'a provider’s usage with cached tokens beside flat details',
      {
        usageDetails: flat,
        usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, ...cached },
      },
      [60, 20, 40, 0],
    ],
    [
      'sums that Langfuse derives beside the details',
      {
        usageDetails: { input: 60, output: 20, input_cached_tokens: 40, total: 120 },
        usage: { input: 100, output: 20, total: 120, unit: 'TOKENS' },
        promptTokens: 100,
        completionTokens: 20,
        totalTokens: 120,
      },
      [60, 20, 40, 0],
    ],
    [
      'details of zeros beside camel-case counts',
      {
        usageDetails: { input: 0, output: 0, total: 0 },
        usage: { promptTokens: 100, completionTokens: 20, totalTokens: 120 },
      },
      [100, 20, 0, 0],
    ],
    [
      'what the sender gave, of a dump of the table',
      { provided_usage_details: flat, usage_details: {} },
      [100, 20, 0, 0],
    ],
    [
      // 100 - 40 = 60; 20 + 30 = 50.
      'Gemini’s own names',
      {
        usage: {
          promptTokenCount: 100,
          candidatesTokenCount: 20,
          thoughtsTokenCount: 30,
          cachedContentTokenCount: 40,
          totalTokenCount: 150,
        },
      },
      [60, 50, 40, 0],
    ],
    [
      'Bedrock’s own names',
      {
        usageDetails: {
          inputTokens: 100,
          outputTokens: 20,
          cacheReadInputTokens: 40,
          cacheWriteInputTokens: 10,
          totalTokens: 170,
        },
      },
      [100, 20, 40, 10],
    ],
    ['a type in lower case', { type: 'generation', usageDetails: flat }, [100, 20, 0, 0]],
    ['a unit in lower case', { usage: { ...flat, unit: 'tokens' } }, [100, 20, 0, 0]],
    [
      'details in the notation of Python',
      { usage_details: "{'input': 10, 'output': 2}" },
      'record.malformed',
    ],
    ['a type of no known class', { usageDetails: { ...flat, web_search: 2 } }, 'record.malformed'],
    [
      'the same with its class',
      { usageDetails: { ...flat, web_search: 2 } },
      [100, 20, 0, 0],
      { tokenClasses: { web_search: 'ignore' } },
    ],
  ])('%s', (_name, record, want, mapping) => {
    expect(tokensOf('langfuse', { ...generation, ...(record as object) }, mapping)).toEqual(want)
  })
})

const openrouter = { id: 'gen-1', created_at: '2026-05-01T00:00:00Z', model: 'openai/gpt-5', is_byok: false }

describe('OpenRouter', () => {
  test.each<readonly [name: string, record: object, want: unknown]>([
    [
      // Native counts bill, not those of the common tokenizer: 100 - 40 = 60.
      'native counts beside normalised ones',
      {
        tokens_prompt: 90,
        tokens_completion: 18,
        native_tokens_prompt: 100,
        native_tokens_completion: 20,
        native_tokens_cached: 40,
        native_tokens_reasoning: 5,
      },
      [60, 20, 40, 0],
    ],
    [
      'native counts that are null',
      {
        tokens_prompt: 90,
        tokens_completion: 18,
        native_tokens_prompt: null,
        native_tokens_completion: null,
      },
      [90, 18, 0, 0],
    ],
    [
      'more reasoning than output',
      { native_tokens_prompt: 100, native_tokens_completion: 20, native_tokens_reasoning: 50 },
      'record.inconsistent',
    ],
    [
      'an answer of the Responses API, whose time is in seconds',
      {
        created_at: 1777593600,
        usage: {
          input_tokens: 100,
          input_tokens_details: { cached_tokens: 40 },
          output_tokens: 20,
          total_tokens: 120,
        },
      },
      [60, 20, 40, 0],
    ],
    [
      'counts as text, some empty',
      { native_tokens_prompt: '100', native_tokens_completion: '20', native_tokens_cached: '' },
      [100, 20, 0, 0],
    ],
  ])('%s', (_name, record, want) => {
    expect(tokensOf('openrouter', { ...openrouter, ...(record as object) })).toEqual(want)
  })
})
