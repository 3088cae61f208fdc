/** The lineage of a ledger as exports write it. */
import { createHash } from 'node:crypto'
import type { RegisteredEdge } from '../registryView.ts'

export interface ExportedVersion {
  readonly asset: string
  readonly version: string
  readonly owner: string
  readonly name: string | null
  readonly license: string | null
  readonly metadataUri: string | null
  readonly releasedAt: string
  readonly contentDigest: string | null
  readonly derivedFrom: readonly RegisteredEdge[]
}

export const exportFormats = ['prov', 'openlineage', 'mlbom'] as const
export type ExportFormat = (typeof exportFormats)[number]

export function kindOfAsset(asset: string): string {
  return asset.slice(0, asset.indexOf(':'))
}

export function pathOfAsset(asset: string): string {
  return asset.slice(asset.indexOf(':') + 1)
}

/** A UUID that follows from the text: the same ledger gives the same document. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text, 'utf8').digest('hex')
  // Version 8 is for UUIDs of one's own making (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
