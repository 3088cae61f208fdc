/**
 * The calls of a close that happened before an event was recorded and that the event concerns, summed, and the same
 * calls as they would be divided if the event were not recorded.
 */
import {
  type Fee,
  type FeeGroup,
  insertByTime,
  type Version,
  versionBoundaries,
} from '../../registry/index.ts'
import type { CallFilter, CallKey, DirectSum, SettlementWindow } from '../../usage/reader.ts'
import { addSums, subtractSums } from '../close/directSums.ts'
import type { RegistryAt } from '../registryAt.ts'
import type { EarlierCalls } from './earlierCalls.ts'
import type { Recorded } from './recordedSince.ts'

export interface Concerned {
  readonly kind: 'fee' | 'release' | 'suspense'
  /** The calls as the close divides them. */
  readonly calls: readonly DirectSum[]
  /** The same calls without the event; those that would not resolve are left out. */
  readonly without: readonly DirectSum[]
  /** Groups of `without`: those of the registry, and perhaps more after them. */
  readonly feeGroups: readonly FeeGroup[]
}

interface Close {
  readonly window: SettlementWindow
  readonly registry: RegistryAt
  readonly earlier: EarlierCalls
}

/**
 * @param fees all that count, by `effectiveFrom`, of equal ones the later recorded last
 * @returns undefined where the fee is in force at no earlier call
 */
export async function concernedByFee(
  { window, registry, earlier }: Close,
  fees: readonly Fee[],
  event: Recorded,
): Promise<Concerned | undefined> {
  const place = fees.findIndex((fee) => fee.revision === event.revision)
  const [fee, next, former] = [fees[place]!, fees[place + 1], fees[place - 1]]
  const from = fee.effectiveFrom
  const before = next?.effectiveFrom ?? Number.POSITIVE_INFINITY
  if (isSame(fee, former)) return undefined
  const calls = await earlier.sums(window, { from, before }, event)
  if (calls.length === 0) return undefined
  const feeGroups = [...registry.feeGroups]
  const feeGroup = former ? groupOf(feeGroups, former) : 0
  return { kind: 'fee', calls, without: calls.map((sum) => ({ ...sum, feeGroup })), feeGroups }
}

function isSame(fee: Fee, former: Fee | undefined): boolean {
  return fee.share === (former?.share ?? 0) && (fee.share === 0 || fee.payee === former?.payee)
}

function groupOf(groups: FeeGroup[], { share, payee }: Fee): number {
  const place = groups.findIndex((group, at) => at > 0 && group.share === share && group.payee === payee)
  return place < 0 ? groups.push({ share, payee }) - 1 : place
}

/** Calls that the version takes from others, and calls that left suspense with it. */
export async function concernedByRelease(
  close: Close,
  version: Version,
  event: Recorded,
): Promise<Concerned[]> {
  const { asset } = version
  const unnamed: CallKey = { asset, version: '' }
  const named: CallKey = { asset, version: version.version }
  const boundaries = boundariesWithout(close.registry, version)
  const found =
    boundaries.length === 0
      ? [await outOfSuspense(close, version, { keys: [unnamed, named] }, event)]
      : [
          await takenOver(close, version, boundaries, event),
          await outOfSuspense(close, version, { keys: [named] }, event),
        ]
  return found.filter(({ calls }) => calls.length > 0)
}

/** Default versions of the asset as if this one were not released. */
function boundariesWithout(
  { versions, named }: RegistryAt,
  { asset, index }: Version,
): SettlementWindow['boundaries'] {
  const releases: Version[] = []
  for (const other of named) {
    if (other.asset === asset && other.index !== index)
      insertByTime(releases, versions.at(other.index)!, ({ releasedAt }) => releasedAt)
  }
  return versionBoundaries(asset, releases)
}

async function takenOver(
  { window, registry, earlier }: Close,
  { asset, index }: Version,
  boundaries: SettlementWindow['boundaries'],
  event: Recorded,
): Promise<Concerned> {
  const only = { keys: [{ asset, version: '' as const }] }
  const own = window.boundaries.filter((entry) => entry.asset === asset)
  const all = await earlier.sums({ ...window, boundaries: own, named: [] }, only, event)
  const calls = all.filter((sum) => sum.version === index)
  const { feeGroups } = registry
  if (calls.length === 0) return { kind: 'release', calls, without: [], feeGroups }
  const others = await earlier.sums({ ...window, boundaries, named: [] }, only, event)
  // Calls that other versions serve in both are no part of the difference.
  const same = all.filter((sum) => sum.version !== index)
  return { kind: 'release', calls, without: subtractSums(others, same), feeGroups }
}

async function outOfSuspense(
  { window, registry, earlier }: Close,
  { asset, index, version }: Version,
  only: CallFilter,
  event: Recorded,
): Promise<Concerned> {
  const resolution = {
    boundaries: window.boundaries.filter((entry) => entry.asset === asset),
    named: window.named.filter((entry) => entry.asset === asset && entry.version === version),
  }
  const all = await earlier.recordedSums({ ...window, ...resolution }, only, event)
  const calls = all.filter((sum) => sum.version === index)
  return { kind: 'suspense', calls, without: [], feeGroups: registry.feeGroups }
}

/** Sums of the close in which the calls of `concerned` are divided as without the event. */
export function directWithout(direct: readonly DirectSum[], { calls, without }: Concerned): DirectSum[] {
  return addSums(subtractSums(direct, calls), without)
}
