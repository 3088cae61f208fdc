import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase, transact } from '../../src/eventstore/sqlite/database.ts'

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
