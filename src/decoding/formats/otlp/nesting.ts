/**
 * Which of nested inference spans bill. A gateway's span and the provider's span inside it are one call: the inner one
 * bills. Two models are two calls, and both bill. What failed, or has no token counts, hides no other span.
 */
import type { GatewayMapping } from '../mapping.ts'
import { factText } from './facts.ts'
import { type SpanRecord, spanKey } from './spans.ts'

/** An inference span that did not fail. */
export interface Member {
  readonly span: SpanRecord
  readonly hasCounts: boolean
}

export interface Nesting {
  /** Spans around the one that bills. */
  readonly outer: ReadonlySet<SpanRecord>
  /** Spans without token counts within one that bills. */
  readonly inner: ReadonlySet<SpanRecord>
}

const none: Nesting = { outer: new Set(), inner: new Set() }
const ancestorsMax = 1_000

/** @param spans all spans of the request: those between two members may be of any kind */
export function nestingOf(
  spans: readonly SpanRecord[],
  members: readonly Member[],
  models: GatewayMapping['models'],
): Nesting {
  if (members.length < 2) return none
  const byKey = new Map(spans.map((span) => [spanKey(span), span]))
  const memberOf = new Map(members.map((member) => [member.span, member]))
  const outer = new Set<SpanRecord>()
  const inner = new Set<SpanRecord>()
  for (const member of members) {
    let parent = parentOf(member.span, byKey)
    for (let steps = 0; parent && parent !== member.span && steps < ancestorsMax; steps++) {
      const around = memberOf.get(parent)
      if (around && member.hasCounts) {
        if (!around.hasCounts || isSameCall(around.span, member.span, models)) outer.add(around.span)
      } else if (around?.hasCounts) inner.add(member.span)
      parent = parentOf(parent, byKey)
    }
  }
  return { outer, inner }
}

function parentOf(
  { traceId, parentId }: SpanRecord,
  byKey: ReadonlyMap<string | undefined, SpanRecord>,
): SpanRecord | undefined {
  return parentId === undefined ? undefined : byKey.get(`${traceId}/${parentId}`)
}

/** Whether one may be a wrapper of the other: the same answer, the same asset, or a common name of the model. */
function isSameCall(one: SpanRecord, other: SpanRecord, models: GatewayMapping['models']): boolean {
  const answer = factText(one.facts, 'responseId')
  if (answer !== undefined && answer === factText(other.facts, 'responseId')) return true
  const names = namesOf(one, models)
  if (names.size === 0) return true
  const others = namesOf(other, models)
  return others.size === 0 || [...others].some((name) => names.has(name))
}

function namesOf({ facts }: SpanRecord, models: GatewayMapping['models']): Set<string> {
  const names = new Set<string>()
  for (const meaning of ['requestModel', 'responseModel'] as const) {
    const name = factText(facts, meaning)
    if (name === undefined) continue
    names.add(bareName(name))
    const known = Object.hasOwn(models, name) ? models[name] : undefined
    if (known !== undefined) names.add(typeof known === 'string' ? known : known.asset)
  }
  return names
}

const provider =
  /^.*\/|^(?:[a-z]{2,6}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google)\./
const version = /(?:[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|latest))?(?:-v\d+(?::\d+)?)?$/

/** `us.anthropic.claude-sonnet-4-5-20250929-v1:0`, `anthropic/claude-sonnet-4-5` and `claude-sonnet-4-5` are one model. */
function bareName(name: string): string {
  return name.toLowerCase().replace(provider, '').replace(provider, '').replace(version, '')
}
