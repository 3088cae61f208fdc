/** All clauses of one currency, in force in one close. */
import { invariant } from '../invariant.ts'
import { inOrder } from './clauseOrder.ts'
import { type Diversion, divert, type Named } from './divert.ts'
import { Parts, sumOf } from './parts.ts'
import type { Rates } from './tiers.ts'

/** A clause in force. A `Clause` of the registry is one. */
export interface ClauseTerms extends Rates, Named {
  readonly clause: string
  readonly payee: string
  readonly to: string
  /** The clauses of a payee go by rank, the lowest first, then as they come. */
  readonly rank: number
}

/** What a clause did in a close. */
export interface ClauseOutcome<Clause extends ClauseTerms = ClauseTerms> extends Diversion {
  readonly terms: Clause
}

/** What clauses took from a payee and gave to it in an epoch, in ledger units of any sign. */
interface ClauseSums {
  diverted: bigint
  received: bigint
}

interface Diversions<Clause extends ClauseTerms = ClauseTerms> {
  /** Of every clause with S ≠ 0; payees in the order in which they give. */
  readonly outcomes: readonly ClauseOutcome<Clause>[]
  /** Payees from whom or to whom something went. */
  readonly payees: ReadonlyMap<Clause['payee'], ClauseSums>
}

/**
 * Diverts parts along the clauses of one currency. Σ diverted = Σ received, which is asserted.
 * @param clauses without a circle, in the order recorded
 * @param earned the parts of payees with clauses; undefined for who earned nothing. They are changed.
 * @param toDate X of a clause before this close
 */
export function divertAll<Clause extends ClauseTerms>(
  clauses: Iterable<Clause>,
  earned: (payee: Clause['payee']) => Parts | undefined,
  toDate: (clause: Clause) => bigint,
): Diversions<Clause> {
  const ordered = inOrder(clauses)
  const received = new Map<string, Parts>(ordered.map(({ payee }) => [payee, earned(payee) ?? new Parts()]))
  const outcomes: ClauseOutcome<Clause>[] = []
  const payees = new Map<Clause['payee'], ClauseSums>()
  for (const { payee, clauses: own } of ordered) {
    const parts = received.get(payee)!.sorted()
    received.delete(payee)
    const brought = sumOf(parts)
    let left = brought
    for (const terms of own) {
      const outcome = divert(terms, parts, toDate(terms))
      if (outcome.base === 0n) continue
      const to = received.get(terms.to)
      if (to) for (const { asset, amount } of outcome.takes) to.add(asset, 'clause', amount)
      outcomes.push({ terms, ...outcome })
      left -= outcome.due
      sumsOf(payees, payee).diverted += outcome.due
      sumsOf(payees, terms.to).received += outcome.due
    }
    invariant(sumOf(parts) === left, 'I28: parts give exactly what clauses divert')
  }
  assertNothingLost(payees.values())
  return { outcomes, payees }
}

function sumsOf<Payee>(payees: Map<Payee, ClauseSums>, payee: Payee): ClauseSums {
  const known = payees.get(payee)
  if (known) return known
  const sums = { diverted: 0n, received: 0n }
  payees.set(payee, sums)
  return sums
}

function assertNothingLost(payees: Iterable<ClauseSums>): void {
  let [diverted, received] = [0n, 0n]
  for (const sums of payees) {
    diverted += sums.diverted
    received += sums.received
  }
  invariant(diverted === received, 'I28: what clauses divert is what they give')
}
