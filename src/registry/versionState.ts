/** A released version in memory. */

import type { AssetId, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { Share } from '../money/share.ts'
import type { Holder, HoldingTransfer } from './contractModel.ts'
import type {
  Contributions,
  ContributorColumns,
  Contributors,
  LineageEdge,
  Numbered,
  Version,
} from './model.ts'

/** Who divides the contributor pool of a version: the listed payees, or the first records of the asset's log. */
export type ContributorSource =
  | { readonly type: 'listed'; readonly contributors: Contributors }
  | { readonly type: 'recorded'; readonly log: Contributions; readonly count: number }

export const noContributors: ContributorSource = { type: 'listed', contributors: [] }

type VersionFields = Omit<Version, 'contributors' | 'contributorColumns' | 'isSharedWith'> & {
  readonly source: ContributorSource
}

export class VersionState implements Version {
  readonly index: number
  readonly asset: AssetId
  readonly version: VersionName
  readonly releasedAt: Micros
  readonly revision: number
  readonly contentDigest?: string
  readonly holders: readonly Holder[]
  readonly transfers: readonly HoldingTransfer[]
  readonly contributorShare: Share
  readonly contributorUnits: bigint
  readonly derivedFrom: readonly LineageEdge[]
  readonly stack: number
  readonly source: ContributorSource

  constructor(fields: VersionFields) {
    this.index = fields.index
    this.asset = fields.asset
    this.version = fields.version
    this.releasedAt = fields.releasedAt
    this.revision = fields.revision
    if (fields.contentDigest !== undefined) this.contentDigest = fields.contentDigest
    this.holders = fields.holders
    this.transfers = fields.transfers
    this.contributorShare = fields.contributorShare
    this.contributorUnits = fields.contributorUnits
    this.derivedFrom = fields.derivedFrom
    this.stack = fields.stack
    this.source = fields.source
  }

  /** The version after one more transfer. */
  after(transfer: HoldingTransfer): VersionState {
    return new VersionState({ ...this, transfers: [...this.transfers, transfer] })
  }

  get contributors(): Contributors {
    const { source } = this
    return source.type === 'listed' ? source.contributors : source.log.contributorsUpTo(source.count)
  }

  get contributorColumns(): ContributorColumns | undefined {
    const { source } = this
    return source.type === 'listed' ? undefined : source.log.columnsUpTo?.(source.count)
  }

  isSharedWith(payee: PayeeId): boolean {
    const { holders, transfers, source } = this
    const has = (list: readonly { readonly payee: PayeeId }[]) => list.some((one) => one.payee === payee)
    if (has(holders) || transfers.some(({ to }) => to === payee)) return true
    // Adding up a log for each version of a large asset takes long.
    return source.type === 'listed'
      ? has(source.contributors)
      : (source.log.firstOf(payee) ?? source.count) < source.count
  }
}

/** Who shares in a version: the payees that it and its transfers name, and the first `pool` contributions to its asset. */
export function sharesOf(version: Version): { readonly payees: PayeeId[]; readonly pool: number } {
  const { holders, transfers, source } = version as VersionState
  const listed = source.type === 'listed' ? source.contributors : []
  const payees = [...[...holders, ...listed].map(({ payee }) => payee), ...transfers.map(({ to }) => to)]
  return { payees, pool: source.type === 'recorded' ? source.count : 0 }
}

/** stack(n) = Σ over absolute edges n→p of (s + stack(p)), parts per billion. */
export function stackOf(edges: readonly LineageEdge[], versions: Numbered<Version>): number {
  let stack = 0
  for (const edge of edges) {
    if (edge.policy === 'absolute') stack += edge.share + versions.at(edge.source)!.stack
  }
  return stack
}

export function unitsOf(contributors: Contributors): bigint {
  return contributors.reduce((sum, { units }) => sum + units, 0n)
}
