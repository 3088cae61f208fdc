/** Decides for each version under construction: an event, already there, another version, or held and why. */
import { parseEvent } from '../events/index.ts'
import { parseShare, sharePartsWhole } from '../money/share.ts'
import { attempt } from './attempt.ts'
import { assetDifferences, proposedName, versionDifferences } from './compare.ts'
import { agreedContributors, agreedDate, agreedDigest } from './contradictions.ts'
import { type Draft, type DraftAsset, type DraftVersion, shown } from './draft.ts'
import { instantOf, type ProposedEvent, type ReleaseFacts, registrationOf, releaseOf } from './events.ts'
import { releaseOrder, targetsOf } from './order.ts'
import { ownerOf, payee, payeeNamedBy } from './owners.ts'
import type { RegisteredVersion, RegistryView } from './registryView.ts'
import type { ImportReport } from './report.ts'
import { isRegistered } from './sources.ts'
import { shownVersion } from './versions.ts'

interface Context {
  readonly registry: RegistryView | undefined
  readonly licences: ReadonlyMap<string, string>
}

export interface Released {
  readonly events: ProposedEvent[]
  readonly added: ImportReport['added'][number][]
  readonly there: ImportReport['there'][number][]
  readonly differs: ImportReport['differs'][number][]
  readonly held: Map<DraftVersion, ReadonlySet<string>>
}

export function release(draft: Draft, context: Context): Released {
  const result: Released = { events: [], added: [], there: [], differs: [], held: new Map() }
  const registrations: ProposedEvent[] = []
  const owners = new Map<DraftAsset, string>()
  const registered = new Set<DraftAsset>()
  const promises = new Map<DraftVersion, number>()
  for (const version of releaseOrder(draft)) {
    const { asset } = version
    const recorded = context.registry?.get(asset.asset)
    if (recorded === undefined && isRegistered(draft, asset, context.registry)) continue
    holdWithoutOwner(draft, version, { owners, recordedOwner: recorded?.owner })
    holdByPromises(version, { context, promises })
    holdBySources(version, { context, result, draft })
    const owner = owners.get(asset)
    const facts = owner === undefined ? undefined : factsOf(draft, version, owner)
    if (facts === undefined || version.reasons.size > 0) {
      result.held.set(version, version.reasons)
      continue
    }
    const known = recorded?.versions.get(version.version)
    const event = decide(draft, version, { facts, known, result, recordedVersions: recorded?.versions })
    if (event === undefined) continue
    const registration = registrationOf(draft.policy, asset, {
      owner: owner!,
      licence: context.licences.get(asset.asset),
    })
    const isNew = recorded === undefined && !registered.has(asset)
    if (!isAcceptable(version, isNew ? [registration, event] : [event], result)) continue
    if (isNew) {
      registrations.push(registration)
      registered.add(asset)
      result.added.push({ asset: asset.asset })
    }
    result.events.push(event)
    result.added.push({ asset: asset.asset, version: String(event.data.version) })
  }
  compareAssets(draft, context, { owners, result })
  result.events.unshift(...registrations)
  return result
}

function holdWithoutOwner(
  draft: Draft,
  version: DraftVersion,
  { owners, recordedOwner }: { owners: Map<DraftAsset, string>; recordedOwner: string | undefined },
): void {
  const { asset } = version
  if (owners.has(asset)) return
  const owner = ownerOf(draft, asset)
  if ('payee' in owner) owners.set(asset, owner.payee)
  // Only what is to be registered needs an owner of the policy.
  else if (recordedOwner !== undefined) owners.set(asset, recordedOwner)
  else version.reasons.add(owner.missing)
}

/** The ledger refuses a release that promises more than it receives. */
function holdByPromises(
  version: DraftVersion,
  { context, promises }: { context: Context; promises: Map<DraftVersion, number> },
): void {
  let stack = 0
  let relative = 0
  for (const edge of version.edges) {
    if (edge.policy === 'relative') relative += edge.share!
    else
      stack +=
        edge.share! +
        Math.max(
          0,
          ...targetsOf(edge).map((target) => promises.get(target) ?? 0),
          recordedPromise(edge.to.asset, edge.toVersion, context),
        )
  }
  promises.set(version, stack)
  if (stack + relative > sharePartsWhole)
    version.reasons.add(
      'its shares promise more than 1 in total: lower them, or use pool in terms of the policy',
    )
}

function recordedPromise(asset: string, version: string | undefined, { registry }: Context): number {
  const known = registry?.get(asset)
  const name = version ?? known?.latestVersion
  const recorded = name === undefined || name === null ? undefined : known?.versions.get(name)
  return recorded === undefined ? 0 : parseShare(recorded.absoluteShares, undefined, true)
}

/** What waits for a version that is not released waits too. */
function holdBySources(
  version: DraftVersion,
  { context, result, draft }: { context: Context; result: Released; draft: Draft },
): void {
  for (const edge of version.edges) {
    const recorded = context.registry?.get(edge.to.asset)
    const isThere =
      edge.toVersion === undefined
        ? (recorded?.versions.size ?? 0) > 0
        : recorded?.versions.has(edge.toVersion)
    if (isThere || isRegistered(draft, edge.to, context.registry)) continue
    const targets = targetsOf(edge)
    if (targets.every((target) => result.held.has(target))) {
      version.reasons.add(
        `its source ${shown({ asset: edge.to.asset, version: edge.toVersion })} is not released`,
      )
    }
  }
}

function factsOf(draft: Draft, version: DraftVersion, owner: string): ReleaseFacts {
  const date = agreedDate(draft, version)
  const instant = date === undefined || draft.policy.releasedAt === 'policy' ? undefined : instantOf(date)
  if (date !== undefined && instant === undefined && draft.policy.releasedAt === 'document') {
    const file = version.dates[0]!.file
    draft.notes.push({
      file,
      note: `the date ${JSON.stringify(date.slice(0, 64))} of ${shownVersion(version)} is no time that a release can have, so the policy's time counts`,
    })
  }
  return {
    version: version.version,
    owner,
    releasedAt: instant,
    digest: agreedDigest(draft, version),
    contributors: contributorsOf(draft, version),
  }
}

function contributorsOf(draft: Draft, version: DraftVersion): ReleaseFacts['contributors'] {
  const records = agreedContributors(draft, version)
  if (records.size === 0) return []
  if (draft.policy.contributors === undefined) {
    draft.notes.push({
      file: shownVersion(version),
      note: `${records.size} agents have records of it, and the policy has no share for contributors`,
    })
    return []
  }
  const units = new Map<string, number>()
  for (const [agent, count] of records) {
    const id = payee(payeeNamedBy(draft, agent))
    if ('missing' in id)
      version.reasons.add(`the contributor ${JSON.stringify(agent)} is no payee: ${id.missing}`)
    else units.set(id.payee, (units.get(id.payee) ?? 0) + count)
  }
  return [...units].map(([id, count]) => ({ payee: id, units: String(count) }))
}

interface Decision {
  readonly facts: ReleaseFacts
  readonly known: RegisteredVersion | undefined
  readonly recordedVersions: ReadonlyMap<string, RegisteredVersion> | undefined
  readonly result: Released
}

/** The event of a release, or none where the ledger has it. */
function decide(
  draft: Draft,
  version: DraftVersion,
  { facts, known, recordedVersions, result }: Decision,
): ProposedEvent | undefined {
  const named = { asset: version.asset.asset, version: version.version }
  if (version.reasons.size > 0) {
    result.held.set(version, version.reasons)
    return undefined
  }
  if (known === undefined) return releaseOf(draft.policy, version, facts)
  const differences = versionDifferences(draft.policy, version, facts, known)
  if (differences.length === 0) {
    result.there.push(named)
    return undefined
  }
  const proposed = proposedName(version, facts)
  if (recordedVersions?.has(proposed)) {
    result.there.push({ ...named, version: proposed })
    return undefined
  }
  result.differs.push({ ...named, proposed, differences })
  return releaseOf(draft.policy, version, { ...facts, version: proposed })
}

/** What the shape of events refuses is held here, with the same words. */
function isAcceptable(version: DraftVersion, events: readonly ProposedEvent[], result: Released): boolean {
  for (const event of events) {
    const parsed = attempt(() => parseEvent(event))
    if ('result' in parsed) continue
    const { message, path = '' } = parsed.fault
    version.reasons.add(`the ledger would refuse it: ${message}${path && ` (at ${path})`}`)
  }
  if (version.reasons.size > 0) result.held.set(version, version.reasons)
  return version.reasons.size === 0
}

/** Owner and licence of assets that the ledger has: they never change, so a difference is only reported. */
function compareAssets(
  draft: Draft,
  { registry, licences }: Context,
  { owners, result }: { owners: ReadonlyMap<DraftAsset, string>; result: Released },
): void {
  for (const asset of draft.sorted()) {
    const known = registry?.get(asset.asset)
    if (known === undefined || asset.versions.size === 0) continue
    const stated = asset.licences.length > 0 ? licences.get(asset.asset) : undefined
    const differences = assetDifferences(known, { owner: owners.get(asset), licence: stated })
    if (differences.length > 0) result.differs.push({ asset: asset.asset, differences })
    else result.there.push({ asset: asset.asset })
  }
}
