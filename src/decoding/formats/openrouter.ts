/**
 * OpenRouter: generation records from `GET /api/v1/generation` (snake case) or from the SDK (camel case). It bills by the
 * native counts, and the prompt's count includes the cached tokens.
 */
import { fail } from '../../errors.ts'
import { readUsage, type StatedCount, type UsageReading } from '../usage/index.ts'
import { callEvent } from './call.ts'
import { eachOf, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { first, isObject, type Json, objectAt, textOf } from './record.ts'
import { rfc3339 } from './times.ts'
import { usageRules } from './usageRules.ts'

export function* readOpenrouter(value: unknown, mapping: GatewayMapping): Generator<MappedEvent> {
  const outer = objectAt(value, '')
  if (Array.isArray(outer.data)) {
    yield* eachOf(outer.data, function* (item) {
      yield readOne(objectAt(item, '/data'), mapping, JSON.stringify(item))
    })
    return
  }
  yield readOne(isObject(outer.data) ? outer.data : outer, mapping)
}

function readOne(record: Json, mapping: GatewayMapping, raw?: string): MappedEvent {
  const names = { source: mapping.source ?? 'openrouter', id: textOf(record.id) }
  return mappedCall(names, () => callOf(record, mapping), raw)
}

function callOf(record: Json, mapping: GatewayMapping): MappedCall {
  const id = textOf(record.id)
  const createdAt = textOf(first(record, 'created_at', 'createdAt'))
  if (id === undefined) fail('record.incomplete', 'The record has no id.', { path: '/id' })
  if (createdAt === undefined)
    fail('record.incomplete', 'The record has no created_at.', { path: '/created_at' })
  return callEvent(
    {
      id,
      time: rfc3339(createdAt, mapping.timezone, '/created_at'),
      // The model's name begins with its author. The provider that served it is not part of the asset.
      provider: undefined,
      models: [textOf(record.model)],
      usage: usageOf(record, mapping),
      cost: { value: first(record, 'total_cost', 'totalCost', 'usage'), path: '/total_cost' },
      caller: textOf(first(record, 'external_user', 'externalUser', 'app_id', 'appId')),
      traceId: textOf(first(record, 'session_id', 'sessionId', 'request_id', 'requestId')),
      providerCallId: textOf(first(record, 'upstream_id', 'upstreamId')),
    },
    'openrouter',
    mapping,
  )
}

/** Native counts, or those of one tokenizer for all models where a native one is 0 or left out. */
const countNames = [
  ['native_tokens_prompt', 'nativeTokensPrompt', 'tokens_prompt', 'tokensPrompt'],
  ['native_tokens_completion', 'nativeTokensCompletion', 'tokens_completion', 'tokensCompletion'],
  ['native_tokens_cached', 'nativeTokensCached'],
  ['native_tokens_reasoning', 'nativeTokensReasoning'],
] as const

const defaults = { inputIncludesCache: true, outputIncludesReasoning: true }

function usageOf(record: Json, mapping: GatewayMapping): UsageReading {
  const counts: StatedCount[] = []
  for (const names of countNames) {
    const name = names.find((known) => isAboveZero(record[known])) ?? names.find((known) => record[known] !== undefined)
    if (name !== undefined) counts.push({ name, path: `/${name}`, value: record[name] })
  }
  return readUsage(counts, usageRules(mapping, [], defaults))
}

function isAboveZero(value: unknown): boolean {
  const text = textOf(value)
  return text !== undefined && Number(text) !== 0
}
