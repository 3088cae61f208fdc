/** Makes the call event of an inference span or event. */
import { fail } from '../../../errors.ts'
import { callEvent } from '../call.ts'
import { type DeclaredCost, firstCost } from '../costs.ts'
import type { MappedCall } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { declaredAmount, sumOfAmounts, textOf } from '../record.ts'
import { epochTime, rfc3339 } from '../times.ts'
import { usageOf } from './counts.ts'
import { attributeOf, type Facts, factsWith, factText } from './facts.ts'
import type { Part } from './layouts.ts'
import type { SpanRecord } from './spans.ts'
import { jsonObject } from './values.ts'

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
      usage: usageOf(span, mapping),
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

/** Vercel's SDK writes provider and interface: `openai.responses`. */
function providerOf(facts: Facts): string | undefined {
  const provider = factText(facts, 'provider')
  return factText(facts, 'aiOperation') === undefined ? provider : provider?.split('.', 1)[0]
}

/** The first cost above 0: some instrumentations write 0 where they know no price. */
function costOf(facts: Facts): DeclaredCost | undefined {
  const currency = factText(facts, 'currency')
  const costs = factsWith(facts, 'cost').map(({ value, attribute }) => ({
    value,
    path: `/attributes/${attribute}`,
    currency,
  }))
  const unstated = { value: undefined, path: `/attributes/${attributeOf(facts, 'cost')}` }
  return firstCost(unstated, ...costs, detailedCost(facts, currency))
}

/** A total, or the sum of the costs by usage type. */
function detailedCost(facts: Facts, currency: string | undefined): DeclaredCost {
  const details = jsonObject(factText(facts, 'costDetails')) ?? {}
  const path = `/attributes/${attributeOf(facts, 'costDetails')}`
  if (details.total !== undefined) return { value: details.total, path: `${path}/total`, currency }
  const amounts = Object.keys(details).map((type) => declaredAmount(details[type], `${path}/${type}`))
  const stated = amounts.filter((amount) => amount !== undefined)
  return { value: stated.length > 0 ? sumOfAmounts(stated) : undefined, path, currency }
}

function startOf({ value }: Part, mapping: GatewayMapping): string {
  const nanoseconds = textOf(value.startTimeUnixNano ?? value.start_time_unix_nano)
  if (nanoseconds !== undefined && nanoseconds !== '0')
    return epochTime(nanoseconds, 'nanoseconds', '/startTimeUnixNano')
  const written = value.start_time ?? value.startTime ?? value.StartTime
  if (typeof written === 'string') return rfc3339(written, mapping.timezone, '/start_time')
  return fail('record.incomplete', 'The span has no startTimeUnixNano.', { path: '/startTimeUnixNano' })
}
