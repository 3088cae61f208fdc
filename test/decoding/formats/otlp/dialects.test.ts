/** Spans as frameworks and platforms are known to write them, with the counts that their providers bill. */
import { SemanticConventions } from '@arizeai/openinference-semantic-conventions'
import { describe, expect, test } from 'vitest'
import {
  attributesOf,
  chat,
  eventsOf,
  readParts,
  span,
  tokensOf,
  traces,
  type Values,
} from '../../../support/otlp.ts'

type Attribute = string | number | boolean | object
type Attributes = { readonly [key: string]: Attribute }

/** An attribute whose value is an object is a map of OTLP. */
const withMaps = (values: Attributes): object[] =>
  Object.entries(values).flatMap(([key, value]): object[] =>
    typeof value === 'object'
      ? [{ key, value: { kvlistValue: { values: attributesOf(value as Values) } } }]
      : attributesOf({ [key]: value }),
  )
const of = (values: Attributes, rest: object = {}, mapping?: object) =>
  tokensOf(traces(span(1, {}, { attributes: withMaps(values), ...rest })), mapping)[0]
const assetOf = (values: Values) => {
  const [part] = readParts(traces(span(1, values)))
  return typeof part === 'object' ? part.asset : part
}
const json = JSON.stringify

const plain = { input: 1000, output: 300 }
const cached = { input: 600, output: 300, cacheRead: 400 }
const { 'gen_ai.operation.name': _, ...noOperation } = chat

describe('the counts are found', () => {
  test.each<[string, Attributes, object]>([
    // 1,000 prompt tokens of which 400 cached; LangChain's counts include them.
    [
      'LangSmith, whose details are JSON text',
      {
        ...chat,
        'langsmith.span.kind': 'llm',
        'gen_ai.usage.total_tokens': 1300,
        'gen_ai.usage.input_token_details': json({ cache_read: 400, audio: 0 }),
        'gen_ai.usage.output_token_details': json({ reasoning: 100 }),
      },
      cached,
    ],
    [
      'LangSmith’s SDK for Python, whose details are Python',
      {
        ...chat,
        'gen_ai.usage.total_tokens': 1300,
        'gen_ai.usage.input_token_details': "{'cache_read': 400, 'audio': None}",
        'gen_ai.usage.output_token_details': "{'reasoning': 90}",
      },
      cached,
    ],
    ['details that are a map', { ...chat, 'gen_ai.usage.input_token_details': { cache_read: 400 } }, cached],
    [
      'MLflow, whose values are JSON',
      {
        'mlflow.spanType': '"CHAT_MODEL"',
        'mlflow.llm.model': '"gpt-5-mini"',
        'mlflow.chat.tokenUsage': json({
          input_tokens: 1000,
          output_tokens: 300,
          total_tokens: 1300,
          cache_read_input_tokens: 400,
        }),
      },
      cached,
    ],
    [
      'MLflow, as a map',
      {
        'mlflow.spanType': 'LLM',
        'mlflow.llm.model': 'gpt-5-mini',
        'mlflow.chat.tokenUsage': { input_tokens: 1000, output_tokens: 300 },
      },
      plain,
    ],
    [
      'Braintrust',
      {
        'braintrust.span_attributes': json({ type: 'llm', name: 'Chat Completion' }),
        'braintrust.metadata': json({ model: 'gpt-5-mini', provider: 'openai', temperature: 0 }),
        'braintrust.metrics': json({
          prompt_tokens: 1000,
          completion_tokens: 300,
          tokens: 1300,
          prompt_cached_tokens: 400,
          completion_reasoning_tokens: 100,
          time_to_first_token: 0.35,
          start: 1_737_710_446.8,
        }),
      },
      cached,
    ],
    [
      'Braintrust, one attribute a field',
      {
        'braintrust.span_attributes.type': 'llm',
        'braintrust.metadata.model': 'gpt-5-mini',
        'braintrust.metrics.prompt_tokens': 1000,
        'braintrust.metrics.completion_tokens': 300,
      },
      plain,
    ],
    [
      'Langtrace before the conventions',
      {
        'langtrace.service.name': 'OpenAI',
        'llm.model': 'gpt-4',
        'llm.token.counts': json({ input_tokens: 1000, output_tokens: 300, total_tokens: 1300 }),
      },
      plain,
    ],
    [
      'Microsoft.Extensions.AI before 9.3',
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.input_tokens': 1000,
        'gen_ai.response.output_tokens': 300,
      },
      plain,
    ],
    // Candidates 300 and thoughts 90 are two counts of Gemini's answer, and both are output.
    [
      'Google ADK before 2.3',
      {
        'gen_ai.system': 'gcp.vertex.agent',
        'gen_ai.request.model': 'gemini-2.5-pro',
        'gen_ai.usage.input_tokens': 1000,
        'gen_ai.usage.output_tokens': 300,
        'gen_ai.usage.experimental.reasoning_tokens': 90,
        'gen_ai.usage.experimental.reasoning_tokens_limit': 1024,
        'gen_ai.usage.experimental.system_instruction_tokens': 5,
      },
      { input: 1000, output: 390 },
    ],
    [
      'Google ADK today',
      {
        'gen_ai.system': 'gcp.vertex.agent',
        'gen_ai.request.model': 'gemini-2.5-pro',
        'gen_ai.usage.input_tokens': 1000,
        'gen_ai.usage.output_tokens': 390,
        'gen_ai.usage.reasoning.output_tokens': 90,
        'gen_ai.usage.cache_read.input_tokens': 400,
      },
      { input: 600, output: 390, cacheRead: 400 },
    ],
    // Bedrock leaves the cached tokens out of the input, and its total has all four.
    [
      'Strands on Bedrock',
      {
        ...chat,
        'gen_ai.system': 'strands-agents',
        'gen_ai.usage.prompt_tokens': 10,
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.completion_tokens': 300,
        'gen_ai.usage.total_tokens': 2310,
        'gen_ai.usage.cache_read_input_tokens': 2000,
        'gen_ai.usage.cache_write_input_tokens': 0,
      },
      { input: 10, output: 300, cacheRead: 2000 },
    ],
    [
      'Spring AI, whose values are all text',
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.response.model': 'none',
        'gen_ai.usage.input_tokens': '1000',
        'gen_ai.usage.output_tokens': '300',
        'gen_ai.usage.total_tokens': '1300',
      },
      plain,
    ],
    [
      'Mastra',
      { ...chat, 'mastra.span.type': 'model_generation', 'gen_ai.usage.cached_input_tokens': 400 },
      cached,
    ],
    [
      'OpenInference beside the conventions, on one span',
      {
        ...noOperation,
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-5-mini',
        'llm.token_count.prompt': 1000,
        'llm.token_count.completion': 300,
        'llm.token_count.total': 1300,
        'llm.token_count.prompt_details.cache_read': 400,
        'gen_ai.usage.cache_read.input_tokens': 400,
      },
      cached,
    ],
    [
      'zeros of one dialect beside the counts of another',
      {
        ...chat,
        'gen_ai.usage.input_tokens': 0,
        'gen_ai.usage.output_tokens': 0,
        'llm.token_count.prompt': 1000,
        'llm.token_count.completion': 300,
      },
      plain,
    ],
    [
      'counts as doubles and as text with zeros after the point',
      { ...chat, 'gen_ai.usage.input_tokens': '1000.0', 'gen_ai.usage.output_tokens': '300' },
      plain,
    ],
  ])('%s', (_name, values, tokens) => {
    expect(of(values)).toEqual(tokens)
  })

  test('attributes as nested objects, as Phoenix stores them', () => {
    const record = {
      data: [
        {
          context: { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) },
          start_time: '2025-01-24T09:20:46.847371+00:00',
          attributes: {
            openinference: { span: { kind: 'LLM' } },
            llm: {
              model_name: 'gpt-5-mini',
              token_count: { prompt: 1000, completion: 300, prompt_details: { cache_read: 400 } },
            },
          },
        },
      ],
    }
    expect(tokensOf(record)).toEqual([cached])
  })
})

test('details that are cut off are refused, since they may have cached tokens', () => {
  expect(of({ ...chat, 'gen_ai.usage.input_token_details': '{"cache_read": 4' })).toBe('record.malformed')
})

test('every count of OpenInference’s own package has a class', () => {
  const call = {
    [SemanticConventions.OPENINFERENCE_SPAN_KIND]: 'LLM',
    [SemanticConventions.LLM_MODEL_NAME]: 'm',
    [SemanticConventions.LLM_TOKEN_COUNT_PROMPT]: 1000,
    [SemanticConventions.LLM_TOKEN_COUNT_COMPLETION]: 300,
  }
  const counts = Object.values(SemanticConventions).filter(
    (name) => name.startsWith('llm.token_count.') && !(name in call) && !name.endsWith('_details'),
  )
  expect(counts.length).toBeGreaterThan(5)
  for (const name of counts) {
    const {
      input,
      output,
      cacheRead = 0,
      cacheWrite = 0,
    } = of({
      ...call,
      [name]: name.endsWith('.total') ? 1300 : 100,
    }) as { input: number; output: number; cacheRead?: number; cacheWrite?: number }
    expect([name, input + cacheRead + cacheWrite, output]).toEqual([name, 1000, 300])
    expect([name, cacheRead + cacheWrite]).toEqual([name, name.includes('.cache_') ? 100 : 0])
  }
})

describe('what Langfuse’s SDK and the attributes say is compared', () => {
  const details = (values: object) => ({ 'langfuse.observation.usage_details': json(values) })
  test.each<[string, Attributes, object | string]>([
    [
      'zeros give way to the details',
      { ...chat, 'gen_ai.usage.input_tokens': 0, ...details({ input: 1000, output: 300 }) },
      plain,
    ],
    [
      'the details tell the cached tokens apart',
      { ...chat, ...details({ input: 600, input_cached_tokens: 400, output: 300 }) },
      cached,
    ],
    [
      'the attributes tell the cached tokens apart',
      { ...chat, 'gen_ai.usage.cache_read.input_tokens': 400, ...details({ input: 1000, output: 300 }) },
      cached,
    ],
    ['two sums are refused', { ...chat, ...details({ input: 900, output: 300 }) }, 'record.inconsistent'],
    ['details of zeros say nothing', { ...chat, ...details({ input: 0, output: 0 }) }, plain],
  ])('%s', (_name, values, expected) => {
    expect(of(values)).toEqual(expected)
  })
})

describe('Vercel’s SDK passes on what the provider counts', () => {
  const call = (input: number, metadata: object, more: Values = {}) => ({
    'ai.operationId': 'ai.streamText.doStream',
    'ai.model.id': 'm',
    'ai.usage.inputTokens': input,
    'ai.usage.outputTokens': 300,
    'ai.usage.totalTokens': input + 300,
    'ai.response.providerMetadata': json(metadata),
    ...more,
  })
  const usage = { input_tokens: 1000, cache_read_input_tokens: 400, cache_creation_input_tokens: 20 }
  test.each<[string, Values, object]>([
    // Version 5 with Anthropic: the input leaves out what was cached, and nothing else says so.
    [
      'Anthropic, version 5',
      call(
        1000,
        { anthropic: { usage: { ...usage, output_tokens: 300 } } },
        { 'ai.usage.cachedInputTokens': 400 },
      ),
      { input: 1000, output: 300, cacheRead: 400, cacheWrite: 20 },
    ],
    [
      'Anthropic, version 4',
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.model.id': 'm',
        'ai.usage.promptTokens': 1000,
        'ai.usage.completionTokens': 300,
        'ai.response.providerMetadata': json({
          anthropic: { cacheReadInputTokens: 400, cacheCreationInputTokens: 20 },
        }),
      },
      { input: 1000, output: 300, cacheRead: 400, cacheWrite: 20 },
    ],
    [
      'Bedrock, version 5',
      call(1000, { bedrock: { usage: { cacheReadInputTokens: 400, cacheWriteInputTokens: 20 } } }),
      { input: 1000, output: 300, cacheRead: 400, cacheWrite: 20 },
    ],
    ['OpenAI, version 4', call(1000, { openai: { cachedPromptTokens: 400 } }), cached],
    ['DeepSeek, version 4', call(1000, { deepseek: { promptCacheHitTokens: 400 } }), cached],
    [
      'Anthropic, version 6, which writes the details',
      call(
        1420,
        { anthropic: { usage: { ...usage, output_tokens: 300 } } },
        {
          'ai.usage.cachedInputTokens': 400,
          'ai.usage.inputTokenDetails.noCacheTokens': 1000,
          'ai.usage.inputTokenDetails.cacheReadTokens': 400,
          'ai.usage.inputTokenDetails.cacheWriteTokens': 20,
        },
      ),
      { input: 1000, output: 300, cacheRead: 400, cacheWrite: 20 },
    ],
  ])('%s', (_name, values, tokens) => {
    expect(of(values)).toEqual(tokens)
  })
})

describe('what makes no inference has its own reason', () => {
  test.each<[string, Attributes, string]>([
    [
      'a prompt of LangSmith, whose operation is chat',
      { 'langsmith.span.kind': 'prompt', ...chat },
      'prompt span',
    ],
    [
      'a retriever of LangSmith, whose operation is embeddings',
      { 'langsmith.span.kind': 'retriever', 'gen_ai.operation.name': 'embeddings' },
      'retriever span',
    ],
    ['a chain with the sum of its calls', { ...chat, 'gen_ai.operation.name': 'chain' }, 'chain span'],
    [
      'the run of an agent of Pydantic AI',
      { ...noOperation, model_name: 'gpt-5-mini', agent_name: 'a', 'pydantic_ai.all_messages': '[]' },
      'agent span',
    ],
    ['a step of Mastra', { ...chat, 'gen_ai.operation.name': 'model_step' }, 'model_step span'],
    [
      'a chain of MLflow',
      { 'mlflow.spanType': '"CHAIN"', 'mlflow.chat.tokenUsage': json({ input_tokens: 5 }) },
      'chain span',
    ],
    [
      'a score of Braintrust',
      {
        'braintrust.span_attributes': json({ type: 'score' }),
        'braintrust.metrics': json({ prompt_tokens: 5 }),
      },
      'score span',
    ],
    [
      'a look-up of a stored response by LiteLLM',
      { ...chat, 'gen_ai.operation.name': 'aget_responses' },
      'look-up of a stored response (aget_responses)',
    ],
    [
      'a client of Spring AI',
      { 'gen_ai.operation.name': 'framework', 'gen_ai.system': 'spring_ai' },
      'framework span',
    ],
    [
      'a guardrail of OpenInference',
      { 'openinference.span.kind': 'GUARDRAIL', ...noOperation },
      'guardrail span',
    ],
    [
      'an evaluator of OpenInference',
      { 'openinference.span.kind': 'EVALUATOR', ...noOperation },
      'evaluator span',
    ],
    ['a reranker of OpenInference', { 'openinference.span.kind': 'RERANKER' }, 'reranker span'],
  ])('%s', (_name, values, reason) => {
    expect(of(values)).toBe(`skipped: ${reason}`)
  })

  test.each<[string, Attributes]>([
    ['of unknown kind by OpenInference', { 'openinference.span.kind': 'UNKNOWN', ...noOperation }],
    ['of no kind by Laminar', { 'lmnr.span.type': 'DEFAULT', ...noOperation }],
    ['of unknown kind by MLflow', { 'mlflow.spanType': '"UNKNOWN"', ...noOperation }],
    ['of unknown type by OpenLLMetry', { 'llm.request.type': 'unknown', ...noOperation }],
    ['with an operation in capitals', { ...chat, 'gen_ai.operation.name': 'Chat' }],
    ['of an LLM by AgentOps', { 'agentops.span.kind': 'llm', ...noOperation }],
  ])('a call %s still bills', (_name, values) => {
    expect(of(values)).toEqual(plain)
  })
})

test('a model that is `none` is not known', () => {
  expect(assetOf({ ...chat, 'gen_ai.request.model': 'none', 'gen_ai.response.model': 'gpt-5-mini' })).toBe(
    'model:openai/gpt-5-mini',
  )
  expect(assetOf({ ...chat, 'gen_ai.provider.name': 'none' })).toBe('model:gpt-5-mini')
  expect(assetOf({ ...noOperation, 'gen_ai.request.model': 'none' })).toBe(
    'skipped: span with token counts and no model',
  )
})

describe('of several declared costs', () => {
  const costOf = (values: Values) => {
    const [part] = readCosts(values)
    return part
  }
  test.each<[string, Values, string]>([
    ['a zero gives way', { 'gen_ai.usage.cost': 0, 'gen_ai.cost.total_cost': 0.0025 }, '0.0025'],
    ['OpenRouter’s total', { 'gen_ai.usage.total_cost': 0.0025, 'gen_ai.usage.input_cost': 0.001 }, '0.0025'],
    ['OpenLLMetry’s', { 'llm.usage.cost': 0.0025 }, '0.0025'],
    ['MLflow’s total', { 'mlflow.llm.cost': json({ input_cost: 0.001, total_cost: 0.0025 }) }, '0.0025'],
    [
      'Langfuse’s parts, without a total',
      { 'langfuse.observation.cost_details': json({ input: 0.001, output: 0.0015 }) },
      '0.0025',
    ],
  ])('%s', (_name, values, amount) => {
    expect(costOf({ ...chat, ...values })).toBe(amount)
  })
})

function readCosts(values: Values): unknown[] {
  return eventsOf(traces(span(1, values)), { amountFrom: 'declared' }).map((event) =>
    'event' in event ? (event.event as { data: { amount?: string } }).data.amount : event,
  )
}
