/**
 * Langfuse: batches of its ingestion API, single events of such batches, and observations from its API and its exports.
 * A generation may come in pieces: an event creates it, and a later one adds its usage. Pieces in one input are joined,
 * and later ones have precedence. Pieces that are left are refused, and joined when the others come.
 */
import { fail } from '../../errors.ts'
import { callEvent } from './call.ts'
import { type Costs, type DeclaredCost, firstCost } from './costs.ts'
import { langfuseUsage } from './langfuseUsage.ts'
import { eachOf, type MappedCall, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { type Held, joinRaw, mergedPiece, PieceJoiner } from './pieces.ts'
import {
  declaredAmount,
  first,
  isAboveZero,
  isBrokenObject,
  type Json,
  listAt,
  nested,
  objectAt,
  sumOfAmounts,
  textOf,
} from './record.ts'
import { rfc3339 } from './times.ts'

const generationEvents = new Set([
  'generation-create',
  'generation-update',
  'embedding-create',
  'embedding-update',
])
const observationEvents = new Set(['observation-create', 'observation-update'])
const generationTypes = new Set(['GENERATION', 'EMBEDDING'])

/** Reads the records of one input, in their order. */
export class LangfuseReader {
  readonly #mapping: GatewayMapping
  readonly #pieces = new PieceJoiner(billed)
  #line = 0

  constructor(mapping: GatewayMapping) {
    this.#mapping = mapping
  }

  *read(value: unknown, line: number): Generator<MappedEvent> {
    this.#line = line
    const record = objectAt(value, '')
    if (record.batch !== undefined) yield* this.#readBatch(listAt(record.batch, '/batch'))
    else if (Array.isArray(record.data)) yield* this.#readList(record.data, '/data')
    // A trace of the API. In a list of traces, its observations are ids.
    else if (Array.isArray(record.observations)) yield* this.#readList(record.observations, '/observations')
    else yield* this.#readOne(record)
  }

  #readList(items: readonly unknown[], path: string): Generator<MappedEvent> {
    return eachOf(items, (item) => this.#readOne(objectAt(item, path), () => JSON.stringify(item)))
  }

  /** What is left at the end of the input: pieces of generations whose other pieces did not come. */
  *end(): Generator<MappedEvent> {
    for (const held of this.#pieces.takeAll()) yield this.#incomplete(held)
  }

  *#readBatch(batch: readonly unknown[]): Generator<MappedEvent> {
    const generations = new Map<string, { body: Json; events: Json[] }>()
    for (const item of batch) {
      const event = objectAt(item, '/batch')
      const skipped = skippedEvent(event)
      if (skipped !== undefined) {
        yield { skipped }
        continue
      }
      const body = objectAt(event.body, '/batch/body')
      const id = textOf(body.id) ?? ''
      const known = generations.get(id)
      if (known) {
        known.body = mergedPiece(known.body, body)
        known.events.push(event)
      } else generations.set(id, { body, events: [event] })
    }
    for (const { body, events } of generations.values()) {
      const raw = () => JSON.stringify({ batch: events })
      yield* this.#readPiece(body, raw, raw)
    }
  }

  *#readOne(record: Json, raw?: () => string): Generator<MappedEvent> {
    if (typeof record.body === 'object' && record.body !== null) {
      const skipped = skippedEvent(record)
      if (skipped !== undefined) yield { skipped }
      else yield* this.#readPiece(objectAt(record.body, '/body'), raw, raw ?? (() => JSON.stringify(record)))
      return
    }
    const type = textOf(record.type)?.toUpperCase() ?? 'unknown'
    if (generationTypes.has(type)) yield this.#call(record, raw)
    else yield { skipped: `${type} observation` }
  }

  /** A generation of the ingestion API, of which more may come. */
  *#readPiece(piece: Json, raw: (() => string) | undefined, rawText: () => string): Generator<MappedEvent> {
    const id = textOf(piece.id)
    if (id === undefined) {
      yield this.#call(piece, raw)
      return
    }
    const { body, before, isDone, waited } = this.#pieces.join(id, piece)
    if (isDone && !changesBill(before, body)) yield { skipped: 'update that bills nothing' }
    else if (isWhole(body)) {
      this.#pieces.done(id, body)
      yield this.#call(body, waited === undefined ? raw : () => joinRaw(waited, rawText()))
    } else {
      const pieces = waited === undefined ? rawText() : joinRaw(waited, rawText())
      for (const held of this.#pieces.hold(id, { body, raw: pieces, line: this.#line })) {
        yield this.#incomplete(held)
      }
    }
  }

  #incomplete(held: Held): MappedEvent {
    return { ...this.#call(held.body, () => held.raw, held), line: held.line }
  }

  #call(body: Json, raw?: () => string, held?: Held): MappedEvent {
    const isFailed = body.level === 'ERROR'
    if (isFailed && this.#mapping.failedCalls === 'skip') return failed
    const names = { source: this.#mapping.source ?? 'langfuse', id: textOf(body.id) }
    const call = mappedCall(names, () => callOf(body, this.#mapping, held !== undefined), raw)
    return isFailed && 'fault' in call && call.fault.code === 'record.unpriced' ? failed : call
  }
}

const failed = { skipped: 'failed call' } as const

function skippedEvent(event: Json): string | undefined {
  const type = textOf(event.type) ?? 'unknown'
  if (generationEvents.has(type)) return undefined
  if (!observationEvents.has(type)) return `${type} event`
  const observed = textOf(nested(event.body).type)?.toUpperCase() ?? 'unknown'
  return generationTypes.has(observed) ? undefined : `${observed} observation`
}

/** Fields of a generation that its call comes from, in both cases. */
const billed = [
  'id traceId trace_id startTime start_time model providedModelName provided_model_name level userId user_id',
  'usage usageDetails usage_details costDetails cost_details promptTokens completionTokens totalTokens totalCost',
  'total_cost calculatedTotalCost calculated_total_cost providedUsageDetails provided_usage_details metadata',
].flatMap((names) => names.split(' '))

function changesBill(before: Json, after: Json): boolean {
  return billed.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

/** Whether the pieces so far have all that a call needs. */
function isWhole(body: Json): boolean {
  if (body.level === 'ERROR') return true
  const [time, model] = [first(body, 'startTime', 'start_time'), modelOf(body)]
  return (
    time !== undefined && model !== undefined && (hasCount(body) || costsOf(body).total?.value !== undefined)
  )
}

function hasCount(body: Json): boolean {
  return (
    usageFields.some((name) => hasAboveZero(nested(body[name]))) ||
    countFields.some((name) => isAboveZero(body[name]))
  )
}

const usageFields = [
  'usage',
  'usageDetails',
  'usage_details',
  'providedUsageDetails',
  'provided_usage_details',
]
const countFields = ['promptTokens', 'completionTokens', 'totalTokens']

function hasAboveZero(counts: Json): boolean {
  return Object.keys(counts).some((name) => isAboveZero(counts[name]))
}

function modelOf(body: Json): string | undefined {
  return textOf(first(body, 'model', 'providedModelName', 'provided_model_name'))
}

function callOf(body: Json, mapping: GatewayMapping, isPiece: boolean): MappedCall {
  const id = textOf(body.id)
  const startTime = textOf(first(body, 'startTime', 'start_time'))
  const model = modelOf(body)
  if (id === undefined) fail('record.incomplete', 'The generation has no id.', { path: '/body/id' })
  const missing = startTime === undefined ? 'startTime' : model === undefined ? 'model' : undefined
  if (startTime === undefined || model === undefined) failMissing(id, missing!, isPiece)
  const costs = costsOf(body)
  const isPriced = mapping.amountFrom !== 'rateCard' && costs.total?.value !== undefined
  if (isPiece && !hasCount(body) && !isPriced) failMissing(id, 'usage', isPiece)
  return callEvent(
    {
      id,
      time: rfc3339(startTime, mapping.timezone, '/body/startTime'),
      provider: undefined,
      models: [model],
      usage: langfuseUsage(body, mapping),
      costs,
      caller: textOf(first(body, 'userId', 'user_id')),
      traceId: textOf(first(body, 'traceId', 'trace_id')),
    },
    'langfuse',
    mapping,
  )
}

function failMissing(id: string, field: string, isPiece: boolean): never {
  const path = `/body/${field}`
  if (!isPiece) fail('record.incomplete', `The generation has no ${field}.`, { path })
  fail(
    'record.incomplete',
    `The pieces of generation ${JSON.stringify(id.slice(0, 64))} in this input have no ${field}.`,
    {
      path,
      fix: 'Send the event that has it, in this input or in a later one: the pieces are joined when both are there.',
    },
  )
}

/** A total, or the sum of the costs by usage type. */
function costsOf(body: Json): Costs {
  const stated = first(body, 'costDetails', 'cost_details')
  const details = nested(stated)
  const usage = nested(body.usage)
  const parts = sumOfParts(details)
  return {
    total: firstCost(
      { value: details.total, path: '/body/costDetails/total' },
      { value: usage.totalCost, path: '/body/usage/totalCost' },
      {
        value: first(body, 'calculatedTotalCost', 'calculated_total_cost'),
        path: '/body/calculatedTotalCost',
      },
      { value: first(body, 'totalCost', 'total_cost'), path: '/body/totalCost' },
      ...parts,
      ...(isBrokenObject(stated) ? [{ value: stated, path: '/body/costDetails' }] : []),
    ),
  }
}

function sumOfParts(details: Json): DeclaredCost[] {
  const amounts = Object.entries(details).flatMap(([type, value]) => {
    const path = `/body/costDetails/${type}`
    const amount = type === 'total' ? undefined : declaredAmount(value, path)
    return amount === undefined ? [] : [amount]
  })
  return amounts.length === 0 ? [] : [{ value: sumOfAmounts(amounts), path: '/body/costDetails' }]
}
