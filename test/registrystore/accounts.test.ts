/** Payees are found in the store by the accounts that were ever bound to them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseAccount } from '../../src/events/account.ts'
import type { PayeeId } from '../../src/events/ids.ts'
import { createRegistry, PayeeState } from '../../src/registry/index.ts'
import { accountKey, accountKeys, accountPart } from '../../src/registrystore/accountKeys.ts'
import { openStoreFile } from '../../src/registrystore/database.ts'
import { rowsOf } from '../../src/registrystore/rows.ts'
import { writeRows } from '../../src/registrystore/save.ts'
import { StoredRegistry } from '../../src/registrystore/stored.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-accounts-'))
afterAll(() => rmSync(root, { recursive: true }))

const first = parseAccount(`eip155:8453:0x${'11'.repeat(20)}`)
const second = parseAccount(`eip155:1:0x${'22'.repeat(20)}`)
const elsewhere = parseAccount(
  'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv',
)

it('finds every payee of an account, however many payees came between them', () => {
  const path = join(root, 'registry.sqlite')
  const database = openStoreFile(path)
  const store = new StoredRegistry(database, path)
  const state = createRegistry(store)
  const bound = (place: number) =>
    place % 40_000 === 7 ? [{ ...first, payableFrom: 0, revision: place }] : []
  for (let place = 0; place < 90_000; place++) {
    const id = `payee-${place}` as PayeeId
    state.payees.add(id, new PayeeState(id, undefined, bound(place)))
  }
  writeRows(database, store, rowsOf(state, 'last', store))
  expect(accountPart(80_007)).toBeGreaterThan(accountPart(7))
  expect([...store.payeesEverBound(first)]).toEqual(['payee-7', 'payee-40007', 'payee-80007'])
  expect([...store.payeesEverBound(second)]).toEqual([])
  database.close()
})

it('has one key for each eip155 account of a payee, whatever its other accounts', () => {
  const list = [first, elsewhere, second, first].map(({ chain, address }) => [chain, address, 0, 1])
  expect(accountKeys(JSON.stringify(list))).toEqual([accountKey(first.address), accountKey(second.address)])
  expect(accountKeys(JSON.stringify([list[1]]))).toEqual([])
  expect(accountKeys(null)).toEqual([])
})
