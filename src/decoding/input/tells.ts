/**
 * The fields by which a record shows its format. The first format of the table whose tell a record has is its format.
 * A tell is a field that the other formats do not have, or a field with a value that only this format gives it.
 */
import type { InputFormat } from '../formats/names.ts'

type Found = Exclude<InputFormat, 'auto' | 'csv' | 'json'>
type Fields = Readonly<Record<string, unknown>>

const langfuseType =
  /^(?:trace|score|sdk-log|(?:span|generation|event|observation|agent|tool|chain|retriever|evaluator|embedding|guardrail)-(?:create|update))/
const langfuseObservations = new Set([
  'GENERATION',
  'SPAN',
  'EVENT',
  'EMBEDDING',
  'AGENT',
  'TOOL',
  'CHAIN',
  'RETRIEVER',
  'EVALUATOR',
  'GUARDRAIL',
])

const tells: readonly (readonly [Found, (record: Fields) => boolean])[] = [
  ['cloudevents', isCloudEvent],
  ['otlp', isOtlp],
  ['langfuse', (record) => isLangfuse(record) || listOf(record).some(isLangfuse)],
  ['x402', isX402],
  ['mpp', isMpp],
  ['openrouter', (record) => [record, ...listOf(record)].some(isOpenrouter)],
  ['litellm', (record) => isLitellm(record) || listOf(record).some(isLitellm)],
]

/** The format of a record that is a JSON value; undefined where it is of no known one. */
export function formatByTells(value: unknown): Found | undefined {
  const record = fieldsOf(value)
  return record && tells.find(([, hasTell]) => hasTell(record))?.[0]
}

function isCloudEvent({ specversion, type, source }: Fields): boolean {
  if (specversion !== undefined) return true
  return typeof type === 'string' && (type.startsWith('io.headwater.') || source !== undefined)
}

const otlpLists = [
  'resourceSpans',
  'resource_spans',
  'resourceLogs',
  'resource_logs',
  'resourceMetrics',
  'resource_metrics',
  'scopeSpans',
]

/** A request, or a span alone. */
function isOtlp(record: Fields): boolean {
  if (otlpLists.some((name) => Array.isArray(record[name]))) return true
  const context = fieldsOf(record.context) ?? record
  const hasIds =
    (context.traceId ?? context.trace_id) !== undefined && (context.spanId ?? context.span_id) !== undefined
  return hasIds && record.attributes !== undefined
}

function isLangfuse({ type, body, startTime, start_time: started }: Fields): boolean {
  if (typeof type !== 'string') return false
  if (fieldsOf(body)) return langfuseType.test(type)
  return langfuseObservations.has(type) && (startTime ?? started) !== undefined
}

function isOpenrouter(record: Fields): boolean {
  const usage = fieldsOf(record.usage)
  if (usage?.cost !== undefined && typeof (record.created ?? record.created_at) === 'number') return true
  if (record.byok_usage_inference !== undefined && record.date !== undefined) return true
  return ['native_tokens_prompt', 'nativeTokensPrompt', 'tokens_prompt', 'tokensPrompt'].some(
    (name) => record[name] !== undefined,
  )
}

const paymentHeaders = /^(?:x-payment|payment-signature)$/i

/** A payment payload, wherever it is, or the header that has it. */
function isX402(record: Fields): boolean {
  return hasPart(record, (value, key) => {
    if (typeof value === 'string') return paymentHeaders.test(key)
    const { x402Version, payload } = fieldsOf(value) ?? {}
    return x402Version !== undefined && fieldsOf(payload) !== undefined
  })
}

/** A receipt, wherever it is, or the header that has it. */
function isMpp(record: Fields): boolean {
  return hasPart(record, (value, key) => {
    if (typeof value === 'string') return key.toLowerCase() === 'payment-receipt'
    const { status, method, reference, challengeId } = fieldsOf(value) ?? {}
    return [status, method, reference, challengeId].every((text) => typeof text === 'string')
  })
}

type IsPart = (value: unknown, key: string) => boolean

/** Items of a list that are looked at. */
const itemsMax = 100

/** Whether the record, or something in it, is what is looked for. Captures have a header as `{ name, value }`. */
function hasPart(value: unknown, isPart: IsPart, depth = 5, key = ''): boolean {
  if (isPart(value, key)) return true
  if (depth === 0 || typeof value !== 'object' || value === null) return false
  if (Array.isArray(value))
    return value.slice(0, itemsMax).some((item) => hasPart(item, isPart, depth - 1, key))
  const fields = value as Fields
  if (typeof fields.name === 'string' && isPart(fields.value, fields.name)) return true
  return Object.entries(fields).some(([name, inner]) => hasPart(inner, isPart, depth - 1, name))
}

/** A row of the spend logs, or a payload of a callback. */
function isLitellm(record: Fields): boolean {
  const has = (...names: readonly string[]) => names.some((name) => record[name] !== undefined)
  if (!has('request_id', 'id') || !has('startTime', 'start_time')) return false
  return has('call_type', 'custom_llm_provider', 'spend', 'response_cost', 'prompt_tokens', 'model_group')
}

/** The records within a record: a batch of Langfuse, or the answer of an API. */
function listOf({ batch, data, observations }: Fields): Fields[] {
  const list = batch ?? data ?? observations
  const items: readonly unknown[] = Array.isArray(list) ? list : [list]
  return items.map(fieldsOf).filter((item) => item !== undefined)
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
