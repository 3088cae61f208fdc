/** The order in which clauses of one currency divert: a payee after everybody who gives to it. */
import { invariant } from '../invariant.ts'

interface Arrow {
  readonly payee: string
  readonly to: string
  /** The lowest goes first. */
  readonly rank: number
}

/** The clauses of one payee, in the order in which they divert. */
interface PayeeClauses<Clause extends Arrow> {
  readonly payee: Clause['payee']
  readonly clauses: readonly Clause[]
}

/**
 * Payees with clauses, in topological order of payee → `to`; the clauses of each by rank, then as they come. The result
 * of a close does not depend on which topological order it is.
 * @param clauses of one currency, in the order recorded; without a circle
 */
export function inOrder<Clause extends Arrow>(clauses: Iterable<Clause>): PayeeClauses<Clause>[] {
  const byPayee = new Map<Clause['payee'], Clause[]>()
  /** Clauses in force that still are to give to a payee. */
  const incoming = new Map<string, number>()
  for (const clause of clauses) {
    const own = byPayee.get(clause.payee)
    if (own) own.push(clause)
    else byPayee.set(clause.payee, [clause])
    incoming.set(clause.to, (incoming.get(clause.to) ?? 0) + 1)
  }
  const ready = [...byPayee.keys()].filter((payee) => !incoming.has(payee))
  const ordered: PayeeClauses<Clause>[] = []
  for (let payee = ready.pop(); payee !== undefined; payee = ready.pop()) {
    // The sort is stable.
    const own = byPayee.get(payee)!.sort((one, other) => one.rank - other.rank)
    ordered.push({ payee, clauses: own })
    for (const { to } of own) {
      const left = incoming.get(to)! - 1
      incoming.set(to, left)
      if (left === 0 && byPayee.has(to)) ready.push(to)
    }
  }
  invariant(ordered.length === byPayee.size, 'clauses in force make no circle')
  return ordered
}
