/** One clause over the parts that it names: what is due of an epoch, and which part gives how much. */
import type { PartRole } from '../events/index.ts'
import { invariant } from '../invariant.ts'
import { floorDiv } from '../money/division.ts'
import { type Part, sumOf } from './parts.ts'
import { dueToDate, type Rates } from './tiers.ts'

/** Which parts a clause names; left out for all. */
export interface Named {
  readonly assets?: readonly string[]
  readonly roles?: readonly PartRole[]
}

/** What one part gives in an epoch; below 0 where it gets back. */
type Take = Readonly<Part>

/** Amounts in ledger units. */
export interface Diversion {
  /** S: the sum of the parts that the clause names. */
  readonly base: bigint
  /** X before and after. */
  readonly before: bigint
  readonly after: bigint
  /** What is diverted in this epoch; negative where corrections give back. */
  readonly due: bigint
  /** What is diverted to date: h of `after`. */
  readonly taken: bigint
  /** Those that are not 0, ascending by asset, then role. Their sum is `due`. */
  readonly takes: readonly Take[]
}

/**
 * Takes what is due from `parts`, in place.
 * @param parts a payee's, ascending by asset and role, as the clauses before left them
 * @param before X, the stream to date
 */
export function divert(clause: Rates & Named, parts: readonly Part[], before: bigint): Diversion {
  const named = partsNamed(clause, parts)
  const base = sumOf(named)
  const after = before + base
  const taken = dueToDate(clause, after)
  const due = taken - dueToDate(clause, before)
  invariant(clause.cap === undefined || taken <= clause.cap, 'I28: the cap of a clause is never passed')
  invariant(
    base < 0n ? due <= 0n && due >= base : due >= 0n && due <= base,
    'I28: a clause diverts at most what came',
  )
  return { base, before, after, due, taken, takes: due === 0n ? [] : takeFrom(named, due, base) }
}

function takeFrom(parts: readonly Part[], due: bigint, base: bigint): Take[] {
  const amounts = divideDue(
    due,
    parts.map(({ amount }) => amount),
    base,
  )
  const takes: Take[] = []
  for (const [place, part] of parts.entries()) {
    const amount = amounts[place]!
    part.amount -= amount
    if (amount !== 0n) takes.push({ asset: part.asset, role: part.role, amount })
  }
  return takes
}

function partsNamed({ assets, roles }: Named, parts: readonly Part[]): readonly Part[] {
  if (assets === undefined && roles === undefined) return parts
  const named = assets && new Set(assets)
  return parts.filter(({ asset, role }) => (named?.has(asset) ?? true) && (roles?.includes(role) ?? true))
}

/**
 * Divides `due` by the amounts: floor(due · amount / sum) each, and 1 more for the first of those whose division left
 * something, until all is divided.
 * @param sum Σ amounts, not 0
 */
export function divideDue(due: bigint, amounts: readonly bigint[], sum: bigint): bigint[] {
  let left = due
  const takes = amounts.map((amount) => {
    const take = floorDiv(due * amount, sum)
    left -= take
    return take
  })
  invariant(left >= 0n, 'floors add up to at most what is divided')
  for (const [place, amount] of amounts.entries()) {
    if (left === 0n) break
    if (takes[place]! * sum === due * amount) continue
    takes[place]!++
    left--
  }
  invariant(left === 0n, 'what divisions leave is less than one unit for each')
  return takes
}
