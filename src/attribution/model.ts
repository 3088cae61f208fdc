/** Lineage as compressed sparse rows, and what flows over it. Pure. */

/**
 * Versions 0 … n−1; every edge leads from a version to a source with a lower index, so descending index is
 * derived-first. Edges of version v are edgeStart[v] … edgeStart[v+1]−1.
 */
export interface LineageGraph {
  readonly versionCount: number
  readonly edgeStart: Uint32Array
  readonly edgeSource: Uint32Array
  /** Parts per billion. */
  readonly edgeShare: Uint32Array
  /** 1 absolute, 0 relative. */
  readonly edgeAbsolute: Uint8Array
  /** stack(v) in parts per billion. */
  readonly stack: Uint32Array
}

/** Direct revenue D(n) of some versions, in ledger units; a version at most once, ascending by version. */
export interface DirectRevenue {
  readonly versions: Uint32Array
  readonly amounts: readonly bigint[]
}

/** What one version took in and passed on in one group of calls; ledger units. */
export interface VersionFlow {
  readonly version: number
  readonly direct: bigint
  readonly fee: bigint
  /** Σ out over relative edges into it. */
  readonly relativeIn: bigint
  /** lapIn. */
  readonly absoluteIn: bigint
  /** Σ out over its own relative edges. */
  readonly relativeOut: bigint
  /** lapOut. */
  readonly absoluteOut: bigint
  readonly retained: bigint
}

export interface FlowResult {
  /** Only versions through which something flowed, derived-first (descending index). */
  readonly flows: readonly VersionFlow[]
  readonly gross: bigint
  readonly fee: bigint
  readonly retained: bigint
  /** Σ absoluteOut − Σ absoluteIn: goes to the rounding account. gross = fee + retained + rounding, asserted. */
  readonly rounding: bigint
}
