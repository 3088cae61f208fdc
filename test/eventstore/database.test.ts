import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isLocked, openDatabase, transact } from '../../src/eventstore/sqlite/database.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'

it('a full disk is reported as one, and stored events are kept', () => {
  const database = openDatabase(join(mkdtempSync(join(tmpdir(), 'headwater-full-')), 'events.sqlite'))
  const insert = database.prepare("INSERT INTO snapshots VALUES (?, 1, zeroblob(?), x'')")
  transact(database, () => insert.run('small', 10))
  // SQLite reports the same for a file that may not grow and for a disk without space.
  database.exec('PRAGMA max_page_count = 20')
  expect(() => transact(database, () => insert.run('large', 1_000_000))).toThrow(
    expect.objectContaining({ code: 'data.diskFull', retry: true }),
  )
  expect(database.prepare('SELECT name FROM snapshots').all()).toEqual([{ name: 'small' }])
  database.close()
})

const added = (id: string) => [
  {
    stream: id,
    expectedRevision: 'none' as const,
    events: [{ id: crypto.randomUUID(), type: 't', data: {} }],
  },
]

it('a copy has everything appended before, and is read without a change and without a lock', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-copy-'))
  const [path, copy] = [join(folder, 'events.sqlite'), join(folder, 'copy.sqlite')]
  const clock = () => new Date(0)
  const store = openSqliteEventStore({ path, clock })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  await store.append(added('before'))
  await store.copyTo(copy)
  await store.append(added('after'))

  const bytes = readFileSync(copy)
  const readers = [0, 1].map(() => openSqliteEventStore({ path: copy, clock, readOnly: true }))
  for (const reader of readers) {
    expect(await reader.head()).toBe(1)
    await expect(reader.append(added('refused'))).rejects.toMatchObject({ code: 'data.unwritable' })
    await reader.save('a', { revision: 0, payload: Buffer.from('x') })
    expect(await reader.load('a')).toBeUndefined()
    await reader.close()
  }
  expect(readFileSync(copy)).toEqual(bytes)
  expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite'])
  expect([isLocked(path), isLocked(copy), isLocked(join(folder, 'none'))]).toEqual([true, false, false])
  await store.close()
  expect(isLocked(path)).toBe(false)
})
