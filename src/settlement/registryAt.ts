/**
 * The registry as one epoch sees it: frozen at the log position P, because ingestion goes on while a close runs.
 * Versions, fees and the accounts that payees ever had are only ever appended, so a prefix of them is enough; currencies
 * change and are copied.
 */

import { fail } from '../errors.ts'
import type { AccountAddress, ChainId } from '../events/account.ts'
import type { PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { EventStore, Position } from '../eventstore/port.ts'
import { lastEvent } from '../log/lastEvent.ts'
import { streams } from '../log/streams.ts'
import {
  accountOn,
  assetNamed,
  type ContractsAt,
  type Currency,
  contractsAt,
  type FeeBoundary,
  type FeeGroup,
  firstOf,
  keysReleasedAfter,
  lastNotice,
  type Numbered,
  type Payee,
  type Registry,
  type Release,
  settlementBoundaries,
  unnamedPayee,
  type Version,
  type VersionBoundary,
} from '../registry/index.ts'
import type { CallKey } from '../usage/reader.ts'
import { type Resolutions, resolutionsOf } from './resolutions.ts'

export interface RegistryAt {
  /** Last registry event that counts; -1: none. */
  readonly revision: number
  readonly digest: string
  readonly versions: Numbered<Version>
  /** Ascending by code. */
  readonly currencies: readonly Currency[]
  /**
   * The account on a chain of a payee that the registry names, if a close of `until` pays to it: not before its notice
   * is over. @throws HeadwaterError `data.damaged`
   */
  accountOf(payee: PayeeId, chain: ChainId, at: AccountsAt): AccountAddress | undefined
  /** Reads what `accountOf` needs of these payees together, a thousand or so at a time. */
  readAhead(payees: readonly PayeeId[]): void
  readonly boundaries: readonly VersionBoundary[]
  readonly named: readonly (CallKey & { readonly index: number })[]
  readonly fees: readonly FeeBoundary[]
  /** Group 0 is that of no fee. */
  readonly feeGroups: readonly FeeGroup[]
  isResolvable(key: CallKey): boolean
  /** Undefined where the key does not resolve. Without a version: of the first one of the asset. */
  versionIndex(key: CallKey): number | undefined
  /** Contracts (docs/contracts.md); undefined where nothing of them is recorded: then nothing has to be asked. */
  readonly contracts: ContractsAt | undefined
  /** With what calls settled in this epoch and in earlier ones. */
  readonly resolutions: Resolutions
  /** Releases with a later revision, in the order recorded. */
  releasedAfter(revision: number): Iterable<Release>
  /** Keys of calls that resolve and did not when the registry ended at the revision. */
  keysReleasedAfter(revision: number): readonly CallKey[]
}

interface AccountsAt {
  /** Of the close. */
  readonly until: Micros
  /** Whether postings may have named payees that no registry event names. Default: no. */
  readonly hasPostings?: boolean
}

/** Runs `work` while no registry event is being recorded: memory and log then agree. */
export type Exclusively = <Result>(work: () => Promise<Result>) => Promise<Result>

/** Another process may record a registry event at the same moment, but not this many times in a row. */
const headTriesMax = 10

const beforeFirst = { revision: -1, position: 0 }

/**
 * Head of the log and the registry at it.
 * @throws HeadwaterError `close.registryMoving` where memory and log still differ: the registry is being read
 * again after a failure, or ingestion opened at the same moment
 */
export async function readHead(
  events: EventStore,
  registry: Registry,
  exclusively: Exclusively,
): Promise<{ position: Position; registry: RegistryAt }> {
  for (let tries = 1; ; tries++) {
    const found = await exclusively(async () => {
      const position = await events.head()
      const { revision, position: lastPosition } = (await lastEvent(events, streams.registry)) ?? beforeFirst
      // No await from here on.
      if (lastPosition <= position && registry.count === revision + 1) {
        return { position, registry: freezeRegistry(registry) }
      }
      if (tries < headTriesMax) return undefined
      return fail(
        'close.registryMoving',
        `The log has ${revision + 1} registry events, and ${registry.count} are in memory.`,
      )
    })
    if (found !== undefined) return found
  }
}

/** The registry as it is at this moment, safe from later changes. */
export function freezeRegistry(registry: Registry): RegistryAt {
  const currencies = [...registry.currencies.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
  const versions = firstOf(registry.versions, registry.versions.length)
  const { assets } = registry
  function* releasedAfter(revision: number): Iterable<Release> {
    for (const release of registry.versions.releasedAfter(revision)) {
      if (release.index >= versions.length) return
      yield release
    }
  }
  function versionIndex({ asset, version }: CallKey): number | undefined {
    const found = assetNamed(registry, asset)
    const index = version === '' ? found?.versions[0] : found?.versionIndex(version as VersionName)
    return index !== undefined && index < versions.length ? index : undefined
  }
  const boundaries = settlementBoundaries(registry)
  return {
    revision: registry.count - 1,
    digest: registry.digest,
    versions,
    currencies,
    accountOf: accountsAt(registry, registry.count - 1),
    readAhead: (payees) => registry.payees.readAhead?.(payees),
    ...boundaries,
    contracts: contractsAt(registry, registry.count - 1),
    resolutions: resolutionsOf(registry, boundaries.feeGroups, registry.count - 1),
    versionIndex,
    isResolvable: (key) => versionIndex(key) !== undefined,
    releasedAfter,
    keysReleasedAfter: (revision) => keysReleasedAfter({ versions: { releasedAfter }, assets }, revision),
  }
}

function accountsAt({ payees }: Registry, revision: number): RegistryAt['accountOf'] {
  let isWhole = false
  // The index of the registry store has no checksum of its own.
  function notFound(id: PayeeId, hasPostings: boolean): Payee {
    // Every payee that earns is named by an event; one that a posting names may not be.
    if (!hasPostings) failHidden(id)
    if (!isWhole) payees.requireWhole?.()
    isWhole = true
    return unnamedPayee(id)
  }
  return (id, chain, { until, hasPostings = false }) => {
    const payee = payees.get(id) ?? notFound(id, hasPostings)
    const notice = lastNotice(payee, chain, revision)
    return notice && notice.payableFrom >= until ? undefined : accountOn(payee, chain, revision)
  }
}

function failHidden(payee: PayeeId): never {
  fail('data.damaged', `The registry store does not find the payee ${payee}, which an event names.`, {
    data: { payee },
    fix: 'Stop Headwater and delete `registry` in the data folder: it has nothing that the log does not have, and the next start makes it again.',
  })
}
