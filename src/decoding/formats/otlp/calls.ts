/** Makes the call event of an inference span or event. */
import { fail } from '../../../errors.ts'
import { pushCounts, readUsage, type StatedCount, type UsageRules } from '../../usage/index.ts'
import { callEvent } from '../call.ts'
import type { MappedCall } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { isObject, textOf } from '../record.ts'
import { epochTime, rfc3339 } from '../times.ts'
import { usageRules } from '../usageRules.ts'
import { attributeOf, excludesCache, type Facts, factOf, factText, jsonObject } from './facts.ts'
import type { Part } from './layouts.ts'
import type { SpanRecord } from './spans.ts'

/** @throws HeadwaterError `record.*` */
export function spanCall(span: SpanRecord, mapping: GatewayMapping): MappedCall {
  const { traceId, spanId, part } = span
  if (traceId === undefined) fail('record.incomplete', 'The span has no traceId.', { path: '/traceId' })
  if (spanId === undefined) fail('record.incomplete', 'The span has no spanId.', { path: '/spanId' })
  return eventOf({ id: `${traceId}/${spanId}`, time: startOf(part, mapping), span }, mapping)
}

const noCosts = {}

/** A span or a log record that bills. */
interface Inference {
  readonly id: string
  readonly time: string
  readonly span: SpanRecord
}

export function eventOf({ id, time, span }: Inference, mapping: GatewayMapping): MappedCall {
  const { facts, traceId } = span
  return callEvent(
    {
      id,
      time,
      provider: providerOf(facts),
      models: [factText(facts, 'requestModel'), factText(facts, 'responseModel')],
      usage: readUsage(countsOf(facts), rulesOf(span, mapping)),
      costs: mapping.amountFrom === 'rateCard' ? noCosts : { total: costOf(facts) },
      caller: factText(facts, 'caller'),
      agent: factText(facts, 'agent'),
      traceId,
      providerCallId: factText(facts, 'responseId'),
    },
    'otlp',
    mapping,
  )
}

/** The counts of the attributes; where these have none, those of the JSON text that Langfuse's SDKs write. */
export function countsOf(facts: Facts): readonly StatedCount[] {
  if (facts.counts.length > 0) return facts.counts
  const details = jsonObject(factText(facts, 'usageDetails'))
  const counts: StatedCount[] = []
  if (details) pushCounts(counts, details, `/attributes/${attributeOf(facts, 'usageDetails')}`)
  return counts
}

/** Langfuse's types are free words, and each is a count of its own. */
const freeDefaults = { freeNames: true, inputIncludesCache: false } as const
const within = { inputIncludesCache: true } as const
const beside = { inputIncludesCache: false } as const

function rulesOf({ facts, name, part }: SpanRecord, mapping: GatewayMapping): UsageRules {
  const { scope, instrumentationLibrary } = part.around?.scope ?? {}
  const library = isObject(scope) ? scope : instrumentationLibrary
  const scopeName = isObject(library) ? textOf(library.name) : undefined
  const defaults = facts.counts.length === 0 ? freeDefaults : excludesCache(name) ? beside : within
  return usageRules(mapping, [factText(facts, 'provider'), scopeName], defaults)
}

/** Vercel's SDK writes provider and interface: `openai.responses`. */
function providerOf(facts: Facts): string | undefined {
  const provider = factText(facts, 'provider')
  return factText(facts, 'aiOperation') === undefined ? provider : provider?.split('.', 1)[0]
}

function costOf(facts: Facts): { value: unknown; path: string; currency: string | undefined } {
  const currency = factText(facts, 'currency')
  const value = factOf(facts, 'cost')
  if (value !== undefined) return { value, path: `/attributes/${attributeOf(facts, 'cost')}`, currency }
  const total = jsonObject(factText(facts, 'costDetails'))?.total
  if (total === undefined)
    return { value: total, path: `/attributes/${attributeOf(facts, 'cost')}`, currency }
  return { value: total, path: `/attributes/${attributeOf(facts, 'costDetails')}/total`, currency }
}

function startOf({ value }: Part, mapping: GatewayMapping): string {
  const nanoseconds = textOf(value.startTimeUnixNano ?? value.start_time_unix_nano)
  if (nanoseconds !== undefined) return epochTime(nanoseconds, 'nanoseconds', '/startTimeUnixNano')
  const written = value.start_time ?? value.startTime
  if (typeof written === 'string') return rfc3339(written, mapping.timezone, '/start_time')
  return fail('record.incomplete', 'The span has no startTimeUnixNano.', { path: '/startTimeUnixNano' })
}
