/**
 * The names of token counts that gateways, tracers and providers use, and what each means. A name is looked up without
 * its prefix, in snake case: `gen_ai.usage.cacheReadTokens` is `cache_read_tokens`. The objects of details have one
 * name each, `input_details` and `output_details`, whatever their writer calls them.
 */

/** What a count is. A `…Part` is a kind of tokens with a name of its own; a `…Detail` is a part of the count that it details. */
export type Slot =
  | 'input'
  | 'uncached'
  | 'output'
  | 'cacheRead'
  | 'cacheWrite'
  | 'cacheWrite5m'
  | 'cacheWrite1h'
  | 'cacheReadPart'
  | 'cacheWritePart'
  | 'reasoning'
  | 'toolPrompt'
  | 'inputPart'
  | 'outputPart'
  | 'inputDetail'
  | 'outputDetail'
  | 'total'
  | 'unknown'

export interface Meaning {
  readonly slot: Slot
  /** Whether the count is a part of its main count, by the convention that the name is from; undefined: it depends. */
  readonly within?: boolean
}

type Row = readonly [meaning: Meaning, source: string, names: string]

/** One row for each meaning and source. */
const table: readonly Row[] = [
  [{ slot: 'input', within: true }, 'OpenAI Chat Completions, LiteLLM', 'prompt_tokens prompt'],
  [{ slot: 'input' }, 'OpenAI Responses and Images, Anthropic, OpenTelemetry', 'input_tokens'],
  [{ slot: 'input' }, 'Langfuse, Vercel AI SDK', 'input'],
  [{ slot: 'input', within: true }, 'Gemini, Amazon Bedrock', 'prompt_token_count input_token_count'],
  [{ slot: 'input', within: true }, 'OpenRouter', 'native_tokens_prompt tokens_prompt'],
  [{ slot: 'input', within: true }, 'Ollama', 'prompt_eval_count'],
  [{ slot: 'input', within: true }, 'OpenAI usage export', 'n_context_tokens_total context_tokens'],
  [{ slot: 'input', within: true }, 'Vercel AI SDK 6: objects', 'input_tokens.total'],
  [{ slot: 'uncached' }, 'Vercel AI SDK 6: objects', 'input_tokens.no_cache'],
  [{ slot: 'uncached' }, 'DeepSeek', 'prompt_cache_miss_tokens'],
  [{ slot: 'uncached' }, 'Vercel AI SDK 6', 'input_details.no_cache_tokens'],
  [{ slot: 'uncached' }, 'Anthropic usage export', 'uncached_input_tokens'],

  [{ slot: 'output' }, 'OpenAI Chat Completions, LiteLLM', 'completion_tokens completion'],
  [{ slot: 'output' }, 'OpenAI Responses and Images, Anthropic, OpenTelemetry', 'output_tokens output'],
  [
    { slot: 'output' },
    'Gemini, Amazon Bedrock',
    'candidates_token_count response_token_count output_token_count',
  ],
  [{ slot: 'output' }, 'OpenRouter', 'native_tokens_completion tokens_completion'],
  [{ slot: 'output' }, 'Ollama', 'eval_count'],
  [{ slot: 'output' }, 'Vercel AI SDK 6: objects', 'output_tokens.total'],
  [{ slot: 'output' }, 'OpenAI usage export', 'n_generated_tokens_total generated_tokens'],

  [
    { slot: 'cacheRead', within: true },
    'OpenAI, LiteLLM, LangChain, OpenInference: in the details of the input',
    'input_details.cached_tokens input_details.cache_read input_details.cache_read_tokens input_details.cached ' +
      'input_details.cache_read_input_tokens input_details.cache_input',
  ],
  [{ slot: 'cacheRead' }, 'Anthropic, LiteLLM', 'cache_read_input_tokens cache_read_tokens cache_read'],
  [{ slot: 'cacheRead' }, 'OpenTelemetry 1.38 and later', 'cache_read.input_tokens'],
  [
    { slot: 'cacheRead', within: true },
    'Vercel AI SDK 5, Helicone, Portkey',
    'cached_input_tokens cached_tokens',
  ],
  [{ slot: 'cacheRead', within: true }, 'OpenAI usage export', 'input_cached_tokens'],
  [
    { slot: 'cacheRead', within: true },
    'Sentry; Vercel AI SDK 6: objects',
    'input_tokens.cached input_tokens.cache_read',
  ],
  [{ slot: 'cacheRead' }, 'Helicone', 'prompt_cache_read_tokens'],
  [{ slot: 'cacheRead', within: true }, 'Codex', 'cached_token_count'],
  [{ slot: 'cacheRead', within: false }, 'Langfuse', 'input_cache_read input_cache_read_tokens'],
  [{ slot: 'cacheRead', within: true }, 'Gemini', 'cached_content_token_count'],
  [{ slot: 'cacheRead', within: false }, 'Amazon Bedrock', 'cache_read_input_token_count'],
  [{ slot: 'cacheRead', within: true }, 'DeepSeek', 'prompt_cache_hit_tokens'],
  [{ slot: 'cacheRead', within: true }, 'OpenRouter', 'native_tokens_cached tokens_cached'],
  [
    { slot: 'cacheRead', within: true },
    'other',
    'cached_prompt_tokens prompt_cached_tokens num_cached_tokens',
  ],

  [
    { slot: 'cacheWrite', within: true },
    'LiteLLM, OpenRouter, LangChain, OpenInference: in the details of the input',
    'input_details.cache_creation_tokens input_details.cache_write_tokens input_details.cache_creation ' +
      'input_details.cache_write input_details.cache_creation_input_tokens',
  ],
  [
    { slot: 'cacheWrite' },
    'Anthropic, LiteLLM',
    'cache_creation_input_tokens cache_creation_tokens cache_creation',
  ],
  [
    { slot: 'cacheWrite' },
    'OpenTelemetry 1.38 and later',
    'cache_creation.input_tokens cache_write.input_tokens',
  ],
  [
    { slot: 'cacheWrite' },
    'Amazon Bedrock, others',
    'cache_write_input_tokens cache_write_tokens cache_write',
  ],
  [{ slot: 'cacheWrite', within: true }, 'Sentry; Vercel AI SDK 6: objects', 'input_tokens.cache_write'],
  [{ slot: 'cacheWrite' }, 'Helicone', 'prompt_cache_write_tokens'],
  [{ slot: 'cacheWrite', within: false }, 'Amazon Bedrock', 'cache_write_input_token_count'],
  [
    { slot: 'cacheWrite', within: false },
    'Langfuse',
    'input_cache_creation input_cache_creation_tokens input_cache_write input_cache_write_tokens',
  ],
  [
    { slot: 'cacheWrite5m' },
    'Anthropic, by the time that the tokens stay cached',
    'cache_creation.ephemeral_5m_input_tokens ephemeral_5m_input_tokens ' +
      'input_details.cache_creation_token_details.ephemeral_5m_input_tokens input_cache_creation_5m',
  ],
  [
    { slot: 'cacheWrite1h' },
    'Anthropic, by the time that the tokens stay cached',
    'cache_creation.ephemeral_1h_input_tokens ephemeral_1h_input_tokens ' +
      'input_details.cache_creation_token_details.ephemeral_1h_input_tokens input_cache_creation_1h',
  ],

  [
    { slot: 'reasoning', within: true },
    'OpenAI, LiteLLM, LangChain, OpenInference: in the details of the output',
    'output_details.reasoning_tokens output_details.reasoning',
  ],
  [
    { slot: 'reasoning' },
    'Vercel AI SDK, OpenRouter',
    'reasoning_tokens native_tokens_reasoning tokens_reasoning',
  ],
  [
    { slot: 'reasoning', within: true },
    'Sentry; Vercel AI SDK 6: objects; Codex',
    'output_tokens.reasoning reasoning_token_count',
  ],
  [{ slot: 'reasoning' }, 'OpenTelemetry', 'reasoning.output_tokens reasoning'],
  [{ slot: 'reasoning' }, 'Langfuse', 'output_reasoning_tokens output_reasoning'],
  [{ slot: 'reasoning', within: false }, 'Gemini', 'thoughts_token_count'],
  [{ slot: 'toolPrompt', within: false }, 'Gemini', 'tool_use_prompt_token_count'],

  [
    { slot: 'inputPart' },
    'OpenAI usage export, Langfuse',
    'input_audio_tokens input_image_tokens input_text_tokens',
  ],
  [
    { slot: 'outputPart' },
    'OpenAI usage export, Langfuse',
    'output_audio_tokens output_image_tokens output_text_tokens',
  ],
  [{ slot: 'outputDetail' }, 'Vercel AI SDK 6: objects', 'output_tokens.text'],
  [{ slot: 'inputPart', within: true }, 'Helicone', 'prompt_audio_tokens'],
  [{ slot: 'outputPart', within: true }, 'Helicone', 'completion_audio_tokens'],
  [{ slot: 'outputPart', within: true }, 'OpenRouter', 'native_tokens_completion_images'],

  [{ slot: 'total' }, 'everyone', 'total_tokens total total_token_count tokens_total'],
]

const known: ReadonlyMap<string, Meaning> = new Map(
  table.flatMap(([meaning, , names]) => names.split(' ').map((name) => [name, meaning] as const)),
)

const prefix =
  /^(?:gen_ai\.usage|llm\.usage|llm\.token_count|ai\.usage|usage|mlflow\.chat\.token_usage|braintrust\.metrics|llm\.token\.counts)\.(?:details\.)?|^details\./
const inputDetails = /^(?:prompt|input)(?:_tokens?)?_details\./
const outputDetails = /^(?:completion|output)(?:_tokens?)?_details\./
const looksLikeTokens = /(?:^|_)tokens?(?:_count)?$/
/** The time to the first token is no count. */
const measuresTime = /time|latency|_per_/

/** Meanings by the name as written. A record may have any names, so there is a bound. */
const remembered = new Map<string, Meaning | undefined>()
const rememberedMax = 10_000
const nameLengthMax = 256

/** What a name means; undefined for one that counts no tokens. */
export function meaningOf(name: string): Meaning | undefined {
  const known = remembered.get(name)
  if (known !== undefined || remembered.has(name)) return known
  const meaning = findMeaning(plainName(name))
  if (remembered.size < rememberedMax && name.length <= nameLengthMax) remembered.set(name, meaning)
  return meaning
}

function plainName(name: string): string {
  return name
    .slice(0, nameLengthMax)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(prefix, '')
    .replace(inputDetails, 'input_details.')
    .replace(outputDetails, 'output_details.')
}

function findMeaning(name: string): Meaning | undefined {
  const found = known.get(name)
  if (found) return found
  // Predicted tokens are counted within the text, and a deeper object details a detail.
  if (/^(?:input|output)_details\./.test(name)) {
    if (name.includes('prediction') || name.split('.').length > 2) return undefined
    return { slot: name.startsWith('input') ? 'inputDetail' : 'outputDetail' }
  }
  return looksLikeTokens.test(name) && !measuresTime.test(name) ? { slot: 'unknown' } : undefined
}

/** Meanings of names that are free words, as Langfuse's usage types: the words in a name say what it counts. */
const rememberedFree = new Map<string, Meaning>()

export function freeMeaningOf(name: string): Meaning {
  let meaning = rememberedFree.get(name)
  if (!meaning) {
    const found = meaningOf(name)
    meaning = found && found.slot !== 'unknown' ? found : byWords(plainName(name))
    if (rememberedFree.size < rememberedMax && name.length <= nameLengthMax) rememberedFree.set(name, meaning)
  }
  return meaning
}

function byWords(name: string): Meaning {
  if (name.includes('cache')) return { slot: /creat|writ/.test(name) ? 'cacheWritePart' : 'cacheReadPart' }
  if (/reasoning|thought|thinking/.test(name)) return { slot: 'reasoning' }
  if (/input|prompt/.test(name)) return { slot: name.includes('tool') ? 'toolPrompt' : 'inputPart' }
  if (/output|completion|candidates/.test(name)) return { slot: 'outputPart' }
  return { slot: 'unknown' }
}
