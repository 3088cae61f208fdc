/**
 * LiteLLM: `StandardLoggingPayload` objects from its callbacks, and rows of `LiteLLM_SpendLogs`, alone or in a page of
 * its API. `prompt_tokens` include the cached tokens, if no total says otherwise: LiteLLM makes this the same for every
 * provider.
 */
import { fail } from '../../errors.ts'
import { pushCounts, readUsage, type StatedCount, type UsageReading } from '../usage/index.ts'
import { callEvent } from './call.ts'
import { type Costs, firstCost } from './costs.ts'
import { batchOf, isBatchPoll, typeSkipped } from './litellmCallTypes.ts'
import { eachOf, type MappedCall, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { first, isAboveZero, isObject, type Json, nested, nestedAt, objectAt, textOf } from './record.ts'
import { epochTime, rfc3339 } from './times.ts'
import { usageRules } from './usageRules.ts'

/** Reads the records of one input, in their order. */
export class LitellmReader {
  readonly #mapping: GatewayMapping
  /** Batches that this input has billed and whose rows do not name them. */
  readonly #batches = new Set<string>()

  constructor(mapping: GatewayMapping) {
    this.#mapping = mapping
  }

  *read(value: unknown): Generator<MappedEvent> {
    const record = objectAt(value, '')
    if (!Array.isArray(record.data)) yield this.#readOne(record)
    else {
      const { data } = record
      yield* eachOf(data, (item) => [this.#readOne(objectAt(item, '/data'), () => JSON.stringify(item))])
    }
  }

  #readOne(record: Json, raw?: () => string): MappedEvent {
    const mapping = this.#mapping
    const row = new Row(record)
    const make = () => {
      const skipped = skipReason(row, mapping) ?? this.#billedBatch(row)
      return skipped === undefined ? callOf(row, mapping) : { skipped }
    }
    return mappedCall({ source: mapping.source ?? 'litellm', id: row.id }, make, raw)
  }

  /** A batch is polled again after its end, each time with an id of its own. Its sums are the same then. */
  #billedBatch({ record, callType, batch }: Row): string | undefined {
    if (!isBatchPoll(callType) || batch !== undefined) return undefined
    const sums = batchSums.map((name) => textOf(record[name])).join(' ')
    if (this.#batches.has(sums)) return `batch that is billed already (${callType})`
    if (this.#batches.size < batchesMax) this.#batches.add(sums)
    return undefined
  }
}

const batchesMax = 100_000
const batchSums = [
  'api_key',
  'model',
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'spend',
  'response_cost',
]

/** A record with its inner objects, which spend logs store as JSON text. */
class Row {
  readonly record: Json
  readonly response: Json
  readonly callType: string | undefined
  /** Of a poll, the batch that it asks for. */
  readonly batch: string | undefined
  /** Only logging payloads have `id`. A row of the spend logs has `request_id`. */
  readonly id: string | undefined
  #metadata: Json | undefined

  constructor(record: Json) {
    this.record = record
    this.response = nested(record.response)
    this.callType = textOf(record.call_type)
    const id = textOf(first(record, 'id', 'request_id'))
    if (isBatchPoll(this.callType)) this.batch = batchOf(textOf(this.response.id), id)
    this.id = this.batch ?? id
  }

  /** @throws HeadwaterError `record.malformed` */
  get metadata(): Json {
    this.#metadata ??= nestedAt(this.record.metadata, '/metadata')
    return this.#metadata
  }
}

function skipReason(row: Row, mapping: GatewayMapping): string | undefined {
  const { record, response, callType } = row
  const called = textOf(record.status)
  const billsFailed = mapping.failedCalls === 'count' && hasAnything(record)
  if (called !== undefined && called !== 'success' && !billsFailed) return 'failed call'
  if (mapping.cacheHits === 'skip' && isCacheHit(record)) return 'answer from the cache'
  const byType = typeSkipped(callType, mapping)
  if (byType !== undefined) return byType
  if ((textOf(row.metadata.status) ?? 'success') !== 'success' && !billsFailed) return 'failed call'
  if (!isBatchPoll(callType)) return undefined
  const status = textOf(response.status)
  if (status !== undefined && !batchEnds.has(status)) return `batch under way (${callType})`
  return hasAnything(record) ? undefined : `batch without usage (${callType})`
}

/** What a batch answered before it ended in another way is billed too. */
const batchEnds = new Set(['completed', 'ended', 'expired', 'cancelled', 'failed'])

function hasAnything(record: Json): boolean {
  return ['total_tokens', 'prompt_tokens', 'completion_tokens', 'spend', 'response_cost'].some((name) =>
    isAboveZero(record[name]),
  )
}

function callOf(row: Row, mapping: GatewayMapping): MappedCall {
  const { record, response, metadata, id } = row
  if (id === undefined)
    fail('record.incomplete', 'The record has neither id nor request_id.', { path: '/id' })
  const isBatch = isBatchPoll(row.callType)
  return callEvent(
    {
      id,
      time: isBatch ? batchTime(row, mapping) : timeOf(record, mapping),
      provider: textOf(record.custom_llm_provider),
      models: [textOf(record.model), textOf(record.model_group)],
      usage: usageOf(row, mapping),
      costs: costsOf(row),
      caller:
        textOf(record.end_user) ??
        textOf(first(metadata, 'user_api_key_end_user_id', 'user_api_key_hash')) ??
        textOf(record.api_key),
      agent: textOf(record.agent_id),
      // Each poll of a batch has a trace of its own, and the batch is one call.
      traceId: isBatch ? undefined : textOf(first(record, 'trace_id', 'session_id')),
      providerCallId: textOf(response.id),
    },
    'litellm',
    mapping,
  )
}

const defaults = { inputIncludesCache: true }
const anthropicDefaults = { inputIncludesCache: false }
const countNames = ['prompt_tokens', 'completion_tokens', 'total_tokens'] as const

/** Every place of the record that has counts. */
function usageOf({ record, response, metadata, callType }: Row, mapping: GatewayMapping): UsageReading {
  const counts: StatedCount[] = []
  for (const name of countNames) counts.push({ name, path: `/${name}`, value: record[name] })
  pushUsage(counts, response.usage, '/response/usage')
  pushUsage(counts, response.usageMetadata, '/response/usageMetadata')
  pushUsage(counts, metadata.usage_object, '/metadata/usage_object')
  pushUsage(counts, metadata.additional_usage_values, '/metadata/additional_usage_values')
  if ((metadata.usage_object ?? undefined) === undefined) nestedAt(record.response, '/response')
  const names = [textOf(record.custom_llm_provider), callType]
  const isAnthropic = hasAnthropicUsage(response)
  return readUsage(counts, usageRules(mapping, names, isAnthropic ? anthropicDefaults : defaults))
}

function pushUsage(counts: StatedCount[], usage: unknown, path: string): void {
  if (usage !== undefined && usage !== null) pushCounts(counts, nestedAt(usage, path), path)
}

/** The answer of Anthropic's own API: its `input_tokens` leave out the cached ones. */
function hasAnthropicUsage({ usage }: Json): boolean {
  if (!isObject(usage) || usage.input_tokens === undefined || usage.prompt_tokens !== undefined) return false
  if (isObject(usage.input_tokens_details)) return false
  return isAboveZero(usage.cache_read_input_tokens) || isAboveZero(usage.cache_creation_input_tokens)
}

/** A discount or a margin of LiteLLM's own is between what the provider took and the total. */
function costsOf({ record, metadata }: Row): Costs {
  const inMetadata = isObject(metadata.cost_breakdown)
  const breakdown = inMetadata ? nested(metadata.cost_breakdown) : nested(record.cost_breakdown)
  const path = inMetadata ? '/metadata/cost_breakdown' : '/cost_breakdown'
  return {
    total: firstCost(
      { value: record.response_cost, path: '/response_cost' },
      { value: record.spend, path: '/spend' },
      { value: breakdown.total_cost, path: `${path}/total_cost` },
    ),
    upstream: { value: breakdown.original_cost, path: `${path}/original_cost` },
  }
}

/** Callbacks write local times without a zone. A payload that was not converted to text has seconds since 1970. */
function timeOf(record: Json, { timezone }: GatewayMapping): string {
  const value = first(record, 'startTime', 'start_time')
  if (value === undefined) fail('record.incomplete', 'The record has no startTime.', { path: '/startTime' })
  if (typeof value === 'string' && !/^[0-9]{9,11}(?:\.[0-9]+)?$/.test(value)) {
    return rfc3339(value, timezone, '/startTime')
  }
  return epochTime(textOf(value) ?? '', 'seconds', '/startTime')
}

/** The same for every poll after the end. */
function batchTime({ record, response }: Row, mapping: GatewayMapping): string {
  const completed = textOf(response.completed_at)
  return completed === undefined
    ? timeOf(record, mapping)
    : epochTime(completed, 'seconds', '/response/completed_at')
}

function isCacheHit({ cache_hit: hit }: Json): boolean {
  return hit === true || (typeof hit === 'string' && hit.toLowerCase() === 'true')
}
