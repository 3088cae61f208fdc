/**
 * LiteLLM: `StandardLoggingPayload` objects from its callbacks, and rows of `LiteLLM_SpendLogs`. `prompt_tokens` include
 * the cached tokens: LiteLLM makes this the same for every provider.
 */
import { fail } from '../../errors.ts'
import { pushCounts, readUsage, type StatedCount, type UsageReading } from '../usage/index.ts'
import { callEvent } from './call.ts'
import { type MappedCall, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { first, isObject, type Json, objectAt, textOf } from './record.ts'
import { epochTime, rfc3339 } from './times.ts'
import { usageRules } from './usageRules.ts'

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

function callOf(record: Json, mapping: GatewayMapping): MappedCall {
  const id = idOf(record)
  if (id === undefined)
    fail('record.incomplete', 'The record has neither id nor request_id.', { path: '/id' })
  const response = nested(record.response)
  const metadata = nested(record.metadata)
  const costName = record.response_cost === undefined ? 'spend' : 'response_cost'
  return callEvent(
    {
      id,
      time: timeOf(first(record, 'startTime', 'start_time'), mapping),
      provider: textOf(first(record, 'custom_llm_provider')),
      models: [textOf(record.model), textOf(record.model_group)],
      usage: usageOf(record, response, metadata, mapping),
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

const defaults = { inputIncludesCache: true }

/** Every place of the record that has counts. */
function usageOf(record: Json, response: Json, metadata: Json, mapping: GatewayMapping): UsageReading {
  const counts: StatedCount[] = []
  for (const name of ['prompt_tokens', 'completion_tokens', 'total_tokens'] as const) {
    counts.push({ name, path: `/${name}`, value: record[name] })
  }
  if (isObject(response.usage)) pushCounts(counts, response.usage, '/response/usage')
  if (isObject(metadata.usage_object)) pushCounts(counts, metadata.usage_object, '/metadata/usage_object')
  if (isObject(metadata.additional_usage_values)) {
    pushCounts(counts, metadata.additional_usage_values, '/metadata/additional_usage_values')
  }
  return readUsage(counts, usageRules(mapping, [textOf(record.custom_llm_provider)], defaults))
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
