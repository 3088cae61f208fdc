/** Checks the revenue that a division is given, and prepares it. */
import { invariant } from '../invariant.ts'
import { sumLimit } from '../money/ledgerUnits.ts'
import { sharePartsWhole } from '../money/share.ts'
import type { DirectRevenue, LineageGraph } from './model.ts'

export interface JudgedRevenue {
  /** Those with an amount or a cost other than zero. */
  readonly versions: Uint32Array
  /** D(n). */
  readonly amounts: readonly bigint[]
  /** D(n) − K(n). The same list as `amounts` where nothing costs. */
  readonly nets: readonly bigint[]
  /** Σ D. */
  readonly gross: bigint
  /** Σ K. */
  readonly cost: bigint
  /** Σ of the nets without their signs. */
  readonly size: bigint
  /** Whether a net is below zero. */
  readonly below: boolean
}

/** Asserts what the caller of `flow` promises. */
export function judgeRevenue(graph: LineageGraph, direct: DirectRevenue, feeShare: number): JudgedRevenue {
  const { versions, amounts, costs } = direct
  invariant(versions.length === amounts.length, 'one amount of direct revenue a version')
  invariant(costs === undefined || costs.length === amounts.length, 'one cost a version')
  invariant(
    Number.isInteger(feeShare) && feeShare >= 0 && feeShare <= sharePartsWhole,
    'a fee is from 0 to 1, in parts per billion',
  )
  let [gross, cost, size, below, zeros] = [0n, 0n, 0n, false, 0]
  let before = -1
  for (let place = 0; place < versions.length; place++) {
    const version = versions[place]!
    invariant(
      version > before && version < graph.versionCount,
      'direct revenue is ascending by known version',
    )
    before = version
    const amount = amounts[place]!
    const ownCost = costs === undefined ? 0n : costs[place]!
    const net = amount - ownCost
    if (net < 0n) {
      below = true
      size -= net
    } else size += net
    if (amount === 0n && ownCost === 0n) zeros++
    gross += amount
    cost += ownCost
  }
  invariant(
    size < sumLimit && gross < sumLimit && -gross < sumLimit,
    'revenue adds up to less than 2^256 ledger units',
  )
  return { ...withoutZeros(direct, zeros), gross, cost, size, below }
}

function withoutZeros(
  { versions, amounts, costs }: DirectRevenue,
  zeros: number,
): Pick<JudgedRevenue, 'versions' | 'amounts' | 'nets'> {
  if (zeros > 0) {
    const places = Array.from(amounts.keys()).filter(
      (place) => amounts[place] !== 0n || (costs !== undefined && costs[place] !== 0n),
    )
    versions = Uint32Array.from(places, (place) => versions[place]!)
    costs = costs && places.map((place) => costs![place]!)
    amounts = places.map((place) => amounts[place]!)
  }
  const nets = costs ? amounts.map((amount, place) => amount - costs[place]!) : amounts
  return { versions, amounts, nets }
}
