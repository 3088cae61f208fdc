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
  /** K(n); undefined where nothing costs. */
  readonly costs: readonly bigint[] | undefined
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
  const nets = costs ? amounts.map((amount, place) => amount - costs[place]!) : amounts
  let [sum, below, zeros] = [0n, 0n, 0]
  let before = -1
  for (let place = 0; place < versions.length; place++) {
    const version = versions[place]!
    invariant(
      version > before && version < graph.versionCount,
      'direct revenue is ascending by known version',
    )
    before = version
    const net = nets[place]!
    if (net < 0n) below += net
    else if (net === 0n) zeros++
    sum += net
  }
  const cost = (costs ?? []).reduce((all, one) => all + one, 0n)
  const [gross, size] = [sum + cost, sum - 2n * below]
  invariant(
    size < sumLimit && gross < sumLimit && -gross < sumLimit,
    'revenue adds up to less than 2^256 ledger units',
  )
  const judged = zeros === 0 ? { versions, amounts, costs, nets } : withoutZeros(direct)
  return { ...judged, gross, cost, size, below: below < 0n }
}

function withoutZeros({
  versions,
  amounts,
  costs,
}: DirectRevenue): Pick<JudgedRevenue, 'versions' | 'amounts' | 'costs' | 'nets'> {
  const places = [...amounts.keys()].filter(
    (place) => amounts[place] !== 0n || (costs !== undefined && costs[place] !== 0n),
  )
  const left = places.map((place) => amounts[place]!)
  return {
    versions: Uint32Array.from(places, (place) => versions[place]!),
    amounts: left,
    costs: costs && places.map((place) => costs[place]!),
    nets: costs ? places.map((place) => amounts[place]! - costs[place]!) : left,
  }
}
