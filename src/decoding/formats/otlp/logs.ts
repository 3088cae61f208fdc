/**
 * Log records. Instrumentations write an event for a call beside its span or in place of it, and some events carry the
 * usage. An event of a span has the span's identity, so that a call that comes both ways bills once.
 */
import { fail } from '../../../errors.ts'
import { type MappedEvent, mappedCall } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { isObject, type Json, textOf } from '../record.ts'
import { epochTime } from '../times.ts'
import { eventOf } from './calls.ts'
import { countsOf, isCounted } from './counts.ts'
import { factOf, factsOf, factText } from './facts.ts'
import { kindOf } from './kinds.ts'
import type { Part } from './layouts.ts'
import { isFailed, type SpanRecord, spanKey, spanOf } from './spans.ts'
import { tracedLog } from './traced.ts'

export function readLog(part: Part, mapping: GatewayMapping): MappedEvent {
  const name = eventName(part.value)
  const record: SpanRecord = { ...spanOf(part), name, facts: factsOf(part.value.attributes, name) }
  const { facts } = record
  const hasCounts = countsOf(facts).length > 0
  if (!hasCounts)
    return { skipped: name.startsWith('gen_ai.') ? 'GenAI log event without token counts' : 'log record' }
  if (factOf(facts, 'repeats') !== undefined) return { skipped: 'event that repeats another' }
  // Such an event stands beside a span, which has the model.
  if ((factText(facts, 'requestModel') ?? factText(facts, 'responseModel')) === undefined)
    return { skipped: 'log event without a model' }
  const kind = kindOf(facts, hasCounts, mapping.operations)
  if (typeof kind === 'object' && 'skipped' in kind)
    return { skipped: kind.skipped.replace(/span/, 'log event') }
  if (isFailed(record) && !isCounted(record, mapping)) return { skipped: 'failed call' }
  const source = mapping.source ?? 'otlp'
  const id = idOf(record)
  const call = mappedCall({ source, id }, () => {
    if (id === undefined) failWithoutId()
    return eventOf({ id, time: timeOf(part.value), span: record }, mapping)
  })
  const traced = id !== undefined && id === spanKey(record) ? tracedLog(record, mapping) : undefined
  return traced ? { ...call, span: traced } : call
}

/** Several calls may be written within one span, so an id of the call itself comes first. */
function idOf(record: SpanRecord): string | undefined {
  const { facts, name } = record
  if (name === inferenceDetails) return spanKey(record) ?? factText(facts, 'responseId')
  const session = factText(facts, 'session')
  const sequence = factText(facts, 'sequence') ?? statedTime(record.part.value)
  const own = factText(facts, 'responseId') ?? factText(facts, 'requestId')
  return own ?? (session !== undefined && sequence !== undefined ? `${session}/${sequence}` : spanKey(record))
}

const inferenceDetails = 'gen_ai.client.inference.operation.details'

function failWithoutId(): never {
  fail(
    'record.incomplete',
    'The log record has token counts and nothing that names the call: neither traceId and spanId, nor a response or request id.',
    { path: '/spanId' },
  )
}

/** Earlier versions have it as an attribute, and some tools as the text of the body. */
function eventName({ eventName, event_name, attributes, body }: Json): string {
  const named = textOf(eventName ?? event_name) ?? factText(factsOf(attributes, ''), 'eventName')
  const text = isObject(body) ? textOf(body.stringValue ?? body.string_value) : textOf(body)
  // Claude Code's attribute leaves out the beginning that its body has.
  if (text !== undefined && (named === undefined || text.endsWith(`.${named}`))) return text
  return named ?? ''
}

function timeOf(value: Json): string {
  const stated = statedTime(value)
  if (stated === undefined) {
    fail('record.incomplete', 'The log record has neither timeUnixNano nor observedTimeUnixNano.', {
      path: '/timeUnixNano',
    })
  }
  return epochTime(stated, 'nanoseconds', '/timeUnixNano')
}

function statedTime({
  timeUnixNano,
  time_unix_nano,
  observedTimeUnixNano,
  observed_time_unix_nano,
}: Json): string | undefined {
  const times = [timeUnixNano ?? time_unix_nano, observedTimeUnixNano ?? observed_time_unix_nano]
  return times.map(textOf).find((time) => time !== undefined && time !== '0')
}
