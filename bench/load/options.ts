/** What a load run is. The seed and these numbers alone decide every event and when it is due. */

/** Parts of the whole, from 0 to 1. */
export interface LoadMix {
  /** Events sent again as they were. */
  readonly duplicates: number
  /** An identity used again with another amount. */
  readonly conflicts: number
  /** Broken in one of several ways. */
  readonly bad: number
  /** Calls older than the last closed epoch. */
  readonly late: number
  /** Calls newer than the epoch that the run closes. */
  readonly early: number
  /** Calls of assets that are not registered. */
  readonly unknown: number
  /** Events that leave up to 200 places after those made with them. */
  readonly disorder: number
}

export interface LoadOptions {
  readonly seed: number
  /** Events due a second, on average. */
  readonly rate: number
  readonly seconds: number
  /** At the beginning: events due then are in the figures for all, and not in those of the warm system. */
  readonly warmUpSeconds: number
  readonly assets: number
  readonly sources: number
  /** Exponent of Zipf's law over assets and over sources; 0 for none. */
  readonly skew: number
  readonly burst: Burst
  readonly mix: LoadMix
}

/** For `lengthSeconds` of every `everySeconds` the rate is `factor` times the average, and less in between. */
export interface Burst {
  readonly everySeconds: number
  readonly lengthSeconds: number
  readonly factor: number
}

export const defaultMix: LoadMix = {
  duplicates: 0.03,
  conflicts: 0.005,
  bad: 0.01,
  late: 0.02,
  early: 0.005,
  unknown: 0.005,
  disorder: 0.05,
}

export const defaultLoad: LoadOptions = {
  seed: 1,
  rate: 10_000,
  seconds: 30,
  warmUpSeconds: 5,
  assets: 300,
  sources: 50,
  skew: 1,
  burst: { everySeconds: 10, lengthSeconds: 1, factor: 3 },
  mix: defaultMix,
}
