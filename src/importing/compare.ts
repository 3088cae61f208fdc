/** Compares what an import proposes with what the ledger has. */
import { sha256Hex } from '../base/sha256.ts'
import { formatShare, parseShare } from '../money/share.ts'
import type { DraftVersion } from './draft.ts'
import { shown } from './draft.ts'
import { edgesOf, type ReleaseFacts } from './events.ts'
import { licenceKey } from './formats/licences.ts'
import { shownEnds } from './model.ts'
import type { Policy } from './policy.ts'
import type { RegisteredAsset, RegisteredVersion } from './registryView.ts'

export function assetDifferences(
  known: RegisteredAsset,
  { owner, licence }: { owner: string | undefined; licence: string | undefined },
): string[] {
  const differences: string[] = []
  if (owner !== undefined && owner !== known.owner)
    differences.push(`owner is ${owner}, and ${known.owner} in the ledger`)
  if (licence !== undefined && licenceKey(licence) !== licenceKey(known.license ?? '')) {
    differences.push(`licence is ${licence}, and ${known.license ?? 'none'} in the ledger`)
  }
  return differences
}

/** What differs between a proposed release and a version of the ledger. Dates differ between documents and don't count. */
export function versionDifferences(
  policy: Policy,
  draft: DraftVersion,
  facts: ReleaseFacts,
  known: RegisteredVersion,
): string[] {
  const differences: string[] = []
  const own = new Map(edgesOf(draft).map((edge) => [shown(edge), edge]))
  const unmatched = new Set(known.derivedFrom)
  for (const [name, edge] of own) {
    // A source without a version was pinned when the version was released.
    const match = known.derivedFrom.find(
      (other) =>
        unmatched.has(other) &&
        other.asset === edge.asset &&
        (edge.version === undefined || other.version === edge.version),
    )
    if (match === undefined) {
      differences.push(`${name} is a new source`)
      continue
    }
    unmatched.delete(match)
    for (const term of ['relation', 'policy', 'share'] as const) {
      if (edge[term] !== match[term])
        differences.push(`${term} of ${name} is ${edge[term]}, and ${match[term]} in the ledger`)
    }
    if (shownEnds(edge) !== shownEnds(match))
      differences.push(`the end or the caps of ${name} differ from those in the ledger`)
  }
  for (const { asset, version } of unmatched) differences.push(`${asset}@${version} is no source any more`)
  if (facts.digest !== undefined && known.contentDigest !== null && facts.digest !== known.contentDigest) {
    differences.push(`contentDigest is ${facts.digest}, and ${known.contentDigest} in the ledger`)
  }
  const share =
    policy.contributors !== undefined && facts.contributors.length > 0 ? policy.contributors.share : '0'
  if (formatShare(parseShare(share, undefined, true)) !== known.contributorShare && share !== '0') {
    differences.push(`contributorShare is ${share}, and ${known.contributorShare} in the ledger`)
  }
  return differences
}

const suffixLength = 8
const versionLengthMax = 64

/** The name of a new version follows from its content, so that a second import finds the first one's. */
export function proposedName(draft: DraftVersion, { version, digest, contributors }: ReleaseFacts): string {
  const suffix = sha256Hex(JSON.stringify([edgesOf(draft), digest ?? null, contributors])).slice(
    0,
    suffixLength,
  )
  return `${version.slice(0, versionLengthMax - suffixLength - 1)}-${suffix}`
}
