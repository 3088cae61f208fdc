/** The lineage as compressed sparse rows, and the amounts that flow over it. Pure. */

import type { Policy } from '../events/edgeNames.ts'
import type { Micros } from '../events/time.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { EdgeCap, LineageEdge } from '../registry/index.ts'

/** What a graph needs to know of a version. A `Version` of the registry is one. */
export interface GraphVersion {
  readonly releasedAt: Micros
  readonly derivedFrom: readonly LineageEdge[]
}

/**
 * Versions 0 … n−1; every edge leads from a version to a source with a lower index, so descending index is
 * derived-first. Edges of version v are edgeStart[v] … edgeStart[v+1]−1, in the order of its release.
 */
export interface LineageGraph {
  readonly versionCount: number
  readonly edgeCount: number
  readonly edgeStart: Uint32Array
  readonly edgeSource: Uint32Array
  /** Parts per billion. */
  readonly edgeShare: Uint32Array
  /** 1 absolute, 0 relative. */
  readonly edgeAbsolute: Uint8Array
  /** Index into `relations`. */
  readonly edgeRelation: Uint8Array
  /** stack(v) in parts per billion. */
  readonly stack: Uint32Array
  /** Microseconds since 1970, by version. */
  readonly releasedAt: Float64Array
  /** Microseconds since 1970, by edge; Infinity for an edge without an end. Left out where no edge ends. */
  readonly edgeUntil?: Float64Array
  /** By edge, those that are capped. Left out where none is. It may have later edges too. */
  readonly edgeCaps?: ReadonlyMap<number, readonly EdgeCap[]>
  /** The numbers that the edges have in the whole graph. Left out where this is the whole. */
  readonly edgeNumbers?: Uint32Array
}

/** Direct revenue D(n) of some versions, in signed ledger units; a version at most once, ascending by version. */
export interface DirectRevenue {
  readonly versions: Uint32Array
  readonly amounts: readonly bigint[]
  /** What the calls cost, K(n), of the same versions; left out where nothing costs. */
  readonly costs?: readonly bigint[]
}

/**
 * What one version took in and passed on in one group of calls; ledger units. Every amount may be below zero where
 * corrections take back more than calls bring.
 */
export interface VersionFlow {
  readonly version: number
  readonly direct: LedgerUnits
  readonly fee: LedgerUnits
  /** Of the calls, taken before the fee. */
  readonly cost: LedgerUnits
  /** Σ out over relative edges into it. */
  readonly relativeIn: LedgerUnits
  /** lapIn. */
  readonly absoluteIn: LedgerUnits
  /** Σ out over its own relative edges. */
  readonly relativeOut: LedgerUnits
  /** lapOut. */
  readonly absoluteOut: LedgerUnits
  readonly retained: LedgerUnits
}

/** A list of version flows, each made when it is read: a group of 100,000 versions costs nothing before that. */
export interface VersionFlows extends Iterable<VersionFlow> {
  readonly length: number
  at(index: number): VersionFlow | undefined
}

export interface FlowResult {
  /** Only versions through which something flowed, derived-first (descending index). */
  readonly flows: VersionFlows
  readonly gross: LedgerUnits
  readonly fee: LedgerUnits
  readonly cost: LedgerUnits
  readonly retained: LedgerUnits
  /** Σ absoluteOut − Σ absoluteIn: goes to the rounding account. gross = fee + cost + retained + rounding, asserted. */
  readonly rounding: LedgerUnits
}

/** An edge as people read it. */
export type EdgeView = Omit<LineageEdge, 'source'> & {
  /** The derived version, which pays. */
  readonly from: number
  /** The source version, which is paid. */
  readonly to: number
}

/** One way by which revenue of the served version reaches another. */
export interface FlowPath {
  /** How the version at its end is paid; `direct` for the served version itself, whose path has no edges. */
  readonly over: Policy | 'direct'
  /** From the served version on. Of several absolute edges in a row only the last pays: see docs/semantics.md. */
  readonly edges: readonly EdgeView[]
  /** Ledger units that this path alone brings, rounded down at every payment; all paths together bring at least Σ. */
  readonly amount: bigint
}
