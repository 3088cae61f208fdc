/** The registry at hand, as an import compares with it. */
import type { Terms } from './model.ts'

export interface RegisteredEdge extends Terms {
  readonly asset: string
  readonly version: string
  readonly relation: string
}

export interface RegisteredVersion {
  readonly version: string
  readonly contentDigest: string | null
  readonly contributorShare: string
  readonly derivedFrom: readonly RegisteredEdge[]
  /** Part of its base that its absolute edges promise. */
  readonly absoluteShares: string
}

export interface RegisteredAsset {
  readonly asset: string
  readonly owner: string
  readonly license: string | null
  readonly versions: ReadonlyMap<string, RegisteredVersion>
  readonly latestVersion: string | null
}

/** Assets by id. */
export type RegistryView = ReadonlyMap<string, RegisteredAsset>
