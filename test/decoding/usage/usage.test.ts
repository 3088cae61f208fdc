import { describe, expect, test } from 'vitest'
import {
  pushCounts,
  readUsage,
  type StatedCount,
  type UsageRules,
} from '../../../src/decoding/usage/index.ts'

function read(usage: object, rules: UsageRules = {}) {
  const counts: StatedCount[] = []
  pushCounts(counts, usage as Record<string, unknown>, '/usage')
  const { tokens, ...rest } = readUsage(counts, rules)
  return { ...rest, tokens: JSON.parse(JSON.stringify(tokens)) as typeof tokens }
}

const tokensOf = (...parameters: Parameters<typeof read>) => read(...parameters).tokens
const inconsistent = expect.objectContaining({ code: 'record.inconsistent' })
const included: UsageRules = { defaults: { inputIncludesCache: true } }

describe('a zero or a null', () => {
  test('never hides a count under another name', () => {
    const usage = {
      prompt_tokens: 2459,
      completion_tokens: 23,
      total_tokens: 2482,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: null },
      cache_read_input_tokens: 2455,
      cache_creation_input_tokens: 0,
    }
    expect(tokensOf(usage)).toEqual({ input: 4, output: 23, cacheRead: 2455 })
    const images = {
      prompt_tokens: 0,
      completion_tokens: 0,
      input_tokens: 31,
      output_tokens: 1184,
      total_tokens: 1215,
    }
    expect(tokensOf(images)).toEqual({ input: 31, output: 1184 })
  })

  test('in a main count beside its details is their sum', () => {
    const usage = {
      prompt_tokens: 0,
      prompt_tokens_details: { text_tokens: 20, image_tokens: 11 },
      completion_tokens: 4,
    }
    expect(tokensOf({ ...usage, total_tokens: 35 })).toEqual({ input: 31, output: 4 })
  })

  test('alone is no usable count', () => {
    expect(read({ prompt_tokens: 0, completion_tokens: null, total_tokens: 0 }).usable).toBe(false)
    expect(read({}).usable).toBe(false)
    expect(read({ service_tier: 'default', web_search_requests: 3 }).usable).toBe(false)
  })
})

describe('the stated total', () => {
  test.each([
    [3155, { input: 2000, cacheRead: 1024, output: 131 }, 'input excludes cache reads, by total'],
    [2131, { input: 976, cacheRead: 1024, output: 131 }, 'input includes cache reads, by total'],
  ])('%d decides whether the input includes the cached tokens', (total, tokens, reading) => {
    const usage = { prompt_tokens: 2000, cached_tokens: 1024, completion_tokens: 131, total_tokens: total }
    expect(read(usage)).toEqual({ tokens, reading, usable: true })
  })

  test('may say so of reads and writes apart', () => {
    const usage = { input: 700, cache_read_input_tokens: 300, cache_creation_input_tokens: 500, output: 50 }
    expect(tokensOf({ ...usage, total: 1050 })).toEqual({
      input: 200,
      cacheRead: 300,
      cacheWrite: 500,
      output: 50,
    })
  })

  test('decides whether the output includes the reasoning', () => {
    const usage = {
      prompt_tokens: 14,
      completion_tokens: 1,
      completion_tokens_details: { reasoning_tokens: 171 },
    }
    expect(tokensOf({ ...usage, total_tokens: 186 })).toEqual({ input: 14, output: 172 })
    expect(tokensOf({ ...usage, completion_tokens: 172, total_tokens: 186 })).toEqual({
      input: 14,
      output: 172,
    })
  })

  test('counts the prompts of tools and the thoughts of Gemini, which are beside its main counts', () => {
    const usage = {
      promptTokenCount: 300,
      candidatesTokenCount: 80,
      thoughtsTokenCount: 40,
      toolUsePromptTokenCount: 10,
    }
    expect(tokensOf({ ...usage, totalTokenCount: 430 })).toEqual({ input: 310, output: 120 })
    expect(tokensOf(usage)).toEqual({ input: 310, output: 120 })
  })

  test('that fits no reading is refused with the readings spelled out', () => {
    const usage = { prompt_tokens: 100, cached_tokens: 40, completion_tokens: 10, total_tokens: 120 }
    expect(() => read(usage)).toThrow(inconsistent)
    expect(() => read(usage)).toThrow(
      'prompt_tokens 100, completion_tokens 10, total_tokens 120, cached_tokens 40. ' +
        'With cached_tokens beside the input, the input is 100, the output 10, the total 150; ' +
        'With cached_tokens in the input, the input is 60, the output 10, the total 110.',
    )
    expect(() => read({ prompt_tokens: 10, completion_tokens: 5, total_tokens: 16 })).toThrow(inconsistent)
  })

  test('that fits several readings decides nothing', () => {
    const usage = { prompt_tokens: 100, cached_tokens: 30, completion_tokens: 40, reasoning_tokens: 30 }
    expect(() => read({ ...usage, total_tokens: 170 })).toThrow(inconsistent)
    expect(tokensOf({ ...usage, total_tokens: 140 })).toEqual({ input: 70, cacheRead: 30, output: 40 })
  })

  test('of input and output alone decides nothing where Anthropic’s names leave the cached tokens out', () => {
    const usage = {
      input_tokens: 5000,
      cache_read_input_tokens: 3000,
      output_tokens: 100,
      total_tokens: 5100,
    }
    expect(() => read(usage)).toThrow(inconsistent)
    expect(tokensOf(usage, { inputIncludesCache: false })).toEqual({
      input: 5000,
      cacheRead: 3000,
      output: 100,
    })
    // More than the input cannot be in it.
    expect(tokensOf({ ...usage, input_tokens: 10, total_tokens: 110 })).toEqual({
      input: 10,
      cacheRead: 3000,
      output: 100,
    })
  })
})

describe('without a total', () => {
  test('names mean what their convention says', () => {
    const anthropic = {
      input_tokens: 10,
      cache_read_input_tokens: 50_000,
      cache_creation_input_tokens: 200,
      output_tokens: 90,
    }
    expect(tokensOf(anthropic)).toEqual({ input: 10, cacheRead: 50_000, cacheWrite: 200, output: 90 })
    const responses = { input_tokens: 400, input_tokens_details: { cached_tokens: 256 }, output_tokens: 60 }
    expect(tokensOf(responses)).toEqual({ input: 144, cacheRead: 256, output: 60 })
    const deepSeek = {
      prompt_tokens: 100,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
      completion_tokens: 1,
    }
    expect(tokensOf(deepSeek)).toEqual({ input: 36, cacheRead: 64, output: 1 })
    const objects = {
      inputTokens: { total: 500, noCache: 300, cacheRead: 150, cacheWrite: 50 },
      outputTokens: { total: 20, text: 15, reasoning: 5 },
    }
    expect(tokensOf(objects)).toEqual({ input: 300, cacheRead: 150, cacheWrite: 50, output: 20 })
    const vercel = { inputTokens: 500, cachedInputTokens: 200, outputTokens: 20, reasoningTokens: 5 }
    expect(tokensOf(vercel)).toEqual({ input: 300, cacheRead: 200, output: 20 })
  })

  test.each([
    [
      'gen_ai.usage.input_tokens',
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_write.input_tokens',
    ],
    [
      'llm.token_count.prompt',
      'llm.token_count.prompt_details.cache_read',
      'llm.token_count.prompt_details.cache_write',
    ],
    [
      'gen_ai.usage.input_tokens',
      'gen_ai.usage.input_tokens.cached',
      'gen_ai.usage.input_tokens.cache_write',
    ],
    ['prompt_tokens', 'prompt_cache_read_tokens', 'prompt_cache_write_tokens'],
    ['ai.usage.inputTokens', 'gen_ai.usage.details.cache_read_tokens', 'cache_creation'],
  ])('%s, %s and %s are known', (input, cacheRead, cacheWrite) => {
    const usage = { [input]: 1000, [cacheRead]: 600, [cacheWrite]: 100 }
    expect(tokensOf(usage, included)).toEqual({ input: 300, cacheRead: 600, cacheWrite: 100 })
  })

  test('writes of five minutes and of an hour add up', () => {
    const usage = {
      input_tokens: 3,
      cache_creation: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 156 },
    }
    expect(tokensOf(usage)).toEqual({ input: 3, cacheWrite: 456 })
    expect(tokensOf({ ...usage, cache_creation_input_tokens: 456 })).toEqual({ input: 3, cacheWrite: 456 })
    expect(() => read({ ...usage, cache_creation_input_tokens: 400 })).toThrow(inconsistent)
  })

  test('a part that is larger than its whole is refused', () => {
    expect(() => read({ prompt_tokens: 5, cached_tokens: 6 }, included)).toThrow(inconsistent)
    expect(() => read({ prompt_tokens: 0, cached_tokens: 6 }, included)).toThrow(inconsistent)
    expect(tokensOf({ cached_tokens: 6 }, included)).toEqual({ cacheRead: 6 })
  })
})

describe('two names of one count', () => {
  test('that differ by the cached tokens tell which includes them', () => {
    const usage = { prompt_tokens: 3092, input_tokens: 12, cache_read_input_tokens: 3080, output_tokens: 28 }
    expect(read(usage, included)).toEqual({
      tokens: { input: 12, cacheRead: 3080, output: 28 },
      reading: 'input includes cache reads, by names',
      usable: true,
    })
  })

  test('that disagree otherwise are refused, unless the total is of one', () => {
    const usage = { prompt_tokens: 20, input_tokens: 10, completion_tokens: 5 }
    expect(() => read(usage)).toThrow(inconsistent)
    expect(tokensOf({ ...usage, total_tokens: 25 })).toEqual({ input: 20, output: 5 })
    expect(() => read({ prompt_tokens: 20, cached_tokens: 4, cache_read_input_tokens: 5 })).toThrow(
      '/usage/cached_tokens is 4, but /usage/cache_read_input_tokens is 5',
    )
  })
})

describe('the mapping', () => {
  test('fixes a reading whatever the total says', () => {
    const usage = {
      prompt_tokens: 17_903,
      cached_tokens: 17_817,
      completion_tokens: 10,
      total_tokens: 35_730,
    }
    expect(read(usage, { inputIncludesCache: true })).toEqual({
      tokens: { input: 86, cacheRead: 17_817, output: 10 },
      reading: 'input includes cache reads, by mapping',
      usable: true,
    })
  })

  test('gives single names a class, by their whole or their last part', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      prompt_tokens_details: { audio_tokens: 3 },
      total_tokens: 18,
    }
    expect(tokensOf(usage, { tokenClasses: { audio_tokens: 'input' } })).toEqual({ input: 13, output: 5 })
    const ignored: UsageRules = { tokenClasses: { 'prompt_tokens_details.audio_tokens': 'ignore' } }
    expect(tokensOf(usage, ignored)).toEqual({ input: 10, output: 5 })
    expect(() => read(usage)).toThrow(inconsistent)
  })

  test('is asked for the class of a name that looks like a count', () => {
    expect(() => read({ prompt_tokens: 10, thinking_hard_tokens: 4 })).toThrow(
      '"thinking_hard_tokens" has no known class',
    )
    expect(tokensOf({ prompt_tokens: 10, thinking_hard_tokens: 4, total_tokens: 10 })).toEqual({ input: 10 })
  })
})

test('what is no count is refused with its place and its value', () => {
  expect(() => read({ prompt_tokens: -1 })).toThrow(
    '/usage/prompt_tokens is not a count from 0 to 10^15: "-1"',
  )
  expect(() => read({ prompt_tokens: 'many' })).toThrow('/usage/prompt_tokens is not a count')
})
