/** Records of gateways as they write them, with everything that no call needs. The benchmark and the fuzz read them. */
import type { InputFormat } from '../../src/decoding/formats/names.ts'
import { benchCall } from './calls.ts'

export interface RecordSample {
  readonly name: string
  readonly format: Exclude<InputFormat, 'auto'>
  readonly mapping?: unknown
  /** The lines before the records, each with its line end. */
  readonly header?: string
  /** The record number `i`, on one line. */
  readonly line: (i: number) => string
  /** The same as a JSON value, for records that are not JSON. */
  readonly json?: (i: number) => string
}

const started = Date.UTC(2026, 0, 1)
export const recordModels = ['gpt-5-mini', 'claude-sonnet-4-5', 'gemini-2.5-flash', 'llama-4-maverick']
const model = (i: number) => recordModels[i % recordModels.length]!
const when = (i: number) => new Date(started + i * 250).toISOString()
const hex = (i: number, length: number) => (i + 1).toString(16).padStart(length, 'a0')

function litellmSpendLog(i: number): string {
  const prompt = 500 + (i % 4_000)
  const completion = 50 + (i % 900)
  const usage = {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: i % 400, audio_tokens: null },
    completion_tokens_details: { reasoning_tokens: i % 40 },
  }
  return JSON.stringify({
    request_id: `chatcmpl-${i}`,
    call_type: 'acompletion',
    api_key: hex(i % 50, 64),
    spend: (prompt * 25 + completion * 200) / 1e8,
    total_tokens: prompt + completion,
    prompt_tokens: prompt,
    completion_tokens: completion,
    startTime: when(i).slice(0, -1),
    endTime: when(i + 4).slice(0, -1),
    model: model(i),
    model_id: 'd0c1',
    model_group: model(i),
    custom_llm_provider: 'openai',
    api_base: 'https://api.example/v1',
    user: 'svc',
    metadata: {
      user_api_key_alias: 'prod-key',
      user_api_key_team_id: 'team-9',
      usage_object: usage,
      cost_breakdown: { input_cost: 0, output_cost: 0, total_cost: 0 },
      additional_usage_values: {},
    },
    cache_hit: 'False',
    request_tags: ['env:prod', 'User-Agent: x'],
    end_user: `customer-${i % 5_000}`,
    session_id: `s-${i}`,
    status: 'success',
  })
}

function litellmPayload(i: number): string {
  const prompt = 500 + (i % 4_000)
  return JSON.stringify({
    id: `chatcmpl-${i}`,
    trace_id: `trace-${i}`,
    call_type: 'acompletion',
    stream: true,
    status: 'success',
    custom_llm_provider: 'anthropic',
    response_cost: prompt / 1e7,
    startTime: (started + i * 250) / 1_000,
    endTime: (started + i * 250 + 900) / 1_000,
    model: model(i),
    model_group: model(i),
    prompt_tokens: prompt,
    completion_tokens: 120,
    total_tokens: prompt + 120,
    cache_hit: null,
    metadata: { user_api_key_hash: hex(i % 50, 64), requester_ip_address: '' },
    messages: [{ role: 'user', content: 'Summarize the text: the quick brown fox jumps over the lazy dog.' }],
    response: {
      id: `msg_${i}`,
      usage: {
        prompt_tokens: prompt,
        completion_tokens: 120,
        total_tokens: prompt + 120,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 50,
        prompt_tokens_details: { cached_tokens: 100, cache_creation_tokens: 50 },
      },
    },
  })
}

const attribute = (key: string, value: string | number) =>
  typeof value === 'number'
    ? { key, value: { intValue: String(value) } }
    : { key, value: { stringValue: value } }

function otlpSpan(i: number) {
  const nanoseconds = `${started + i * 250}000000`
  return {
    traceId: hex(i, 32),
    spanId: hex(i, 16),
    parentSpanId: '',
    flags: 256,
    name: `chat ${model(i)}`,
    kind: 3,
    startTimeUnixNano: nanoseconds,
    endTimeUnixNano: `${started + i * 250 + 900}000000`,
    attributes: [
      attribute('gen_ai.operation.name', 'chat'),
      attribute('gen_ai.provider.name', 'openai'),
      attribute('gen_ai.request.model', model(i)),
      attribute('gen_ai.response.model', `${model(i)}-2026-01-01`),
      attribute('gen_ai.response.id', `chatcmpl-${i}`),
      attribute('gen_ai.usage.input_tokens', 500 + (i % 4_000)),
      attribute('gen_ai.usage.output_tokens', 50 + (i % 900)),
      attribute('gen_ai.usage.cache_read.input_tokens', i % 400),
      attribute('server.address', 'api.example'),
    ],
    status: {},
  }
}

/** Spans of an export request, as a collector gathers them. */
export const spansPerRequest = 10

export function otlpRequest(i: number, spans: number) {
  return {
    resourceSpans: [
      {
        resource: { attributes: [attribute('service.name', 'assistant')] },
        scopeSpans: [
          {
            scope: { name: 'opentelemetry.instrumentation.openai_v2', version: '2.1' },
            spans: Array.from({ length: spans }, (_, at) => otlpSpan(i * spans + at)),
          },
        ],
      },
    ],
  }
}

function langfuseObservation(i: number): string {
  return JSON.stringify({
    id: `gen-${i}`,
    traceId: `trace-${i}`,
    type: 'GENERATION',
    name: 'chat',
    startTime: when(i),
    endTime: when(i + 3),
    model: model(i),
    modelParameters: { temperature: 0.2 },
    input: [{ role: 'user', content: 'Hello' }],
    output: { role: 'assistant', content: 'Hi' },
    level: 'DEFAULT',
    usageDetails: { input: 500 + (i % 4_000), output: 50 + (i % 900), input_cached_tokens: i % 400 },
    costDetails: { total: 0.00123 },
    metadata: {},
    environment: 'production',
  })
}

function langfuseBatch(i: number): string {
  const create = { id: `gen-${i}`, traceId: `trace-${i}`, startTime: when(i), model: model(i) }
  const update = { id: `gen-${i}`, usage: { input: 500, output: 50, total: 550, unit: 'TOKENS' } }
  return JSON.stringify({
    batch: [
      { id: `e1-${i}`, type: 'trace-create', timestamp: when(i), body: { id: `trace-${i}`, name: 'chat' } },
      { id: `e2-${i}`, type: 'generation-create', timestamp: when(i), body: create },
      { id: `e3-${i}`, type: 'generation-update', timestamp: when(i + 3), body: update },
    ],
    metadata: { batch_size: 3, sdk_name: 'python' },
  })
}

function openrouterGeneration(i: number): string {
  return JSON.stringify({
    data: {
      id: `gen-${started + i}`,
      upstream_id: `chatcmpl-${i}`,
      total_cost: 0.0015,
      cache_discount: null,
      created_at: when(i),
      model: `openai/${model(i)}`,
      app_id: 12_345,
      streamed: true,
      cancelled: false,
      provider_name: 'OpenAI',
      latency: 900,
      tokens_prompt: 480,
      tokens_completion: 60,
      native_tokens_prompt: 500 + (i % 4_000),
      native_tokens_completion: 50 + (i % 900),
      native_tokens_reasoning: 10,
      native_tokens_cached: i % 400,
      usage: 0.0015,
      finish_reason: 'stop',
    },
  })
}

const csvMapping = {
  event: {
    source: 'azure',
    id: '{id}',
    time: '{time}',
    asset: 'model:azure/{model}',
    amount: '{cost}',
    currency: 'USD',
    caller: '{customer}',
    tokens: { input: '{input}', output: '{output}' },
  },
  amountDigits: 12,
}

function csvRow(i: number): string {
  return `row-${i},${when(i)},${model(i)},0.00${1_000 + (i % 9_000)},"customer, ${i % 5_000}",${500 + (i % 4_000)},${50 + (i % 900)},eu-west`
}

function csvRowAsJson(i: number): string {
  const [id, time, name, cost, ...rest] = csvRow(i).split(',')
  return JSON.stringify({
    id,
    time,
    model: name,
    cost,
    customer: `customer, ${i % 5_000}`,
    rest: rest.slice(2),
  })
}

const jsonMapping = {
  rows: 'data.results',
  timeUnit: 'seconds',
  event: {
    source: 'openai-usage',
    id: '{data.start_time}/{data.results.model}',
    time: '{data.start_time}',
    asset: 'model:openai/{data.results.model}',
    caller: '{data.results.user_id?}',
    tokens: {
      input: '{data.results.input_tokens} - {data.results.input_cached_tokens?}',
      output: '{data.results.output_tokens?}',
      cacheRead: '{data.results.input_cached_tokens?}',
    },
  },
}

/** A bucket of OpenAI's usage API, one result in it. */
function usageBucket(i: number): string {
  const start = started / 1_000 + i
  const result = {
    object: 'organization.usage.completions.result',
    input_tokens: 5_000 + (i % 4_000),
    output_tokens: 500 + (i % 900),
    input_cached_tokens: i % 400,
    num_model_requests: 5,
    project_id: null,
    user_id: `user-${i % 500}`,
    model: model(i),
  }
  return JSON.stringify({
    object: 'page',
    data: [{ object: 'bucket', start_time: start, end_time: start + 3_600, results: [result] }],
    has_more: false,
  })
}

export const recordSamples: readonly RecordSample[] = [
  { name: 'CloudEvents', format: 'cloudevents', line: benchCall },
  { name: 'LiteLLM spend logs', format: 'litellm', line: litellmSpendLog },
  { name: 'LiteLLM logging payloads', format: 'litellm', line: litellmPayload },
  {
    name: `OTLP JSON, ${spansPerRequest} spans a request`,
    format: 'otlp',
    line: (i) => JSON.stringify(otlpRequest(i, spansPerRequest)),
  },
  { name: 'Langfuse observations', format: 'langfuse', line: langfuseObservation },
  { name: 'Langfuse ingestion batches', format: 'langfuse', line: langfuseBatch },
  { name: 'OpenRouter generations', format: 'openrouter', line: openrouterGeneration },
  {
    name: 'CSV',
    format: 'csv',
    mapping: csvMapping,
    header: 'id,time,model,cost,customer,input,output,region\n',
    line: csvRow,
    json: csvRowAsJson,
  },
  { name: 'JSON by a mapping', format: 'json', mapping: jsonMapping, line: usageBucket },
]
