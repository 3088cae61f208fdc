/** Writes what a layer has into the store, in one transaction. */
import type { DatabaseSync } from 'node:sqlite'
import type { AssetId, PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import { checkOf, checkOfWork } from './checksums.ts'
import { asked, failDamaged } from './database.ts'
import type { LayerRows } from './rows.ts'
import type { StoredRegistry } from './stored.ts'

/** Afterwards the store has what the rows have. @throws HeadwaterError `data.diskFull`, `data.unwritable`, `data.damaged` */
export function writeRows(database: DatabaseSync, store: StoredRegistry, rows: LayerRows): void {
  asked(store.reads.path, () => {
    database.exec('BEGIN IMMEDIATE')
    try {
      if (store.count !== rows.countBefore) failDamaged(store.reads.path, 'it was written by another process')
      writeAll(store, rows)
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
  readonly payees: readonly PayeeId[]
  readonly payeesAdded: readonly PayeeId[]
  readonly assets: readonly AssetId[]
}

export function changedBy({ payees, assets }: LayerRows): ChangedIds {
  return { payees: payees.ids, payeesAdded: payees.added, assets: assets.map(({ id }) => id) }
}

/** Call it when rows are in the store: it forgets what it has in memory of what they change. */
export function written(store: StoredRegistry, { payees, payeesAdded, assets }: ChangedIds): void {
  store.payees.changed(payees, payeesAdded)
  for (const id of assets) store.assets.forget(id)
  store.readHead()
}

function writeAll(store: StoredRegistry, rows: LayerRows): void {
  const numbers = writePayees(store, rows)
  const numberOf = (id: PayeeId): number => {
    const number = numbers.get(id) ?? store.payees.get(id)?.number
    invariant(number !== undefined, 'a payee that is named is in the registry')
    return number
  }
  const assets = writeAssets(store, rows, numberOf)
  writeVersions(store, rows, assets, numberOf)
  store.reads
    .prepared(
      'UPDATE head SET count = ?, digest = ?, last = ?, payees = ?, assets = ?, versions = ?, currencies = ?, fees = ?, check32 = ?',
    )
    .run(...rows.head, checkOf(...rows.head))
}

/** Returns the numbers of new payees. */
function writePayees(
  store: StoredRegistry,
  { payees: { added, ids, names, bindings } }: LayerRows,
): ReadonlyMap<PayeeId, number> {
  const numbers = new Map<PayeeId, number>()
  for (const id of added) numbers.set(id, store.payees.size + numbers.size)
  const insert = store.reads.prepared('INSERT INTO payees VALUES (?, ?, ?, ?, ?)')
  const update = store.reads.prepared(
    'UPDATE payees SET name = ?, bindings = ?, check32 = ? WHERE number = ?',
  )
  // In the order of their ids: neighbours in the index are then written one after the other.
  const places = Uint32Array.from(ids.keys()).sort((one, other) => (ids[one]! < ids[other]! ? -1 : 1))
  for (const place of places) {
    const [id, name, bound] = [ids[place]!, names[place]!, bindings[place]!]
    const number = numbers.get(id)
    if (number !== undefined) insert.run(number, id, name, bound, checkOf(number, id, name, bound))
    else {
      const { number: known } = store.payees.get(id)!
      update.run(name, bound, checkOf(known, id, name, bound), known)
    }
  }
  return numbers
}

/** Returns the numbers of the assets that changed. */
function writeAssets(
  store: StoredRegistry,
  { assets, assetsAdded }: LayerRows,
  numberOf: (payee: PayeeId) => number,
): ReadonlyMap<AssetId, number> {
  const numbers = new Map<AssetId, number>()
  const write = store.reads.prepared('INSERT OR REPLACE INTO assets VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const contribute = store.reads.prepared('INSERT INTO contributions VALUES (?, ?, ?, ?, ?)')
  for (const [at, id] of assetsAdded.entries()) numbers.set(id, store.assets.size + at)
  for (const { id, fields, rates, versions, workTotal, workFrom, payees, units } of assets) {
    const number = numbers.get(id) ?? store.assets.get(id)!.number
    numbers.set(id, number)
    const row = [number, id, fields, rates, versions, workFrom + payees.length, workTotal] as const
    write.run(...row, checkOf(...row))
    for (const [at, payee] of payees.entries()) {
      const [place, who, count] = [workFrom + at, numberOf(payee), units[at]!]
      contribute.run(number, place, who, count, checkOfWork(number, place, who, count))
    }
  }
  return numbers
}

function writeVersions(
  store: StoredRegistry,
  { versions }: LayerRows,
  assets: ReadonlyMap<AssetId, number>,
  numberOf: (payee: PayeeId) => number,
): void {
  const insert = store.reads.prepared('INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const derive = store.reads.prepared('INSERT OR IGNORE INTO derived VALUES (?, ?)')
  const share = store.reads.prepared('INSERT OR IGNORE INTO shares VALUES (?, ?)')
  for (const { index, asset, name, releasedAt, revision, pool, body, sources, payees } of versions) {
    const key = [index, assets.get(asset)!, name, releasedAt, revision, pool] as const
    insert.run(...key, checkOf(...key), body, checkOf(index, body))
    for (const source of sources) derive.run(source, index)
    for (const payee of payees) share.run(numberOf(payee), index)
  }
}
