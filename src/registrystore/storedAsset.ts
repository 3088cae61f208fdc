/** An asset in the store. Its versions and contributions are read when they are asked for. */
import type { AssetId, PayeeId, VersionName } from '../events/ids.ts'
import {
  type Asset,
  type Contributions,
  type ContributorColumns,
  type Contributors,
  type CostCard,
  costsFromBytes,
  insertByEffect,
  type Rate,
  ratesFromBytes,
} from '../registry/index.ts'
import { checkOf, checkOfWork } from './checksums.ts'
import { failDamaged } from './database.ts'
import type { Row, StoreReads } from './reads.ts'
import { Recent } from './recent.ts'
import type { StoredPayees } from './storedPayees.ts'

/** Contributions that are read at a time: there may be millions. */
const workRows = 8_192
/** Names of versions that are kept in memory, of each half of the cache. */
const namesKept = 1_024
export const versionKeys = 'SELECT number, asset, name, releasedAt, revision, pool, key32 FROM versions'
/** Stands for a name that no version has. */
const noVersion = -1

/** Shared by all assets without one. */
const noCosts: readonly CostCard[] = []

/** Other parts of the store. */
interface StoredParts {
  readonly payees: StoredPayees
  readonly versions: { readonly length: number }
  /** By the number of the asset. */
  readonly contributors: Recent<number, LastContributors>
  readonly contributorColumns: Recent<number, LastColumns>
}

/** The last result of an asset: readers mostly ask for the same again. */
export interface LastContributors {
  readonly count: number
  readonly contributors: Contributors
}

/**
 * Contributors of all assets together that are kept in memory, in each half of the cache: some 64 MiB. A close asks for
 * all of them when it divides, and again in the same order when it writes what it divided.
 */
const contributorsKept = 1_048_576

export function recentContributors(): Recent<number, LastContributors> {
  return new Recent(contributorsKept, ({ contributors }) => 1 + contributors.length)
}

/** The last columns of an asset: its versions mostly have the same. */
export interface LastColumns {
  readonly count: number
  readonly columns: ContributorColumns
}

export function recentColumns(): Recent<number, LastColumns> {
  return new Recent(contributorsKept, ({ columns }) => 1 + columns.payees.length)
}

type AssetFields = Pick<Asset, 'owner' | 'name' | 'license' | 'metadataUri'>

export class StoredAsset implements Asset {
  readonly id: AssetId
  readonly number: number
  readonly owner: PayeeId
  readonly name?: string
  readonly license?: string
  readonly metadataUri?: string
  readonly versionCount: number
  readonly rates: readonly Rate[]
  readonly ratesByTime: readonly Rate[]
  readonly costs: readonly CostCard[]
  readonly work: Contributions
  readonly #reads: StoreReads
  /** Versions from this number on came later: another thread may have written them. */
  readonly #versionsEnd: number
  readonly #names = new Recent<string, number>(namesKept)
  #versions: readonly number[] | undefined
  #byTime: readonly number[] | undefined

  constructor(row: Row, reads: StoreReads, parts: StoredParts) {
    const { number, id, fields, rates, costs, versions, work, units } = row
    const values = [number, id, fields, rates, costs, versions, work, units] as never[]
    if (row.check32 !== checkOf(...values))
      failDamaged(reads.path, `asset ${number} is not as it was written`)
    const { owner, name, license, metadataUri } = JSON.parse(fields as string) as AssetFields
    this.number = number as number
    this.id = id as AssetId
    this.owner = owner
    if (name !== undefined) this.name = name
    if (license !== undefined) this.license = license
    if (metadataUri !== undefined) this.metadataUri = metadataUri
    this.versionCount = versions as number
    this.rates = ratesFromBytes(rates as Uint8Array)
    const byTime: Rate[] = []
    for (const rate of this.rates) insertByEffect(byTime, rate)
    this.ratesByTime = byTime
    this.costs = costs === null ? noCosts : costsFromBytes(this.id, costs as Uint8Array)
    this.work = new StoredContributions(reads, parts, {
      asset: this.number,
      length: work as number,
      total: BigInt(units as string),
    })
    this.#reads = reads
    this.#versionsEnd = parts.versions.length
  }

  /** What it takes in memory, with the places of its versions. */
  get parts(): number {
    return 16 + this.rates.length + this.costs.length + this.versionCount
  }

  get versions(): readonly number[] {
    this.#versions ??= Array.from(this.versionsByTime).sort((one, other) => one - other)
    return this.#versions
  }

  get versionsByTime(): readonly number[] {
    this.#byTime ??= this.#readVersions()
    return this.#byTime
  }

  versionIndex(name: VersionName): number | undefined {
    let index = this.#names.get(name)
    if (index === undefined) {
      const row = this.#reads.one(`${versionKeys} WHERE asset = ? AND name = ?`, this.number, name)
      index = row === undefined ? noVersion : versionNumber(row, this.#reads)
      if (index >= this.#versionsEnd) index = noVersion
      this.#names.set(name, index)
    }
    return index === noVersion ? undefined : index
  }

  #readVersions(): number[] {
    if (this.versionCount === 0) return []
    const sql = `${versionKeys} WHERE asset = ? AND number < ? ORDER BY releasedAt, number`
    const rows = this.#reads.all(sql, this.number, this.#versionsEnd)
    if (rows.length !== this.versionCount)
      failDamaged(this.#reads.path, `asset ${this.number} has another number of versions`)
    return rows.map((row) => versionNumber(row, this.#reads))
  }
}

/** The number of a version in a row of `versionKeys`, which is compared with its checksum. */
export function versionNumber(
  { number, asset, name, releasedAt, revision, pool, key32 }: Row,
  reads: StoreReads,
): number {
  if (key32 !== checkOf(...([number, asset, name, releasedAt, revision, pool] as never[])))
    failDamaged(reads.path, `the key of version ${number} is not as it was written`)
  return number as number
}

interface Work {
  readonly asset: number
  readonly length: number
  readonly total: bigint
}

class StoredContributions implements Contributions {
  readonly length: number
  readonly total: bigint
  readonly #asset: number
  readonly #reads: StoreReads
  readonly #payees: StoredPayees
  readonly #recent: StoredParts['contributors']
  readonly #recentColumns: StoredParts['contributorColumns']

  constructor(reads: StoreReads, parts: StoredParts, { asset, length, total }: Work) {
    this.#reads = reads
    this.#payees = parts.payees
    this.#recent = parts.contributors
    this.#recentColumns = parts.contributorColumns
    this.#asset = asset
    this.length = length
    this.total = total
  }

  firstOf(payee: PayeeId): number | undefined {
    const number = this.#payees.get(payee)?.number
    if (number === undefined) return undefined
    const sql = 'SELECT min(place) AS place FROM contributions WHERE payee = ? AND asset = ? AND place < ?'
    const row = this.#reads.one(sql, number, this.#asset, this.length)
    return (row?.place ?? undefined) as number | undefined
  }

  contributorsUpTo(count: number): Contributors {
    const last = this.#recent.get(this.#asset)
    if (last?.count === count) return last.contributors
    const sums = new Map<number, bigint>()
    this.#each(count, (payee, units) => sums.set(payee, (sums.get(payee) ?? 0n) + BigInt(units)))
    const idOf = this.#payees.idsOf([...sums.keys()])
    const contributors = Array.from(sums, ([payee, units]) => ({ payee: idOf(payee), units }))
    this.#recent.set(this.#asset, { count, contributors })
    return contributors
  }

  columnsUpTo(count: number): ContributorColumns | undefined {
    const last = this.#recentColumns.get(this.#asset)
    if (last?.count === count) return last.columns
    const places = new Map<number, number>()
    const [payees, units] = [new Uint32Array(count), new Float64Array(count)]
    let isExact = true
    this.#each(count, (payee, own) => {
      let place = places.get(payee)
      if (place === undefined) {
        place = places.size
        places.set(payee, place)
        payees[place] = payee
      }
      units[place]! += own
      isExact &&= units[place]! <= Number.MAX_SAFE_INTEGER
    })
    if (!isExact) return undefined
    const size = places.size
    const columns = { payees: payees.slice(0, size), units: units.slice(0, size), names: this.#payees }
    this.#recentColumns.set(this.#asset, { count, columns })
    return columns
  }

  /** Gives the first contributions in their order. */
  #each(count: number, take: (payee: number, units: number) => void): void {
    const sql =
      'SELECT place, payee, units, check32 FROM contributions WHERE asset = ? AND place >= ? AND place < ? ORDER BY place'
    let due = 0
    while (due < count) {
      const end = Math.min(count, due + workRows)
      for (const [place, payee, units, check32] of this.#reads.allLists<WorkRow>(
        sql,
        this.#asset,
        due,
        end,
      )) {
        if (place !== due++ || check32 !== checkOfWork(this.#asset, place, payee, units))
          failDamaged(
            this.#reads.path,
            `contribution ${due} to asset ${this.#asset} is not as it was written`,
          )
        take(payee, units)
      }
      if (due !== end) failDamaged(this.#reads.path, `contributions to asset ${this.#asset} are missing`)
    }
  }
}

type WorkRow = [place: number, payee: number, units: number, check32: number]
