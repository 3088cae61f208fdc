/**
 * LiteLLM: `StandardLoggingPayload` objects from its callbacks, and rows of `LiteLLM_SpendLogs`. `prompt_tokens` include
 * the cached tokens: LiteLLM makes this the same for every provider.
 */
import { fail } from '../../errors.ts'
import { callEvent } from './call.ts'
import { type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { countOf, first, isObject, type Json, objectAt, remainder, textOf } from './record.ts'
import { epochTime, rfc3339 } from './times.ts'

export function* readLitellm(value: unknown, mapping: GatewayMapping): Generator<MappedEvent> {
  const record = objectAt(value, '')
  const status = textOf(first(record, 'status'))
  if (status !== undefined && status !== 'success') {
    yield { skipped: 'failed call' }
    return
  }
  if (isCacheHit(record) && mapping.cacheHits === 'skip') {
    yield { skipped: 'answer from the cache' }
    return
  }
  const names = { source: mapping.source ?? 'litellm', id: idOf(record) }
  yield mappedCall(names, () => callOf(record, mapping))
}

/** Only logging payloads have `id`. A row of the spend logs has `request_id`. */
function idOf(record: Json): string | undefined {
  return textOf(first(record, 'id', 'request_id'))
}

function callOf(record: Json, mapping: GatewayMapping): unknown {
  const id = idOf(record)
  if (id === undefined)
    fail('record.incomplete', 'The record has neither id nor request_id.', { path: '/id' })
  const response = nested(record.response)
  const metadata = nested(record.metadata)
  const usage = isObject(response.usage) ? response.usage : nested(metadata.usage_object)
  const costName = record.response_cost === undefined ? 'spend' : 'response_cost'
  return callEvent(
    {
      id,
      time: timeOf(first(record, 'startTime', 'start_time'), mapping),
      provider: textOf(first(record, 'custom_llm_provider')),
      models: [textOf(record.model), textOf(record.model_group)],
      tokens: tokensOf(record, usage),
      cost: { value: record[costName], path: `/${costName}` },
      caller:
        textOf(record.end_user) ??
        textOf(first(metadata, 'user_api_key_end_user_id', 'user_api_key_hash')) ??
        textOf(record.api_key),
      agent: textOf(record.agent_id),
      traceId: textOf(first(record, 'trace_id', 'session_id')),
      providerCallId: textOf(response.id),
    },
    'litellm',
    mapping,
  )
}

function tokensOf(record: Json, usage: Json) {
  const details = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const read = countOf(first(details, 'cached_tokens') ?? usage.cache_read_input_tokens, '/response/usage')
  const write = countOf(
    first(details, 'cache_creation_tokens') ?? usage.cache_creation_input_tokens,
    '/response/usage',
  )
  const prompt = countOf(first(record, 'prompt_tokens') ?? usage.prompt_tokens, '/prompt_tokens')
  return {
    input: remainder(prompt, [read, write], '/prompt_tokens'),
    output: countOf(first(record, 'completion_tokens') ?? usage.completion_tokens, '/completion_tokens'),
    cacheRead: read,
    cacheWrite: write,
  }
}

/** Callbacks write local times without a zone. A payload that was not converted to text has seconds since 1970. */
function timeOf(value: unknown, mapping: GatewayMapping): string {
  if (value === undefined) fail('record.incomplete', 'The record has no startTime.', { path: '/startTime' })
  if (typeof value === 'string') return rfc3339(value, mapping.timezone, '/startTime')
  return epochTime(textOf(value) ?? '', 'seconds', '/startTime')
}

function isCacheHit(record: Json): boolean {
  return record.cache_hit === true || record.cache_hit === 'True' || record.cache_hit === 'true'
}

/** Spend logs store objects as JSON text. */
function nested(value: unknown): Json {
  if (isObject(value)) return value
  if (typeof value !== 'string' || !value.startsWith('{')) return {}
  try {
    const parsed: unknown = JSON.parse(value, (_key, item) =>
      typeof item === 'number' ? String(item) : item,
    )
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
