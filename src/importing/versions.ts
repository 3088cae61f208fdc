/**
 * Finds which version each statement is about. Documents often have no version: a card describes its repository, and
 * another document names a revision of it. What describes an asset without a version describes each version that is
 * named.
 */
import type { Draft, DraftAsset, DraftVersion, ResolvedEdge } from './draft.ts'
import { shown, versionIn } from './draft.ts'
import type { RelatedEdge } from './relations.ts'

/** What makes an edge: the versions that it derives, and its source. */
export interface PlacedEdge {
  readonly edge: RelatedEdge
  readonly from: readonly DraftVersion[]
  readonly to: DraftAsset
  readonly toVersion: string | undefined
}

/** @param edges those that are derivations */
export function placeVersions(draft: Draft, edges: readonly RelatedEdge[]): PlacedEdge[] {
  const mentioned = new Map<string, Set<string>>()
  const derived = new Map<string, Set<string>>()
  for (const { from, to } of edges) {
    draft.assets.get(from.asset)!.described = true
    if (from.version !== undefined) setOf(derived, from.asset).add(from.version)
    if (to.version !== undefined) setOf(mentioned, to.asset).add(to.version)
  }
  const subjects = new Map<string, DraftVersion[]>()
  for (const asset of draft.sorted()) {
    if (asset.described)
      subjects.set(
        asset.asset,
        describedVersions(draft, asset, {
          derived: derived.get(asset.asset),
          mentioned: mentioned.get(asset.asset),
        }),
      )
  }
  for (const { from, why } of draft.lost) {
    for (const version of aboutVersions(draft, from, subjects)) version.reasons.add(why)
  }
  return edges.map((edge) => {
    const to = draft.assets.get(edge.to.asset)!
    return { edge, from: aboutVersions(draft, edge.from, subjects), to, toVersion: edge.to.version }
  })
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  const known = sets.get(key) ?? new Set()
  sets.set(key, known)
  return known
}

interface Naming {
  /** Versions whose sources a document lists. */
  readonly derived: ReadonlySet<string> | undefined
  /** Versions under which other documents name the asset. */
  readonly mentioned: ReadonlySet<string> | undefined
}

function describedVersions(
  draft: Draft,
  asset: DraftAsset,
  { derived = new Set(), mentioned = new Set() }: Naming,
): DraftVersion[] {
  const stated = new Set([...asset.nodes.flatMap(({ version }) => version ?? []), ...derived])
  const names = stated.size > 0 ? [...stated] : mentioned.size > 0 ? [...mentioned] : [draft.policy.version]
  const versions = names.map((name) => versionIn(asset, name))
  for (const { node, version, file } of asset.nodes) {
    const about =
      version === undefined
        ? withoutVersion(draft, asset, { versions, file, at: node.at })
        : [versionIn(asset, version)]
    for (const each of about) {
      if (node.releasedAt !== undefined) each.dates.push({ value: node.releasedAt, file, at: node.at })
      if (node.digest !== undefined) each.digests.push({ value: node.digest, file, at: node.at })
      if (node.contributors !== undefined)
        each.contributors.push({ records: node.contributors, file, at: node.at })
    }
  }
  return versions
}

/** A description without a version, beside several that have one, may be about any of them. */
function withoutVersion(
  draft: Draft,
  asset: DraftAsset,
  { versions, file, at }: { versions: readonly DraftVersion[]; file: string; at: string },
): readonly DraftVersion[] {
  const stated = asset.nodes.filter(({ version }) => version !== undefined)
  if (new Set(stated.map(({ version }) => version)).size < 2) return versions
  draft.contradictions.push({
    subject: asset.asset,
    about: 'version',
    says: [
      ...stated.map(({ version, file: of, node }) => ({ value: version!, file: of, at: node.at })),
      { value: 'no version', file, at },
    ],
  })
  if (draft.policy.contradictions === 'first') return versions.slice(0, 1)
  for (const version of versions)
    version.reasons.add(`${file} describes ${asset.asset} without saying which version`)
  return versions
}

function aboutVersions(
  draft: Draft,
  from: ResolvedEdge['from'],
  subjects: ReadonlyMap<string, readonly DraftVersion[]>,
): readonly DraftVersion[] {
  if (from.version !== undefined) return [versionIn(draft.assets.get(from.asset)!, from.version)]
  return subjects.get(from.asset) ?? []
}

/** `model:acme/chat@1` of a version under construction. */
export function shownVersion(version: DraftVersion): string {
  return shown({ asset: version.asset.asset, version: version.version })
}
