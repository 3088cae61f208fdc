/**
 * The flow of an epoch, or of one call, by asset: what each asset took in, over which edges it passed on, and to whom it
 * gave. In columns, because an epoch may have a million versions. It is derived and never changes.
 */
import type { LineageGraph } from '../../attribution/index.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { UnitSums } from '../tables/unitSums.ts'

export interface FlowTable {
  /** Assets through which something flowed, by number. */
  readonly assets: readonly AssetId[]
  /** By version of the graph, the number of its asset; `noAsset` where nothing flowed through it. */
  readonly assetOf: Uint32Array
  /** By asset, a number of `kinds`. */
  readonly kindOf: Uint8Array
  readonly kinds: readonly string[]
  readonly graph: LineageGraph
  /** Ascending by currency. */
  readonly currencies: readonly CurrencyFlowTable[]
}

export const noAsset = 0xffff_ffff

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
  /** By number of the edge in the graph. */
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
