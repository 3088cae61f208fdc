/** Decides for each source whether it is known: described by a document, listed in the policy, or in the ledger. */
import { type Draft, type DraftAsset, shown, versionIn } from './draft.ts'
import type { RegistryView } from './registryView.ts'
import type { ImportReport } from './report.ts'
import type { PlacedEdge } from './versions.ts'

type Unknown = {
  -readonly [Name in keyof ImportReport['unknown'][number]]: ImportReport['unknown'][number][Name]
} & {
  namedBy: string[]
}

interface KnownSources {
  readonly placed: PlacedEdge[]
  readonly unknown: Unknown[]
}

/** Makes a version of each source that the policy registers, and leaves out edges to sources that stay unknown. */
export function settleSources(
  draft: Draft,
  placed: readonly PlacedEdge[],
  registry: RegistryView | undefined,
): KnownSources {
  const unknown = new Map<string, Unknown>()
  const kept = placed.filter((each) => {
    const { to, toVersion, edge, from } = each
    if (isKnown(draft, to, { version: toVersion, registry })) return true
    const name = shown({ asset: to.asset, version: to.described ? toVersion : undefined })
    const done = ({ refuse: 'refused', skip: 'skipped', register: 'registered' } as const)[
      draft.policy.unknown
    ]
    const entry = unknown.get(name) ?? { name, kind: to.kind, done, namedBy: [] }
    unknown.set(name, entry)
    if (!entry.namedBy.includes(edge.file)) entry.namedBy.push(edge.file)
    if (done === 'registered') {
      versionIn(to, toVersion ?? draft.policy.version)
      return true
    }
    const what = to.described
      ? `no document describes version ${toVersion} of ${to.asset}`
      : `no document describes ${to.asset}, and neither names of the policy nor the ledger has it`
    draft.leaveOut(edge, 'unknownName', done === 'skipped' ? `${what}; the policy skips it` : what)
    if (done === 'refused' && draft.holds('unknownName'))
      for (const version of from) version.reasons.add(what)
    return false
  })
  return { placed: kept.map((each) => pinned(each, registry)), unknown: [...unknown.values()] }
}

/** A source whose only version is under construction gets that version by name. */
function pinned(each: PlacedEdge, registry: RegistryView | undefined): PlacedEdge {
  if (each.toVersion !== undefined || (registry?.get(each.to.asset)?.versions.size ?? 0) > 0) return each
  const [only, ...others] = each.to.versions.keys()
  return others.length > 0 ? each : { ...each, toVersion: only }
}

interface Wanted {
  readonly version: string | undefined
  readonly registry: RegistryView | undefined
}

function isKnown(draft: Draft, asset: DraftAsset, { version, registry }: Wanted): boolean {
  if (isRegistered(draft, asset, registry)) return true
  const recorded = registry?.get(asset.asset)?.versions
  if (recorded !== undefined && (version === undefined ? recorded.size > 0 : recorded.has(version)))
    return true
  if (asset.described) return version === undefined || asset.versions.has(version)
  if (!asset.listed && recorded === undefined) return false
  versionIn(asset, version ?? draft.policy.version)
  return true
}

/** The policy says that the ledger has it. Where the ledger is at hand, it says so itself. */
export function isRegistered(
  draft: Draft,
  { asset }: DraftAsset,
  registry: RegistryView | undefined,
): boolean {
  return (
    registry === undefined && draft.policy.registered.some((pattern) => pattern.match(asset) !== undefined)
  )
}
