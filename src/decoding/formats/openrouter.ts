/**
 * OpenRouter: generation records from `GET /api/v1/generation` (snake case) or from the SDK (camel case), answers of
 * the chat API with their usage, and rows of the activity of its API and of its CSV export. It bills by the native
 * counts, and the prompt's count includes the cached tokens.
 */
import { fail } from '../../errors.ts'
import { pushCounts, readUsage, type StatedCount, type UsageReading } from '../usage/index.ts'
import { callEvent } from './call.ts'
import { type Costs, type DeclaredCost, firstCost } from './costs.ts'
import { eachOf, type MappedCall, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { first, isAboveZero, isObject, type Json, nested, objectAt, textOf } from './record.ts'
import { epochTime, rfc3339 } from './times.ts'
import { usageRules } from './usageRules.ts'

export function* readOpenrouter(value: unknown, mapping: GatewayMapping): Generator<MappedEvent> {
  const outer = objectAt(value, '')
  if (Array.isArray(outer.data)) {
    yield* eachOf(outer.data, function* (item) {
      yield readOne(objectAt(item, '/data'), mapping, () => JSON.stringify(item))
    })
    return
  }
  yield readOne(isObject(outer.data) ? outer.data : outer, mapping)
}

function readOne(record: Json, mapping: GatewayMapping, raw?: () => string): MappedEvent {
  const names = { source: mapping.source ?? 'openrouter', id: idOf(record) }
  return mappedCall(names, () => callOf(record, mapping), raw)
}

/** A row of the activity is the sum of a day, a model and an endpoint, and has no id of its own. */
function idOf(record: Json): string | undefined {
  const id = textOf(first(record, 'id', 'generation_id', 'generationId'))
  if (id !== undefined || record.date === undefined) return id
  const { date, model_permaslug: slug, model, endpoint_id: endpoint, provider_name: provider } = record
  return ['activity', date, slug ?? model, endpoint ?? provider ?? '']
    .map((part) => textOf(part) ?? '')
    .join('/')
}

function callOf(record: Json, mapping: GatewayMapping): MappedCall {
  const id = idOf(record)
  if (id === undefined) fail('record.incomplete', 'The record has no id.', { path: '/id' })
  const usage = nested(record.usage)
  return callEvent(
    {
      id,
      time: timeOf(record, mapping),
      // The model's name begins with its author. The provider that served it is not part of the asset.
      provider: undefined,
      models: [textOf(first(record, 'model', 'model_permaslug', 'modelPermaslug'))],
      usage: usageOf(record, usage, mapping),
      costs: costsOf(record, usage),
      caller: textOf(first(record, 'external_user', 'externalUser', 'user', 'app_id', 'appId')),
      traceId: textOf(first(record, 'session_id', 'sessionId', 'request_id', 'requestId')),
      providerCallId: textOf(first(record, 'upstream_id', 'upstreamId')),
    },
    'openrouter',
    mapping,
  )
}

/** An answer of the chat API has seconds since 1970, a row of the activity the day. */
function timeOf(record: Json, { timezone }: GatewayMapping): string {
  const createdAt = first(record, 'created_at', 'createdAt')
  if (textOf(createdAt) !== undefined && typeof createdAt !== 'string') {
    return epochTime(textOf(createdAt)!, 'seconds', '/created_at')
  }
  if (typeof createdAt === 'string' && createdAt !== '') return rfc3339(createdAt, timezone, '/created_at')
  const created = textOf(record.created)
  if (created !== undefined) return epochTime(created, 'seconds', '/created')
  const date = textOf(record.date)
  if (date === undefined) fail('record.incomplete', 'The record has no created_at.', { path: '/created_at' })
  return rfc3339(date.length === 10 ? `${date} 00:00` : date, 'UTC', '/date')
}

/** Native counts, or those of one tokenizer for all models where a native one is 0 or left out. */
const countNames = [
  ['native_tokens_prompt', 'nativeTokensPrompt', 'tokens_prompt', 'tokensPrompt', 'prompt_tokens'],
  [
    'native_tokens_completion',
    'nativeTokensCompletion',
    'tokens_completion',
    'tokensCompletion',
    'completion_tokens',
  ],
  ['native_tokens_cached', 'nativeTokensCached', 'tokens_cached'],
  ['native_tokens_reasoning', 'nativeTokensReasoning', 'tokens_reasoning', 'reasoning_tokens'],
] as const

const defaults = { inputIncludesCache: true, outputIncludesReasoning: true }

function usageOf(record: Json, usage: Json, mapping: GatewayMapping): UsageReading {
  const counts: StatedCount[] = []
  for (const names of countNames) {
    const name =
      names.find((known) => isAboveZero(record[known])) ?? names.find((known) => record[known] !== undefined)
    if (name !== undefined) counts.push({ name, path: `/${name}`, value: record[name] })
  }
  if (counts.length === 0) pushCounts(counts, usage, '/usage')
  return readUsage(
    counts,
    usageRules(mapping, [textOf(first(record, 'provider_name', 'provider'))], defaults),
  )
}

function costsOf(record: Json, usage: Json): Costs {
  const details = nested(usage.cost_details)
  const upstream = firstCost(
    {
      value: first(record, 'upstream_inference_cost', 'upstreamInferenceCost'),
      path: '/upstream_inference_cost',
    },
    { value: record.byok_usage_inference, path: '/byok_usage_inference' },
    { value: details.upstream_inference_cost, path: '/usage/cost_details/upstream_inference_cost' },
  )
  const total = firstCost(
    { value: first(record, 'total_cost', 'totalCost', 'cost_total'), path: '/total_cost' },
    { value: isObject(record.usage) ? usage.cost : record.usage, path: '/usage' },
  )
  const stated = first(record, 'is_byok', 'isByok') ?? usage.is_byok ?? undefined
  const ownKey =
    stated === undefined
      ? isAboveZero(record.byok_usage_inference) || isMore(upstream, total)
      : String(stated).toLowerCase() === 'true'
  return { total, upstream, ownKey }
}

/** A provider takes more than the whole only where the caller pays it. */
function isMore(upstream: DeclaredCost | undefined, total: DeclaredCost | undefined): boolean {
  return Number(textOf(upstream?.value) ?? 0) > Number(textOf(total?.value) ?? 0)
}
