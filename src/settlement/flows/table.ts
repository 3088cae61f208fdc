/**
 * The flow of an epoch, or of one call, by asset: what each asset took in, over which edges it passed on, and to whom it
 * gave. In columns, because an epoch may have a million versions. It is derived and never changes.
 */

import type { UnitSums } from '../../columns/unitSums.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'

export interface FlowTable {
  /** Assets through which something flowed, by number. */
  readonly assets: readonly AssetId[]
  /** By asset, a number of `kinds`. */
  readonly kindOf: Uint8Array
  readonly kinds: readonly string[]
  readonly edges: FlowEdges
  /** Ascending by currency. */
  readonly currencies: readonly CurrencyFlowTable[]
}

/** The edges that carried something, in any currency: ascending by the version that derives. */
export interface FlowEdges {
  /** Versions, by their numbers in the graph. */
  readonly derived: Uint32Array
  readonly source: Uint32Array
  /** Assets of the two, by number. */
  readonly from: Uint32Array
  readonly to: Uint32Array
}

/** Sums are by number of the asset and signed: corrections may take more than calls bring. */
export interface CurrencyFlowTable {
  readonly currency: CurrencyCode
  readonly decimals: number
  /** gross = fee + earned + rounding. */
  readonly totals: FlowTotals
  readonly direct: UnitSums
  readonly fee: UnitSums
  /** To holders and contributors, and for costs. */
  readonly given: UnitSums
  /** What the divisions of the asset's versions left. */
  readonly rounding: UnitSums
  /** What versions set aside for absolute edges, less what their own absolute edges carried: see attribution/carried.ts. */
  readonly stacked: UnitSums
  /** By number of the edge in `edges`. */
  readonly carried: UnitSums
  readonly payees: GivenTo
  /** By asset, about how much came from calls, and from other assets: to find the largest. */
  readonly sizes: { readonly direct: Float64Array; readonly received: Float64Array }
  /** Who gets the fees. */
  readonly fees: ReadonlyMap<PayeeId, bigint>
}

export type FlowTotals = Readonly<Record<'gross' | 'fee' | 'earned' | 'rounding', bigint>>

/**
 * Which payees an asset gave to: those of each asset that got most, and everybody who got most of all. What is not here
 * is `given` less the lines of the asset.
 */
export interface GivenTo {
  /** The lines of asset n are start[n] … start[n+1]−1, the largest first. */
  readonly start: Uint32Array
  /** By line, a number of `names`. */
  readonly payee: Uint32Array
  readonly amount: UnitSums
  readonly names: readonly PayeeId[]
  /** By number, about how much the payee got over all of its lines: to find the largest. */
  readonly sizes: Float64Array
  /** All who got something, listed or not. */
  readonly count: number
}
