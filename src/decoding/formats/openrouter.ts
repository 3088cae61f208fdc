/**
 * OpenRouter: generation records from `GET /api/v1/generation` (snake case) or from the SDK (camel case). It bills by the
 * native counts, and the prompt's count includes the cached tokens.
 */
import { fail } from '../../errors.ts'
import { callEvent } from './call.ts'
import { eachOf, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { countOf, first, isObject, type Json, objectAt, remainder, textOf } from './record.ts'
import { rfc3339 } from './times.ts'

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

function callOf(record: Json, mapping: GatewayMapping): unknown {
  const id = textOf(record.id)
  const createdAt = textOf(first(record, 'created_at', 'createdAt'))
  if (id === undefined) fail('record.incomplete', 'The record has no id.', { path: '/id' })
  if (createdAt === undefined)
    fail('record.incomplete', 'The record has no created_at.', { path: '/created_at' })
  const prompt = countOf(
    first(record, 'native_tokens_prompt', 'nativeTokensPrompt', 'tokens_prompt', 'tokensPrompt'),
    '/native_tokens_prompt',
  )
  const cached = countOf(first(record, 'native_tokens_cached', 'nativeTokensCached'), '/native_tokens_cached')
  return callEvent(
    {
      id,
      time: rfc3339(createdAt, mapping.timezone, '/created_at'),
      // The model's name begins with its author. The provider that served it is not part of the asset.
      provider: undefined,
      models: [textOf(record.model)],
      tokens: {
        input: remainder(prompt, [cached], '/native_tokens_prompt'),
        output: countOf(
          first(
            record,
            'native_tokens_completion',
            'nativeTokensCompletion',
            'tokens_completion',
            'tokensCompletion',
          ),
          '/native_tokens_completion',
        ),
        cacheRead: cached,
        cacheWrite: undefined,
      },
      cost: { value: first(record, 'total_cost', 'totalCost', 'usage'), path: '/total_cost' },
      caller: textOf(first(record, 'external_user', 'externalUser', 'app_id', 'appId')),
      traceId: textOf(first(record, 'session_id', 'sessionId', 'request_id', 'requestId')),
      providerCallId: textOf(first(record, 'upstream_id', 'upstreamId')),
    },
    'openrouter',
    mapping,
  )
}
