/** Who holds the versions in a close: those of the release, after the transfers that are in force. */
import type { AllocationTerms } from '../../attribution/index.ts'
import type { PayeeNames } from '../../books/tables/payeeNames.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import type { Version } from '../../registry/index.ts'
import type { RegistryAt } from '../registryAt.ts'
import { type Pool, Pools } from './pools.ts'

type HeldVersion = Pick<Version, 'asset' | 'version' | 'contributorColumns'> & AllocationTerms<PayeeId>

/** Versions by their index, with those who hold them in one close. */
export interface HeldVersions {
  at(index: number): HeldVersion | undefined
  /** The contributors of a version. */
  poolOf(index: number): Pool
  /** The same where they are in memory. */
  poolRead(index: number): Pool | undefined
  /** Reads those of many versions, which are asked for next, together: a part at each step. */
  poolsAhead(indexes: Iterable<number>): Iterable<void>
  /** Who the payees of pools are. */
  readonly names: PayeeNames
}

/** What of the contracts says who holds; undefined where there are none. */
type Holdings = Pick<NonNullable<RegistryAt['contracts']>, 'holdersIn'>

/** The holders in the close of `until`. Where nothing was transferred, the versions of the registry are those. */
export function heldVersions(
  { versions, contracts }: Pick<RegistryAt, 'versions'> & { readonly contracts: Holdings | undefined },
  until: Micros,
): HeldVersions {
  return heldBy((index) => {
    const version = versions.at(index)
    if (contracts === undefined || version === undefined || version.transfers.length === 0) return version
    return new Held(version, contracts.holdersIn(version, until))
  })
}

/** @param at gives the versions by their index */
export function heldBy(at: HeldVersions['at']): HeldVersions {
  const pools = new Pools()
  function* withPools(indexes: Iterable<number>): Generator<readonly [number, HeldVersion]> {
    for (const index of indexes) {
      const version = at(index)!
      if (version.contributorShare > 0) yield [index, version]
    }
  }
  return {
    at,
    names: pools.names,
    poolOf: (index) => pools.of(index, at(index)!),
    poolRead: (index) => pools.read(index),
    poolsAhead: (indexes) => pools.ahead(withPools(indexes)),
  }
}

/** The contributors of a version are read from a store where they are asked for, so nothing is copied. */
class Held implements HeldVersion {
  readonly holders: HeldVersion['holders']
  readonly #version: Version

  constructor(version: Version, holders: HeldVersion['holders']) {
    this.#version = version
    this.holders = holders
  }

  get asset(): Version['asset'] {
    return this.#version.asset
  }

  get version(): Version['version'] {
    return this.#version.version
  }

  get contributorShare(): Version['contributorShare'] {
    return this.#version.contributorShare
  }

  get contributors(): Version['contributors'] {
    return this.#version.contributors
  }

  get contributorColumns(): Version['contributorColumns'] {
    return this.#version.contributorColumns
  }

  get contributorUnits(): Version['contributorUnits'] {
    return this.#version.contributorUnits
  }
}
