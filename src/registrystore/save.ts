/** Writes what a layer has into the store, in one transaction. */
import type { DatabaseSync } from 'node:sqlite'
import type { AssetId, PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import { chainEnd } from '../registry/index.ts'
import { accountKeys, accountPart } from './accountKeys.ts'
import { checkOf, checkOfWork } from './checksums.ts'
import { asked, failDamaged, keepMorePages } from './database.ts'
import { accountsInOrder, placesInOrder } from './idOrder.ts'
import { ManyRows } from './manyRows.ts'
import type { LayerRows } from './rows.ts'
import type { StoredRegistry } from './stored.ts'

/** Afterwards the store has what the rows have. @throws HeadwaterError `data.diskFull`, `data.unwritable`, `data.damaged` */
export function writeRows(database: DatabaseSync, store: StoredRegistry, rows: LayerRows): void {
  asked(store.reads.path, () => {
    keepMorePages(database)
    database.exec('BEGIN IMMEDIATE')
    try {
      if (store.count !== rows.countBefore) failDamaged(store.reads.path, 'it was written by another process')
      writeAll(database, store, rows)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  })
  written(store, changedBy(rows))
}

/** What rows change. */
export interface ChangedIds {
  /** Payees that the store has. */
  readonly payees: readonly PayeeId[]
  readonly payeesAdded: readonly PayeeId[]
  readonly assets: readonly AssetId[]
  /** Versions that the store has. */
  readonly versions: readonly number[]
}

export function changedBy({ payees: { ids, numbers }, assets, transfers }: LayerRows): ChangedIds {
  return {
    payees: ids.filter((_, place) => numbers[place]! < 0),
    payeesAdded: ids.filter((_, place) => numbers[place]! >= 0),
    assets: assets.map(({ id }) => id),
    versions: transfers.map(({ index }) => index),
  }
}

/** Call it when rows are in the store: it forgets what it has in memory of what they change. */
export function written(store: StoredRegistry, { payees, payeesAdded, assets, versions }: ChangedIds): void {
  store.payees.changed(payees, payeesAdded)
  for (const id of assets) store.assets.forget(id)
  for (const index of versions) store.versions.forget(index)
  store.readHead()
}

function writeAll(database: DatabaseSync, store: StoredRegistry, rows: LayerRows): void {
  writePayees(database, store, rows)
  const numberOf = numbersOf(store, rows)
  const contributions = new ManyRows(database, 'contributions', 5)
  const assets = writeAssets(store, rows, { numberOf, contributions })
  contributions.end()
  writeVersions(store, rows, assets, numberOf)
  writeClauses(store, rows, numberOf)
  writePayoutRules(store, rows, numberOf)
  const head = [rows.count, chainEnd(rows.chain), ...rows.head] as const
  store.reads
    .prepared(
      'UPDATE head SET count = ?, digest = ?, last = ?, payees = ?, assets = ?, versions = ?, currencies = ?, fees = ?, contracts = ?, check32 = ?',
    )
    .run(...head, checkOf(...head))
}

function writePayees(
  database: DatabaseSync,
  store: StoredRegistry,
  { payees: { ids, numbers, names, bindings } }: LayerRows,
): void {
  const inserted = new ManyRows(database, 'payees', 5)
  const update = store.reads.prepared(
    'UPDATE payees SET name = ?, bindings = ?, check32 = ? WHERE number = ?',
  )
  const boundToNew = new NewAccounts()
  const bind = store.reads.prepared('INSERT OR IGNORE INTO accounts VALUES (?, ?, ?)')
  // In the order of their ids: neighbours in the index are then written one after the other.
  for (const place of placesInOrder(ids)) {
    const [id, name, bound, number] = [ids[place]!, names[place]!, bindings[place]!, numbers[place]!]
    if (number >= 0) {
      inserted.add([number, id, name, bound, checkOf(number, id, name, bound)])
      for (const account of accountKeys(bound)) boundToNew.add(account, number)
    } else {
      const { number: known } = store.payees.get(id)!
      update.run(name, bound, checkOf(known, id, name, bound), known)
      for (const account of accountKeys(bound)) bind.run(accountPart(known), account, known)
    }
  }
  inserted.end()
  boundToNew.write(database)
}

/** Accounts of new payees. They have no order, and are written in that of the store. */
class NewAccounts {
  readonly #parts: number[] = []
  readonly #accounts: number[] = []
  readonly #payees: number[] = []

  add(account: number, payee: number): void {
    this.#parts.push(accountPart(payee))
    this.#accounts.push(account)
    this.#payees.push(payee)
  }

  write(database: DatabaseSync): void {
    const rows = new ManyRows(database, 'accounts', 3)
    for (const place of accountsInOrder(this.#parts, this.#accounts))
      rows.add([this.#parts[place]!, this.#accounts[place]!, this.#payees[place]!])
    rows.end()
  }
}

/** The numbers of payees that are named. Each is looked for once: contributions name the same ones again and again. */
function numbersOf(store: StoredRegistry, rows: LayerRows): (id: PayeeId) => number {
  let known: Map<PayeeId, number> | undefined
  return (id) => {
    // Most saves have payees alone.
    known ??= numbersOfContributors(store, rows)
    const number = known.get(id) ?? store.payees.get(id)?.number
    invariant(number !== undefined, 'a payee that is named is in the registry')
    known.set(id, number)
    return number
  }
}

/** Of new payees, and of all that contributions name. */
function numbersOfContributors(
  store: StoredRegistry,
  { payees: { ids, numbers }, assets }: LayerRows,
): Map<PayeeId, number> {
  const known = new Map(ids.flatMap((id, place) => (numbers[place]! < 0 ? [] : [[id, numbers[place]!]])))
  const missing = new Set<PayeeId>()
  for (const { payees } of assets) for (const id of payees) if (!known.has(id)) missing.add(id)
  for (const [id, number] of store.payees.numbersOf([...missing])) known.set(id, number)
  return known
}

/** Returns the numbers of the assets that changed. */
function writeAssets(
  store: StoredRegistry,
  { assets, assetsAdded }: LayerRows,
  { numberOf, contributions }: { numberOf: (payee: PayeeId) => number; contributions: ManyRows },
): ReadonlyMap<AssetId, number> {
  const numbers = new Map<AssetId, number>()
  const write = store.reads.prepared('INSERT OR REPLACE INTO assets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const [at, id] of assetsAdded.entries()) numbers.set(id, store.assets.size + at)
  for (const { id, fields, rates, costs, versions, workTotal, workFrom, payees, units } of assets) {
    const number = numbers.get(id) ?? store.assets.get(id)!.number
    numbers.set(id, number)
    const row = [number, id, fields, rates, costs, versions, workFrom + payees.length, workTotal] as const
    write.run(...row, checkOf(...row))
    for (const [at, payee] of payees.entries()) {
      const [place, who, count] = [workFrom + at, numberOf(payee), units[at]!]
      contributions.add([number, place, who, count, checkOfWork(number, place, who, count)])
    }
  }
  return numbers
}

function writeVersions(
  store: StoredRegistry,
  { versions, transfers: changed }: LayerRows,
  assets: ReadonlyMap<AssetId, number>,
  numberOf: (payee: PayeeId) => number,
): void {
  const insert = store.reads.prepared('INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const derive = store.reads.prepared('INSERT OR IGNORE INTO derived VALUES (?, ?)')
  const share = store.reads.prepared('INSERT OR IGNORE INTO shares VALUES (?, ?)')
  for (const {
    index,
    asset,
    name,
    releasedAt,
    revision,
    pool,
    body,
    sources,
    payees,
    transfers,
  } of versions) {
    const key = [index, assets.get(asset)!, name, releasedAt, revision, pool] as const
    const transfers32 = transfers && checkOf(index, transfers)
    insert.run(...key, checkOf(...key), body, checkOf(index, body), transfers, transfers32)
    for (const source of sources) derive.run(source, index)
    for (const payee of payees) share.run(numberOf(payee), index)
  }
  const update = store.reads.prepared('UPDATE versions SET transfers = ?, transfers32 = ? WHERE number = ?')
  for (const { index, transfers, payees } of changed) {
    update.run(transfers, checkOf(index, transfers), index)
    for (const payee of payees) share.run(numberOf(payee), index)
  }
}

function writeClauses(
  store: StoredRegistry,
  { clauses, clausesAdded }: LayerRows,
  numberOf: (payee: PayeeId) => number,
): void {
  const numbers = new Map<string, number>()
  for (const id of clausesAdded) numbers.set(id, store.clauses.size + numbers.size)
  const insert = store.reads.prepared('INSERT INTO clauses VALUES (?, ?, ?, ?, ?, ?)')
  const update = store.reads.prepared('UPDATE clauses SET body = ?, check32 = ? WHERE number = ?')
  for (const { id, payee, receiver, body } of clauses) {
    const added = numbers.get(id)
    const number = added ?? store.clauses.numberOf(id)
    const row = [number, id, numberOf(payee), numberOf(receiver), body] as const
    if (added !== undefined) insert.run(...row, checkOf(...row))
    else update.run(body, checkOf(...row), number)
  }
}

function writePayoutRules(
  store: StoredRegistry,
  { payoutRules }: LayerRows,
  numberOf: (payee: PayeeId) => number,
): void {
  const insert = store.reads.prepared('INSERT INTO payoutRules VALUES (?, ?, ?, ?, ?)')
  const first = store.payoutRules.length
  const numberIn = (payee: PayeeId | null) => (payee === null ? null : numberOf(payee))
  for (const [at, { payee, receiver, body }] of payoutRules.entries()) {
    const row = [first + at, numberIn(payee), numberIn(receiver), body] as const
    insert.run(...row, checkOf(...row))
  }
}
