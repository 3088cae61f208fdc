/**
 * Langfuse: batches of its ingestion API, single events of such batches, and observations from its API and exports.
 * Its usage types are disjoint (`input` does not include the cached tokens), except where a record has OpenAI's usage
 * object. A generation may come in pieces: an event creates it, and a later one adds its usage. Pieces in one batch are
 * joined, and later ones have precedence.
 */
import { fail } from '../../errors.ts'
import { callEvent } from './call.ts'
import { langfuseUsage } from './langfuseUsage.ts'
import { eachOf, type MappedCall, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { first, isObject, type Json, listAt, objectAt, textOf } from './record.ts'
import { rfc3339 } from './times.ts'

const generationEvents = new Set(['generation-create', 'generation-update'])
const generationTypes = new Set(['GENERATION', 'EMBEDDING'])

export function* readLangfuse(value: unknown, mapping: GatewayMapping): Generator<MappedEvent> {
  const record = objectAt(value, '')
  if (record.batch !== undefined) {
    yield* readBatch(listAt(record.batch, '/batch'), mapping)
  } else if (Array.isArray(record.data)) {
    yield* eachOf(record.data, (item) => readOne(objectAt(item, '/data'), mapping, JSON.stringify(item)))
  } else yield* readOne(record, mapping)
}

function* readBatch(batch: readonly unknown[], mapping: GatewayMapping): Generator<MappedEvent> {
  const generations = new Map<string, { body: Json; events: Json[] }>()
  for (const item of batch) {
    const event = objectAt(item, '/batch')
    const type = textOf(event.type) ?? 'unknown'
    if (!generationEvents.has(type)) {
      yield { skipped: `${type} event` }
      continue
    }
    const body = objectAt(event.body, '/batch/body')
    const id = textOf(body.id) ?? ''
    const known = generations.get(id)
    if (known) {
      known.body = { ...known.body, ...withoutNulls(body) }
      known.events.push(event)
    } else generations.set(id, { body, events: [event] })
  }
  for (const { body, events } of generations.values()) {
    yield* readGeneration(body, mapping, JSON.stringify({ batch: events }))
  }
}

function* readOne(record: Json, mapping: GatewayMapping, raw?: string): Generator<MappedEvent> {
  const type = textOf(record.type) ?? 'unknown'
  if (isObject(record.body)) {
    if (generationEvents.has(type)) yield* readGeneration(record.body, mapping, raw)
    else yield { skipped: `${type} event` }
  } else if (generationTypes.has(type)) yield* readGeneration(record, mapping, raw)
  else yield { skipped: `${type} observation` }
}

function* readGeneration(body: Json, mapping: GatewayMapping, raw?: string): Generator<MappedEvent> {
  if (body.level === 'ERROR') {
    yield { skipped: 'failed call' }
    return
  }
  const names = { source: mapping.source ?? 'langfuse', id: textOf(body.id) }
  yield mappedCall(names, () => callOf(body, mapping), raw)
}

function callOf(body: Json, mapping: GatewayMapping): MappedCall {
  const id = textOf(body.id)
  const startTime = textOf(body.startTime)
  const model = textOf(first(body, 'model', 'providedModelName'))
  if (id === undefined) fail('record.incomplete', 'The generation has no id.', { path: '/body/id' })
  if (startTime === undefined)
    fail('record.incomplete', 'The generation has no startTime.', { path: '/body/startTime' })
  if (model === undefined) fail('record.incomplete', 'The generation has no model.', { path: '/body/model' })
  const costs = isObject(body.costDetails) ? body.costDetails : {}
  const usage = isObject(body.usage) ? body.usage : {}
  return callEvent(
    {
      id,
      time: rfc3339(startTime, mapping.timezone, '/body/startTime'),
      provider: undefined,
      models: [model],
      usage: langfuseUsage(body, mapping),
      cost: {
        value:
          first(costs, 'total') ??
          first(usage, 'totalCost') ??
          first(body, 'calculatedTotalCost', 'totalCost'),
        path: '/body/costDetails/total',
      },
      caller: textOf(first(body, 'userId')),
      traceId: textOf(body.traceId),
    },
    'langfuse',
    mapping,
  )
}

function withoutNulls(body: Json): Json {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined))
}
