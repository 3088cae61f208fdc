/** Calls by asset, day and state, and the calls in suspense. A page costs one query. */
import { setImmediate } from 'node:timers/promises'
import { nearTexts } from '../../base/nearTexts.ts'
import { formatTime, type Micros, parseTime } from '../../events/time.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { describeRows, shorten } from '../../log/inStep.ts'
import { formatAmount, type LedgerUnits } from '../../money/ledgerUnits.ts'
import { assetNamed, isResolvable, type Registry, type Release } from '../../registry/index.ts'
import type {
  CallFilter,
  CallLists,
  CallState,
  CallStates,
  GroupPlace,
  ListPart,
  UnknownPlace,
  UnknownSum,
} from '../../usage/lists.ts'
import type { CallKey, UsageReader, UsageScope } from '../../usage/reader.ts'
import { readScope, usageScope } from '../close/scope.ts'
import { failOutOfStep } from '../inStep.ts'
import type { CallGroupItem, SuspenseItem } from './answers.ts'

export interface CallListDeps {
  readonly lists: CallLists
  readonly usage: UsageReader
  readonly registry: Registry
  readonly epochs: EpochLog
  readonly batches: BatchLog
  readonly head: () => Promise<number>
}

/** Times are RFC 3339, a day is yyyy-mm-dd in UTC. */
export interface CallListQuery {
  readonly asset?: string
  readonly day?: string
  readonly state?: CallState
}

export interface EachCallQuery extends CallListQuery {
  /** Calls that this version of the asset serves; those that name it although it is not known are listed too. */
  readonly version?: string
  /** Calls that this epoch settled. */
  readonly epoch?: number
}

export type SuspenseQuery = Pick<CallListQuery, 'asset'>

/** Items, and the place of the last one where more follow. */
export interface ListPage<Item, Place> {
  readonly items: readonly Item[]
  readonly next: Place | null
}

const dayMicros = 86_400_000_000

export async function listGroups(
  deps: CallListDeps,
  query: CallListQuery,
  part: ListPart<GroupPlace>,
): Promise<ListPage<CallGroupItem, GroupPlace>> {
  const states = await readStates(deps, query.asset)
  const groups = await deps.lists.groups(states, filterOf(query), oneMore(part))
  const text = amounts(deps.registry)
  return cut(
    groups,
    part,
    (group) => ({ ...group, amount: text(group.amount, group.currency) }),
    ({ asset, day, currency, state }) => ({ asset, day, currency, state }),
  )
}

export async function listSuspense(
  deps: CallListDeps,
  query: SuspenseQuery,
  part: ListPart<UnknownPlace>,
): Promise<ListPage<SuspenseItem, UnknownPlace>> {
  const { registry } = deps
  const states = await readStates(deps, query.asset)
  const sums = await deps.lists.unknown(states, filterOf(query), oneMore(part))
  const text = amounts(registry)
  const near = new Map<string, readonly string[]>()
  for (const { asset, version } of sums) {
    const key = JSON.stringify([asset, version])
    if (near.has(key)) continue
    near.set(key, nearNames(registry, asset, version))
    // A ledger may have very many assets: other work goes on between two of them.
    await setImmediate()
  }
  return cut(
    sums,
    part,
    ({ asset, version, currency, calls, amount, oldest, newest }) => ({
      asset,
      version: version === '' ? null : version,
      currency,
      calls,
      amount: text(amount, currency),
      oldest: formatTime(oldest),
      newest: formatTime(newest),
      waits: isResolvable(registry, asset) ? ('version' as const) : ('asset' as const),
      near: near.get(JSON.stringify([asset, version]))!,
    }),
    ({ asset, version, currency }: UnknownSum) => ({ asset, version, currency }),
  )
}

function nearNames(registry: Registry, asset: string, version: string): string[] {
  const known = assetNamed(registry, asset)
  if (known === undefined) return nearTexts(asset, registry.assets.ids())
  return version === ''
    ? []
    : nearTexts(
        version,
        known.versions.map((index) => registry.versions.at(index)!.version),
      )
}

/** What the state of every call follows from, as the log is now; with `asset` for its calls only. */
/** @throws HeadwaterError `data.outOfStep`: sums without a recorded batch would be wrong */
export async function readStates(deps: CallListDeps, asset: string | undefined): Promise<CallStates> {
  const epochs = await deps.epochs.list()
  const last = epochs.at(-1)
  return {
    scope: await readScopeNow(deps, epochs),
    ...(last && { closed: { watermarks: last.watermarks, until: last.until } }),
    keys: keysOf(deps.registry, asset, last?.registryRevision ?? -1),
  }
}

/** All rows that are recorded now, without those that closes excluded. @throws HeadwaterError `data.outOfStep` */
export async function readScopeNow(
  { usage, batches, head }: Pick<CallListDeps, 'usage' | 'batches' | 'head'>,
  epochs: readonly ClosedEpoch[],
): Promise<UsageScope> {
  const scope = await readScope(usage, batches, await head())
  failOutOfStep(shorten(scope.missing.map((batch) => describeRows(batch, 0))))
  return usageScope(
    scope,
    epochs.flatMap((epoch) => epoch.excludedRows.keys()),
  )
}

interface KnownKeys {
  readonly events: number
  readonly closedTo: number
  readonly keys: WeakRef<CallStates['keys']>
}

/** Those of the whole registry that were read last, as long as memory has them: a page of the console asks several times. */
const known = new WeakMap<Registry, KnownKeys>()

function keysOf(registry: Registry, asset: string | undefined, closedTo: number): CallStates['keys'] {
  if (asset !== undefined) return resolvableKeys(registry, asset, closedTo)
  const last = known.get(registry)
  const kept = last?.events === registry.count && last.closedTo === closedTo ? last.keys.deref() : undefined
  if (kept) return kept
  const keys = resolvableKeys(registry, undefined, closedTo)
  known.set(registry, { events: registry.count, closedTo, keys: new WeakRef(keys) })
  return keys
}

/** Every version by its name, and every asset with a version; `closed` where they were recorded up to the revision. */
function resolvableKeys(registry: Registry, asset: string | undefined, closedTo: number): CallStates['keys'] {
  const keys: (CallKey & { closed: boolean })[] = []
  const seen = new Set<string>()
  // In the order recorded, so the first of an asset decides whether any was recorded by then.
  for (const { asset: id, version, revision } of releasesOf(registry, asset)) {
    const closed = revision <= closedTo
    if (!seen.has(id)) keys.push({ asset: id, version: '', closed })
    seen.add(id)
    keys.push({ asset: id, version, closed })
  }
  return keys
}

/** In the order recorded. */
export function releasesOf(registry: Registry, asset: string | undefined): Iterable<Release> {
  const { versions } = registry
  if (asset === undefined) return versions.releasedAfter(-1)
  return assetNamed(registry, asset)?.versions.map((index) => versions.at(index)!) ?? []
}

export function filterOf({ asset, day, state }: CallListQuery): CallFilter {
  const from: Micros | undefined = day === undefined ? undefined : parseTime(`${day}T00:00:00Z`, '/day')
  return { asset, state, ...(from !== undefined && { from, before: from + dayMicros }) }
}

/** One item more than asked for tells whether a page follows. */
export function oneMore<Place>(part: ListPart<Place>): ListPart<Place> {
  return { ...part, limit: part.limit + 1 }
}

export function cut<Found, Item, Place>(
  found: readonly Found[],
  { limit }: ListPart<Place>,
  show: (found: Found) => Item,
  placeOf: (found: Found) => Place,
): ListPage<Item, Place> {
  const kept = found.slice(0, limit)
  return { items: kept.map(show), next: found.length > limit ? placeOf(kept.at(-1)!) : null }
}

export function amounts({ currencies }: Registry): (units: LedgerUnits, currency: string) => string {
  return (units, currency) => formatAmount(units, currencies.get(currency as never)!.decimals)
}
