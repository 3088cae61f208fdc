/**
 * Whether a clause closes a circle: whether in some close T the clauses in force lead from the payee to which it gives
 * back to the payee from which it takes.
 *
 * A payee is reached in a set of T: those in which every clause on some way to it is in force. The search goes from both
 * ends in turn, one clause each, and ends where either end does: a payee with 10,000 clauses costs nothing where the
 * other end has few.
 */
import type { PayeeId } from '../events/ids.ts'
import type { Clause } from './contractModel.ts'
import { lastInForce } from './contracts.ts'
import type { Clauses } from './model.ts'

/** The T of `(after, upTo]`. */
interface Span {
  readonly after: number
  readonly upTo: number
}

/** A payee reached in the T of `span`, over the last clause of a way. */
interface Reached {
  readonly payee: PayeeId
  readonly span: Span
  readonly by?: { readonly clause: Clause; readonly from: Reached }
}

/** @returns the clauses of a way from `to` back to `payee`, in its order; undefined where there is no circle */
export function circleWith(
  clauses: Pick<Clauses, 'from' | 'to'>,
  { payee, to, effectiveFrom, until = Number.POSITIVE_INFINITY }: Clause,
): readonly Clause[] | undefined {
  const span = { after: effectiveFrom, upTo: until }
  const onwards = search({ payee: to, span }, payee, {
    of: (each) => clauses.from(each),
    next: (clause) => clause.to,
  })
  const back = search({ payee, span }, to, {
    of: (each) => clauses.to(each),
    next: (clause) => clause.payee,
  })
  for (;;) {
    const one = onwards.next()
    if (one.done) return one.value && wayTo(one.value)
    const other = back.next()
    if (other.done) return other.value && wayTo(other.value).reverse()
  }
}

interface Direction {
  of(payee: PayeeId): Iterable<Clause>
  next(clause: Clause): PayeeId
}

/** Yields after each clause that it looked at. Returns how `end` is reached, or undefined where it is not. */
function* search(
  start: Reached,
  end: PayeeId,
  { of, next }: Direction,
): Generator<void, Reached | undefined> {
  const spans = new Map<PayeeId, readonly Span[]>([[start.payee, [start.span]]])
  const open = [start]
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const clause of of(from.payee)) {
      yield
      const span = common(from.span, clause)
      if (span === undefined) continue
      const payee = next(clause)
      const reached = { payee, span, by: { clause, from } }
      if (payee === end) return reached
      const known = spans.get(payee) ?? []
      // The same T by another way show nothing new.
      if (known.some(({ after, upTo }) => after <= span.after && span.upTo <= upTo)) continue
      spans.set(payee, [...known.filter(({ after, upTo }) => after < span.after || span.upTo < upTo), span])
      open.push(reached)
    }
  }
  return undefined
}

function common({ after, upTo }: Span, clause: Clause): Span | undefined {
  const span = {
    after: Math.max(after, clause.effectiveFrom),
    upTo: Math.min(upTo, lastInForce(clause)),
  }
  return span.after < span.upTo ? span : undefined
}

function wayTo(reached: Reached): Clause[] {
  const way: Clause[] = []
  for (let at = reached; at.by !== undefined; at = at.by.from) way.unshift(at.by.clause)
  return way
}
