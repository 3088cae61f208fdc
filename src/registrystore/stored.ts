/**
 * The registry as a store on disk has it: a view that reads what is asked for, and keeps in memory what was asked for
 * lately. Everything is read by its key, except by the lists.
 */
import type { DatabaseSync } from 'node:sqlite'
import { firstIndex } from '../base/search.ts'
import type { Account } from '../events/account.ts'
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import {
  type Asset,
  type Currency,
  type Cut,
  type Fee,
  insertByEffect,
  type Known,
  type Listed,
  type ListedPart,
  type Registry,
  type Release,
  sharesOf,
  tokenKey,
  transfersFromBytes,
  type Version,
  type Versions,
  versionFromBytes,
} from '../registry/index.ts'
import { accountKey, accountPart } from './accountKeys.ts'
import { checkOf } from './checksums.ts'
import { type ContractsHead, readContracts } from './contractsHead.ts'
import { failDamaged } from './database.ts'
import { pageRows, type Row, StoreReads } from './reads.ts'
import { Recent } from './recent.ts'
import {
  type LastColumns,
  type LastContributors,
  recentColumns,
  recentContributors,
  StoredAsset,
  versionKeys,
  versionNumber,
} from './storedAsset.ts'
import { StoredClauses } from './storedClauses.ts'
import { StoredPayees } from './storedPayees.ts'
import { StoredPayoutRules } from './storedPayoutRules.ts'

const versionBodies = 'SELECT body, check32, transfers, transfers32 FROM versions'

/** What each half of a cache keeps in memory: parts of assets, ... */
const assetPartsKept = 65_536
/** ids, ... */
const idsKept = 65_536
/** and versions with their terms. */
const versionPartsKept = 131_072
const partsOfVersion = (version: Version) => 8 + version.derivedFrom.length + sharesOf(version).payees.length

export class StoredRegistry implements Registry {
  count = 0
  digest = ''
  /** The id of the last event; '' where there is none. */
  last = ''
  currencies: ReadonlyMap<CurrencyCode, Currency> = new Map()
  currenciesByToken: ReadonlyMap<string, CurrencyCode> = new Map()
  fees: readonly Fee[] = []
  feesByTime: readonly Fee[] = []
  readonly payees: StoredPayees
  readonly assets: StoredAssets
  readonly versions: StoredVersions
  contractsFrom: number | undefined
  cuts: readonly Cut[] = []
  readonly clauses: StoredClauses
  readonly payoutRules: StoredPayoutRules
  readonly reads: StoreReads
  readonly contributors: Recent<number, LastContributors> = recentContributors()
  readonly contributorColumns: Recent<number, LastColumns> = recentColumns()

  constructor(database: DatabaseSync, path: string) {
    this.reads = new StoreReads(database, path)
    this.payees = new StoredPayees(this.reads)
    this.assets = new StoredAssets(this.reads, this)
    this.versions = new StoredVersions(this.reads, this)
    this.clauses = new StoredClauses(this.reads, this.payees)
    this.payoutRules = new StoredPayoutRules(this.reads, this.payees)
    this.readHead()
  }

  /** Reads the one row that says what the tables have. */
  readHead(): void {
    const head = this.reads.one('SELECT * FROM head') ?? {}
    const { count, digest, last, payees, assets, versions, currencies, fees, contracts } = head
    const fields = [count, digest, last, payees, assets, versions, currencies, fees, contracts] as never[]
    if (head.check32 !== checkOf(...fields))
      failDamaged(this.reads.path, 'its first row is not as it was written')
    this.count = count as number
    this.digest = digest as string
    this.last = last as string
    this.payees.size = payees as number
    this.assets.size = assets as number
    this.versions.length = versions as number
    const list = JSON.parse(currencies as string) as Currency[]
    this.currencies = new Map(list.map((currency) => [currency.code, currency]))
    this.currenciesByToken = new Map(
      list.flatMap(({ code, chain, token }) => (chain && token ? [[tokenKey(chain, token), code]] : [])),
    )
    this.fees = JSON.parse(fees as string) as Fee[]
    const byTime: Fee[] = []
    for (const fee of this.fees) insertByEffect(byTime, fee)
    this.feesByTime = byTime
    this.#readContracts(readContracts(contracts as string))
  }

  #readContracts({ from, cuts, clauses, payoutRules }: ContractsHead): void {
    this.contractsFrom = from
    this.cuts = cuts
    this.clauses.size = clauses
    this.payoutRules.length = payoutRules
  }

  *assetsWithCosts(): Iterable<AssetId> {
    if (this.contractsFrom === undefined) return
    const sql =
      'SELECT number, id FROM assets WHERE costs IS NOT NULL AND number >= ? AND number < ? ORDER BY number LIMIT ?'
    for (let next = 0; ; ) {
      const rows = this.reads.all(sql, next, this.assets.size, pageRows)
      for (const { id } of rows) yield id as AssetId
      if (rows.length < pageRows) return
      next = (rows.at(-1)!.number as number) + 1
    }
  }

  *worksOn(payee: PayeeId): Iterable<AssetId> {
    const number = this.payees.get(payee)?.number
    if (number === undefined) return
    const sql = 'SELECT DISTINCT asset FROM contributions WHERE payee = ? AND asset < ? ORDER BY asset'
    for (const { asset } of this.reads.all(sql, number, this.assets.size))
      yield this.assets.idOf(asset as number)
  }

  *payeesNamed(name: string): Iterable<PayeeId> {
    for (const { id } of this.reads.all('SELECT id FROM payees WHERE name = ? ORDER BY number', name))
      yield id as PayeeId
  }

  *payeesEverBound({ address }: Account): Iterable<PayeeId> {
    const sql = `WITH RECURSIVE parts(part) AS (SELECT 0 UNION ALL SELECT part + 1 FROM parts WHERE part < ?)
      SELECT payee FROM parts CROSS JOIN accounts USING (part) WHERE account = ? AND payee < ? ORDER BY payee`
    const { size } = this.payees
    const rows = this.reads.all(sql, accountPart(size), accountKey(address), size)
    const numbers = rows.map(({ payee }) => payee as number)
    yield* numbers.map(this.payees.idsOf(numbers))
  }
}

type StoredPartNames = 'payees' | 'versions' | 'contributors' | 'contributorColumns'

class StoredAssets implements Known<AssetId, Asset> {
  size = 0
  readonly #reads: StoreReads
  readonly #parts: Pick<StoredRegistry, StoredPartNames>
  readonly #recent = new Recent<AssetId, StoredAsset>(assetPartsKept, ({ parts }) => parts)
  readonly #ids = new Recent<number, AssetId>(idsKept)

  constructor(reads: StoreReads, parts: Pick<StoredRegistry, StoredPartNames>) {
    this.#reads = reads
    this.#parts = parts
  }

  get(id: AssetId): StoredAsset | undefined {
    const known = this.#recent.get(id)
    if (known !== undefined) return known
    if (this.size === 0) return undefined
    const row = this.#reads.one('SELECT * FROM assets WHERE id = ?', id)
    if (row === undefined) return undefined
    const asset = new StoredAsset(row, this.#reads, this.#parts)
    this.#recent.set(id, asset)
    return asset
  }

  has(id: AssetId): boolean {
    return this.get(id) !== undefined
  }

  beginning(prefix: string, part: ListedPart): Listed<AssetId> {
    return this.#reads.beginning('assets', this, prefix, part)
  }

  ids(from = 0): Iterable<AssetId> {
    return this.#reads.ids('assets', this, from)
  }

  /** The id of the asset with this number. */
  idOf(number: number): AssetId {
    const known = this.#ids.get(number)
    if (known !== undefined) return known
    const row = this.#reads.one('SELECT * FROM assets WHERE number = ?', number)
    if (row === undefined) return failDamaged(this.#reads.path, `asset ${number} is missing`)
    const { id } = new StoredAsset(row, this.#reads, this.#parts)
    this.#ids.set(number, id)
    return id
  }

  forget(id: AssetId): void {
    this.#recent.delete(id)
  }
}

class StoredVersions implements Versions {
  length = 0
  readonly #reads: StoreReads
  readonly #parts: Pick<StoredRegistry, 'assets' | 'payees'>
  readonly #recent = new Recent<number, Version>(versionPartsKept, partsOfVersion)

  constructor(reads: StoreReads, parts: Pick<StoredRegistry, 'assets' | 'payees'>) {
    this.#reads = reads
    this.#parts = parts
  }

  at(index: number): Version | undefined {
    if (index >= this.length) return undefined
    const known = this.#recent.get(index)
    if (known !== undefined) return known
    const row = this.#reads.one(`${versionBodies} WHERE number = ?`, index)
    if (row === undefined) return failDamaged(this.#reads.path, `version ${index} is missing`)
    const version = this.#read(index, row)
    this.#recent.set(index, version)
    return version
  }

  *[Symbol.iterator](): Generator<Version> {
    const sql = `${versionBodies} WHERE number >= ? AND number < ? ORDER BY number`
    for (const [from, end] of this.#pages(0)) {
      const rows = this.#reads.numbered('versions', { sql, from, end })
      for (const [at, row] of rows.entries()) yield this.#read(from + at, row)
    }
  }

  *releasedAfter(revision: number): Iterable<Release> {
    const sql = `${versionKeys} WHERE number >= ? AND number < ? ORDER BY number`
    const rows = (from: number, end: number) => this.#reads.numbered('versions', { sql, from, end })
    // Later versions have later revisions.
    const first = firstIndex(this.length, (at) => this.#release(rows(at, at + 1)[0]!).revision > revision)
    for (const [from, end] of this.#pages(first)) for (const row of rows(from, end)) yield this.#release(row)
  }

  /** Ranges of numbers, up to the last version: there may be more of them at each page. */
  *#pages(from: number): Iterable<[from: number, end: number]> {
    for (let next = from; next < this.length; ) {
      const end = Math.min(this.length, next + pageRows)
      yield [next, end]
      next = end
    }
  }

  derivedFrom(source: number, most = Number.POSITIVE_INFINITY): readonly number[] {
    const sql = 'SELECT version FROM derived WHERE source = ? AND version < ? ORDER BY version LIMIT ?'
    // -1: no limit.
    const rows = this.#reads.all(sql, source, this.length, Number.isFinite(most) ? most : -1)
    return rows.map(({ version }) => version as number)
  }

  sharedWith(payee: PayeeId): readonly number[] {
    const number = this.#parts.payees.get(payee)?.number
    if (number === undefined) return []
    const rows = this.#reads.all(
      `SELECT version FROM shares WHERE payee = ?1 AND version < ?2
      UNION SELECT number FROM versions JOIN (
        SELECT asset, min(place) AS place FROM contributions WHERE payee = ?1 GROUP BY asset
      ) AS work ON versions.asset = work.asset AND pool > work.place WHERE number < ?2 ORDER BY 1`,
      number,
      this.length,
    )
    return rows.map(({ version }) => version as number)
  }

  #release(row: Row): Release {
    const { name, releasedAt, revision } = row
    return {
      index: versionNumber(row, this.#reads),
      asset: this.#parts.assets.idOf(row.asset as number),
      version: name as VersionName,
      releasedAt: releasedAt as number,
      revision: revision as number,
    }
  }

  /** Call it when it was changed in the store. */
  forget(index: number): void {
    this.#recent.delete(index)
  }

  #read(index: number, { body, check32, transfers, transfers32 }: Row): Version {
    const bytes = body as Uint8Array
    const moved = transfers as Uint8Array | null
    if (check32 !== checkOf(index, bytes) || transfers32 !== (moved && checkOf(index, moved)))
      failDamaged(this.#reads.path, `version ${index} is not as it was written`)
    return versionFromBytes(index, bytes, {
      workOf: (asset) => this.#parts.assets.get(asset)!.work,
      ...(moved && { transfers: transfersFromBytes(moved) }),
    })
  }
}
