/**
 * OpenTelemetry: trace export requests in OTLP JSON, with spans by the GenAI conventions. Only inference spans bill, and
 * of nested ones only the innermost, since a gateway's span around the provider's has the same tokens.
 * `gen_ai.usage.input_tokens` include the cached tokens.
 */
import { fail } from '../../errors.ts'
import { callEvent } from './call.ts'
import { type MappedCall, type MappedEvent, mappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { countOf, isObject, type Json, listAt, objectAt, remainder, textOf } from './record.ts'
import { epochTime } from './times.ts'

const inferenceOperations = new Set(['chat', 'text_completion', 'generate_content', 'embeddings'])
const ancestorsMax = 1_000
const statusError = new Set<unknown>(['2', 'STATUS_CODE_ERROR'])

interface Span {
  readonly span: Json
  readonly attributes: ReadonlyMap<string, unknown>
  /** The export request with this span alone. */
  readonly raw: () => string
}

export function* readOtlp(value: unknown, mapping: GatewayMapping): Generator<MappedEvent> {
  const spans = spansOf(objectAt(value, ''))
  const around = enclosing(spans)
  for (const span of spans) {
    const raw = span.raw()
    const reason = skipReason(span, around)
    if (reason !== undefined) {
      yield { skipped: reason }
      continue
    }
    const names = { source: mapping.source ?? 'otlp', id: idOf(span.span) }
    yield mappedCall(names, () => callOf(span, mapping), raw)
  }
}

function spansOf(request: Json): Span[] {
  if (request.resourceSpans === undefined) {
    fail('record.malformed', 'An OTLP trace request must have resourceSpans.', { path: '/resourceSpans' })
  }
  const spans: Span[] = []
  for (const item of listAt(request.resourceSpans, '/resourceSpans')) {
    const resourceSpans = objectAt(item, '/resourceSpans')
    for (const scoped of listAt(resourceSpans.scopeSpans, '/resourceSpans/scopeSpans')) {
      const scopeSpans = objectAt(scoped, '/resourceSpans/scopeSpans')
      for (const entry of listAt(scopeSpans.spans, '/resourceSpans/scopeSpans/spans')) {
        const span = objectAt(entry, '/resourceSpans/scopeSpans/spans')
        const raw = () =>
          JSON.stringify({
            resourceSpans: [{ ...resourceSpans, scopeSpans: [{ ...scopeSpans, spans: [span] }] }],
          })
        spans.push({ span, attributes: attributesOf(span), raw })
      }
    }
  }
  return spans
}

/** Ids of the inference spans that have another inference span inside, by the spans of this request. */
function enclosing(spans: readonly Span[]): ReadonlySet<string> {
  const byId = new Map(spans.map((span) => [textOf(span.span.spanId), span]))
  const found = new Set<string>()
  for (const span of spans) {
    if (!isInference(span)) continue
    let parent = byId.get(textOf(span.span.parentSpanId))
    for (let steps = 0; parent && parent !== span && steps < ancestorsMax; steps++) {
      const id = textOf(parent.span.spanId)
      if (id !== undefined && isInference(parent)) found.add(id)
      const next = textOf(parent.span.parentSpanId)
      parent = next === undefined ? undefined : byId.get(next)
    }
  }
  return found
}

function skipReason(span: Span, around: ReadonlySet<string>): string | undefined {
  const operation = textOf(span.attributes.get('gen_ai.operation.name'))
  if (operation === undefined) return 'span of another kind'
  if (!inferenceOperations.has(operation)) return `${operation} span`
  const status = isObject(span.span.status) ? span.span.status.code : undefined
  if (span.attributes.has('error.type') || statusError.has(textOf(status))) return 'failed call'
  if (around.has(textOf(span.span.spanId) ?? '')) return 'span around another inference'
  return undefined
}

function isInference({ attributes }: Span): boolean {
  return inferenceOperations.has(textOf(attributes.get('gen_ai.operation.name')) ?? '')
}

function idOf({ traceId, spanId }: Json): string | undefined {
  const [trace, span] = [textOf(traceId), textOf(spanId)]
  return trace === undefined || span === undefined ? undefined : `${trace}/${span}`
}

function callOf({ span, attributes }: Span, mapping: GatewayMapping): MappedCall {
  const traceId = textOf(span.traceId)
  const spanId = textOf(span.spanId)
  const started = textOf(span.startTimeUnixNano)
  if (traceId === undefined) fail('record.incomplete', 'The span has no traceId.', { path: '/traceId' })
  if (spanId === undefined) fail('record.incomplete', 'The span has no spanId.', { path: '/spanId' })
  if (started === undefined) {
    fail('record.incomplete', 'The span has no startTimeUnixNano.', { path: '/startTimeUnixNano' })
  }
  const text = (...names: readonly string[]) =>
    textOf(names.map((name) => attributes.get(name)).find(isPresent))
  const count = (...names: readonly string[]) => {
    const name = names.find((candidate) => isPresent(attributes.get(candidate)))
    return name === undefined ? undefined : countOf(attributes.get(name), `/attributes/${name}`)
  }
  const cacheRead = count('gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens')
  const cacheWrite = count(
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  )
  // Earlier versions of the conventions have prompt_tokens and completion_tokens.
  const input = count('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens')
  return callEvent(
    {
      id: `${traceId}/${spanId}`,
      time: epochTime(started, 'nanoseconds', '/startTimeUnixNano'),
      provider: text('gen_ai.provider.name', 'gen_ai.system'),
      models: [text('gen_ai.request.model'), text('gen_ai.response.model')],
      usage: {
        tokens: {
          input: remainder(input, [cacheRead, cacheWrite], '/attributes/gen_ai.usage.input_tokens'),
          output: count('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
          cacheRead,
          cacheWrite,
        },
        usable: true,
      },
      costs: {
        total: {
          value: attributes.get('gen_ai.usage.cost.amount'),
          path: '/attributes/gen_ai.usage.cost.amount',
          currency: text('gen_ai.usage.cost.currency'),
        },
      },
      caller: text('user.id', 'enduser.id'),
      agent: text('gen_ai.agent.id', 'gen_ai.agent.name'),
      traceId,
      providerCallId: text('gen_ai.response.id'),
    },
    'otlp',
    mapping,
  )
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** Attributes whose value is one text or number. Lists and maps are not used. 64-bit integers come as text. */
function attributesOf(span: Json): Map<string, unknown> {
  const attributes = new Map<string, unknown>()
  for (const item of listAt(span.attributes, '/attributes')) {
    const { key, value } = objectAt(item, '/attributes')
    if (typeof key !== 'string' || !isObject(value)) continue
    attributes.set(key, value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue)
  }
  return attributes
}
