/** Writes what a layer has into the store, in one transaction. */
import type { AssetId, PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import { type Payee, type RegistryState, ratesToBytes, versionToBytes } from '../registry/index.ts'
import { checkOf, checkOfWork } from './checksums.ts'
import type { StoredRegistry } from './stored.ts'

/**
 * The caller runs it as a transaction, and then tells the store to read its first row again.
 * @param last the id of the last event that is applied
 */
export function writeLayer(store: StoredRegistry, state: RegistryState, last: string): void {
  const numbers = writePayees(store, state)
  const numberOf = (id: PayeeId): number => {
    const number = numbers.get(id) ?? store.payees.get(id)?.number
    invariant(number !== undefined, 'a payee that is named is in the registry')
    return number
  }
  const assets = writeAssets(store, state, numberOf)
  writeVersions(store, state, assets)
  const { count, digest, payees, versions } = state
  const fields = [
    count,
    digest,
    last,
    payees.size,
    state.assets.size,
    versions.length,
    JSON.stringify([...state.currencies.values()]),
    JSON.stringify(state.fees),
  ] as const
  store.reads
    .prepared(
      'UPDATE head SET count = ?, digest = ?, last = ?, payees = ?, assets = ?, versions = ?, currencies = ?, fees = ?, check32 = ?',
    )
    .run(...fields, checkOf(...fields))
}

/** Returns the numbers of new payees. */
function writePayees(store: StoredRegistry, { payees }: RegistryState): ReadonlyMap<PayeeId, number> {
  const numbers = new Map<PayeeId, number>()
  for (const id of payees.added) numbers.set(id, store.payees.size + numbers.size)
  const insert = store.reads.prepared('INSERT INTO payees VALUES (?, ?, ?, ?, ?)')
  const update = store.reads.prepared(
    'UPDATE payees SET name = ?, bindings = ?, check32 = ? WHERE number = ?',
  )
  // In the order of their ids: neighbours in the index are then written one after the other.
  for (const id of [...payees.changed.keys()].sort()) {
    const payee = payees.changed.get(id)!
    const [name, bindings] = [payee.name ?? null, bindingsText(payee)]
    const added = numbers.get(id)
    if (added !== undefined) insert.run(added, id, name, bindings, checkOf(added, id, name, bindings))
    else {
      const { number } = store.payees.get(id)!
      update.run(name, bindings, checkOf(number, id, name, bindings), number)
    }
  }
  return numbers
}

function bindingsText({ bindings }: Payee): string | null {
  if (bindings.length === 0) return null
  return JSON.stringify(
    bindings.map(({ chain, address, payableFrom, revision }) => [chain, address, payableFrom, revision]),
  )
}

/** Returns the numbers of the assets that changed. */
function writeAssets(
  store: StoredRegistry,
  { assets }: RegistryState,
  numberOf: (payee: PayeeId) => number,
): ReadonlyMap<AssetId, number> {
  const numbers = new Map<AssetId, number>()
  const write = store.reads.prepared('INSERT OR REPLACE INTO assets VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const contribute = store.reads.prepared('INSERT INTO contributions VALUES (?, ?, ?, ?, ?)')
  for (const [at, id] of assets.added.entries()) numbers.set(id, store.assets.size + at)
  for (const [id, asset] of assets.changed) {
    const number = numbers.get(id) ?? store.assets.get(id)!.number
    numbers.set(id, number)
    const { owner, name, license, metadataUri, rates, versionCount, work } = asset
    const fields = [
      number,
      id,
      JSON.stringify({ owner, name, license, metadataUri }),
      ratesToBytes(rates),
      versionCount,
      work.length,
      String(work.total),
    ] as const
    write.run(...fields, checkOf(...fields))
    const from = work.length - work.payees.length
    for (const [at, payee] of work.payees.entries()) {
      const [place, who, units] = [from + at, numberOf(payee), work.units[at]!]
      contribute.run(number, place, who, units, checkOfWork(number, place, who, units))
    }
  }
  return numbers
}

function writeVersions(
  store: StoredRegistry,
  { versions }: RegistryState,
  assets: ReadonlyMap<AssetId, number>,
): void {
  const insert = store.reads.prepared('INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const derive = store.reads.prepared('INSERT OR IGNORE INTO derived VALUES (?, ?)')
  for (const version of versions.added) {
    const { index, asset, version: name, releasedAt, revision, derivedFrom } = version
    const body = versionToBytes(version)
    const key = [index, assets.get(asset)!, name, releasedAt, revision] as const
    insert.run(...key, checkOf(...key), body, checkOf(index, body))
    for (const { source } of derivedFrom) derive.run(source, index)
  }
}
