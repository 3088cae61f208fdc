/** Diverts parts of earnings along the clauses in force: docs/contracts.md. */
import { compareUtf8 } from '../../base/utf8.ts'
import type { TakeLine } from '../../books/port.ts'
import type { ClauseStanding } from '../../books/states.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { AssetId, CurrencyCode } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import type { Clause } from '../../registry/index.ts'
import { type ClauseOutcome, divertAll } from '../../terms/clauses.ts'
import type { Earnings } from './allocation.ts'
import type { CollectedParts } from './parts.ts'

export interface Diverted {
  /** By the payees' numbers of the earnings. */
  readonly diverted: UnitSums
  readonly received: UnitSums
  /** Of every clause in force over something. */
  readonly outcomes: readonly ClauseOutcome<Clause>[]
  /** By clause, asset, role. */
  readonly takes: Iterable<TakeLine>
  /** X to date of every clause where it is not 0, by clause. */
  readonly standing: readonly ClauseStanding[]
}

/**
 * @param clauses in force, in the order recorded
 * @param parts what `earnings` are made of
 * @param before X to date
 */
export function divertEarnings(
  clauses: readonly Clause[],
  parts: CollectedParts,
  { payees, earned }: Earnings,
  before: Iterable<ClauseStanding>,
): Diverted {
  invariant(payees === parts.payees, 'parts and earnings number payees alike')
  const toDate = new Map<string, bigint>()
  for (const { clause, x } of before) toDate.set(clause, x)
  const [diverted, received] = [new UnitSums(), new UnitSums()]
  const outcomes: ClauseOutcome<Clause>[] = []
  for (const [currency, own] of byCurrency(clauses)) {
    const result = divertAll<Clause>(
      own,
      (payee) => {
        const of = parts.of(payee, currency)
        invariant(of.sum() === earned.get(payees.numberOf(payee, currency)), 'parts add up to what is earned')
        return of
      },
      ({ clause }) => toDate.get(clause) ?? 0n,
    )
    for (const [payee, sums] of result.payees) {
      const number = payees.numberOf(payee, currency)
      diverted.add(number, sums.diverted)
      received.add(number, sums.received)
    }
    outcomes.push(...result.outcomes)
  }
  for (const { terms, after } of outcomes) toDate.set(terms.clause, after)
  return { diverted, received, outcomes, takes: takesOf(outcomes), standing: standingOf(toDate) }
}

function byCurrency(clauses: readonly Clause[]): Map<CurrencyCode, Clause[]> {
  const sorted = new Map<CurrencyCode, Clause[]>()
  for (const clause of clauses) {
    const own = sorted.get(clause.currency)
    if (own) own.push(clause)
    else sorted.set(clause.currency, [clause])
  }
  return sorted
}

function standingOf(toDate: ReadonlyMap<string, bigint>): ClauseStanding[] {
  return [...toDate]
    .filter(([, x]) => x !== 0n)
    .map(([clause, x]) => ({ clause, x }))
    .sort((one, other) => compareUtf8(one.clause, other.clause))
}

/** Made while they are read: one clause may take from very many parts. */
function takesOf(outcomes: readonly ClauseOutcome<Clause>[]): Iterable<TakeLine> {
  const sorted = [...outcomes].sort((one, other) => compareUtf8(one.terms.clause, other.terms.clause))
  function* lines(): Generator<TakeLine> {
    for (const { terms, takes } of sorted) {
      const { clause, payee, to, currency } = terms
      for (const { asset, role, amount } of takes)
        yield { clause, payee, to, currency, asset: asset as AssetId | '', role, amount: ledgerUnits(amount) }
    }
  }
  return { [Symbol.iterator]: lines }
}
