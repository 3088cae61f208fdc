/**
 * Which of nested inference spans bill. A gateway's span and the provider's span inside it are one call. Of those in one
 * record the innermost bills; of those that come one after the other, the first. Two models are two calls, and both
 * bill. What failed, or has no token counts, hides no other span.
 */
import { spanKey, type TracedCall, type TracedSpan, unknownParent } from '../../../usage/spans.ts'

/**
 * `around` and `inside`: of one call with a span that bills. `held`: perhaps of one call with a span that bills, because
 * a span between the two has not come. `late`: its trace has calls whose spans are forgotten. `told`: a log record of a
 * span that bills, or the span of a log record that bills.
 */
export type Verdict = 'bills' | 'around' | 'inside' | 'held' | 'late' | 'told'

/** The spans around one, by their keys, from the nearest. */
interface Line {
  readonly keys: readonly string[]
  /** The last one has not come, and may lie in others. */
  readonly isOpen: boolean
}

interface Lined {
  readonly span: TracedSpan
  readonly line: Line
}

interface Trace {
  readonly billed: Lined[]
  /** Keys of the spans around those that bill, as far as they are of one call with these. */
  readonly around: Set<string>
  isForgotten: boolean
}

const ancestorsMax = 1_000
/** Clocks of two machines differ. */
const clockSlack = 10_000

/** The spans that are known when a record is judged. */
export class Traces {
  readonly #spans = new Map<string, TracedSpan>()
  readonly #traces = new Map<string, Trace>()
  readonly #billed = new Set<string>()
  /** Keys of spans whose log record came before them. */
  readonly #logged = new Set<string>()

  /** A span itself says more than a log record of it. */
  add(span: TracedSpan): void {
    const key = spanKey(span)
    if (isLog(span) && !this.#spans.has(key)) this.#logged.add(key)
    if (span.parentId !== unknownParent || !this.#spans.has(key)) this.#spans.set(key, span)
    this.#trace(span.traceId)
  }

  /** Whether calls of this trace depend on others. Those of another trace bill. */
  judges(traceId: string): boolean {
    return this.#traces.has(traceId)
  }

  calls(): TracedSpan[] {
    return [...this.#spans.values()].filter(({ call }) => call)
  }

  /** Call it when all spans are added. */
  bills({ traceId, spanId }: TracedSpan): void {
    const key = `${traceId}/${spanId}`
    if (this.#billed.has(key)) return
    const span = this.#spans.get(key)!
    this.#billed.add(key)
    const { billed, around } = this.#trace(span.traceId)
    const line = this.#lineOf(span)
    billed.push({ span, line })
    const same = [span]
    for (const outer of this.#callsOn(line)) {
      if (!same.some((inner) => isOneCall(outer, inner))) continue
      same.push(outer)
      around.add(spanKey(outer))
    }
  }

  isBilled(span: TracedSpan): boolean {
    return this.#billed.has(spanKey(span))
  }

  forgotten(traceId: string): void {
    this.#trace(traceId).isForgotten = true
  }

  /** Judges the calls of one record, the innermost first, and those without token counts last. */
  judge(calls: readonly TracedSpan[]): Map<TracedSpan, Verdict> {
    const verdicts = new Map<TracedSpan, Verdict>()
    if (calls.length === 1) {
      verdicts.set(calls[0]!, this.#judgeOne(calls[0]!))
      return verdicts
    }
    const lined = calls.map((span) => ({ span, depth: this.#lineOf(span).keys.length }))
    lined.sort(
      (one, other) =>
        Number(other.span.call!.hasCounts) - Number(one.span.call!.hasCounts) ||
        other.depth - one.depth ||
        other.span.start - one.span.start,
    )
    for (const { span } of lined) verdicts.set(span, this.#judgeOne(span))
    return verdicts
  }

  #judgeOne(given: TracedSpan): Verdict {
    const key = spanKey(given)
    const span = this.#spans.get(key)!
    const trace = this.#traces.get(span.traceId)
    if (this.#billed.has(key)) return this.#isTold(given, span) ? 'told' : 'bills'
    if (trace?.around.has(key)) return 'around'
    const line = this.#lineOf(span)
    if (trace && this.#isInside(span, line)) return 'inside'
    if (!given.call!.billsUnlinked) {
      if (trace?.isForgotten) return 'late'
      if (trace?.billed.some((other) => mayBeOneCall({ span, line }, other))) return 'held'
    }
    this.bills(span)
    return 'bills'
  }

  /** Whether the call bills in its other form. What comes again in the same form is for the identity index to judge. */
  #isTold(given: TracedSpan, known: TracedSpan): boolean {
    const isLogged = this.#logged.has(spanKey(given))
    return isLog(given) ? !isLogged && !isLog(known) : isLogged
  }

  /** Whether a span around it bills and is of one call with it, perhaps by way of those between the two. */
  #isInside(span: TracedSpan, line: Line): boolean {
    const outers = this.#callsOn(line)
    for (let at = outers.length - 1; at >= 0; at--) {
      if (!this.#billed.has(spanKey(outers[at]!))) continue
      const same = [outers[at]!]
      for (const inner of [...outers.slice(0, at).reverse(), span]) {
        if (same.some((outer) => isOneCall(outer, inner))) same.push(inner)
      }
      if (same.at(-1) === span) return true
    }
    return false
  }

  #callsOn({ keys }: Line): TracedSpan[] {
    return keys.flatMap((key) => {
      const span = this.#spans.get(key)
      return span?.call ? [span] : []
    })
  }

  #lineOf({ traceId, spanId, parentId }: TracedSpan): Line {
    const keys: string[] = []
    const own = `${traceId}/${spanId}`
    if (parentId === unknownParent) return { keys: [`${own}?`], isOpen: true }
    for (let parent = parentId; parent !== ''; ) {
      const key = `${traceId}/${parent}`
      // Spans that lie in each other have no order.
      if (key === own || keys.length === ancestorsMax) return { keys, isOpen: false }
      keys.push(key)
      const around = this.#spans.get(key)
      if (around === undefined) return { keys, isOpen: true }
      if (around.parentId === unknownParent) return { keys: [...keys, `${key}?`], isOpen: true }
      parent = around.parentId
    }
    return { keys, isOpen: false }
  }

  #trace(traceId: string): Trace {
    let trace = this.#traces.get(traceId)
    if (trace === undefined) {
      trace = { billed: [], around: new Set(), isForgotten: false }
      this.#traces.set(traceId, trace)
    }
    return trace
  }
}

function isLog({ parentId }: TracedSpan): boolean {
  return parentId === unknownParent
}

function mayBeOneCall(one: Lined, other: Lined): boolean {
  return mayBeInside(one, other) || mayBeInside(other, one)
}

/** Whether it may turn out that the one lies in the other, and that they are of one call. */
function mayBeInside(inner: Lined, outer: Lined): boolean {
  // Of a log record only the end is known.
  if (outer.span.parentId === unknownParent) return false
  if (!inner.line.isOpen || !overlaps(inner.span, outer.span) || !isOneCall(outer.span, inner.span))
    return false
  // Where both lie in the same span, neither lies in the other.
  if (outer.line.keys.includes(inner.line.keys.at(-1)!)) return false
  return !inner.line.keys.includes(spanKey(outer.span)) && !outer.line.keys.includes(spanKey(inner.span))
}

function overlaps(inner: TracedSpan, outer: TracedSpan): boolean {
  if (inner.start === 0 || outer.start === 0) return true
  const end = outer.end === 0 ? Number.POSITIVE_INFINITY : outer.end
  return outer.start <= inner.start + clockSlack && inner.start <= end
}

/** Of one span within the other. One that has no token counts is part of one that has. */
function isOneCall(outer: TracedSpan, inner: TracedSpan): boolean {
  const [around, within] = [outer.call!, inner.call!]
  if (!within.hasCounts) return around.hasCounts
  return !around.hasCounts || isSame(around, within)
}

/** Whether one may be a wrapper of the other: the same answer, the same asset, or a common name of the model. */
function isSame(one: TracedCall, other: TracedCall): boolean {
  if (one.answer !== '' && one.answer === other.answer) return true
  if (one.names.length === 0 || other.names.length === 0) return true
  return one.names.some((name) => other.names.includes(name))
}
