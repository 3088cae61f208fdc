/** What a damaged database file says, instead of giving other events than were recorded. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventStore } from '../../src/eventstore/port.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'
import { collect } from '../support/collect.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-damaged-log-'))
  path = join(folder, 'events.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (file = path) => openSqliteEventStore({ path: file, clock: () => new Date(1_700_000_000_000) })

async function record(store: EventStore, revision: number): Promise<void> {
  const expectedRevision = revision === 0 ? ('none' as const) : revision - 1
  const event = {
    id: `00000000-0000-4000-8000-00000000000${revision}`,
    type: 'Paid',
    data: { amount: `${revision}00`, to: 'ann' },
  }
  await store.append([{ stream: 'payments', expectedRevision, events: [event] }])
}

async function recordThree(): Promise<void> {
  const store = open()
  for (const revision of [0, 1, 2]) await record(store, revision)
  await store.close()
}

function change(sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

/** Replaces bytes in a file by others of the same length. */
function replace(file: string, from: string, to: string): void {
  const bytes = readFileSync(file)
  const at = bytes.lastIndexOf(from)
  expect(at).toBeGreaterThan(0)
  bytes.write(to, at)
  writeFileSync(file, bytes)
}

const damagedAt = (revision: number, reason: RegExp) =>
  expect.objectContaining({
    code: 'data.damaged',
    message: expect.stringMatching(reason),
    data: { stream: 'payments', revision, position: revision + 1 },
  })

describe('a process that ended while it made the file', () => {
  /** Copies what is on disk at this moment, as a kill would leave it. */
  const killedCopy = () => {
    const copy = join(folder, 'copy.sqlite')
    for (const suffix of ['', '-wal'])
      if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
    return copy
  }

  const expectToOpen = async (file: string) => {
    const store = open(file)
    await record(store, 0)
    expect(await collect(store.readStream('payments'))).toHaveLength(1)
    await store.close()
  }

  test.each([
    ['before its first page', ''],
    ['before its tables', 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL'],
  ])('%s left no damage', async (_when, sql) => {
    const database = new DatabaseSync(path)
    database.exec(sql)
    const copy = killedCopy()
    database.close()
    await expectToOpen(copy)
  })
})

describe('a damaged event', () => {
  test.each([
    ['an amount of another value', '"100"', '"900"'],
    ['a name with another letter', '"100","to":"ann"', '"100","to":"amn"'],
    ['text that is no JSON', '"100","to"', '"100"\u0001"to"'],
  ])('with %s is not given to any reader', async (_, from, to) => {
    await recordThree()
    replace(path, from, to)
    const store = open()
    const damaged = damagedAt(1, /Event 1 of the stream payments, at position 2, .*checksum/)
    await expect(collect(store.readStream('payments'))).rejects.toEqual(damaged)
    await expect(collect(store.readAll())).rejects.toEqual(damaged)
    await expect(collect(store.readTexts('payments', 0))).rejects.toEqual(damaged)
    expect(await collect(store.readStream('payments', { limit: 1 }))).toHaveLength(1)
    await store.close()
  })

  test.each([
    [
      'that has the line of another in its text',
      `UPDATE events SET data = data || char(10) || data WHERE revision = 0`,
    ],
    ['with a zero byte', `UPDATE events SET data = data || char(0) WHERE revision = 0`],
    ['with an id that has a space', `UPDATE events SET id = replace(id, '-', ' ') WHERE revision = 0`],
    ['with another id', `UPDATE events SET id = replace(id, '4', '5') WHERE revision = 0`],
    ['with a type that has a space', `UPDATE events SET type = 'P aid' WHERE revision = 0`],
    ['with another time', `UPDATE events SET recorded_ms = recorded_ms + 1 WHERE revision = 0`],
    ['with another checksum', `UPDATE sums SET sum = sum + 1 WHERE position = 1`],
    ['with bytes that are no text', `UPDATE events SET data = CAST(X'22ff22' AS TEXT) WHERE revision = 0`],
  ])('%s is not given as bytes either', async (_, sql) => {
    await recordThree()
    change(sql)
    const store = open()
    await expect(collect(store.readTexts('payments', 0))).rejects.toEqual(damagedAt(0, /./))
    await store.close()
  })

  test('of a version without checksums is noticed where it is no JSON, and is counted', async () => {
    await recordThree()
    change(`DROP TABLE sums; UPDATE events SET data = '{' WHERE revision = 1`)
    const store = open()
    expect(store.unsummed()).toBe(3)
    await expect(collect(store.readAll())).rejects.toEqual(damagedAt(1, /it is no JSON/))
    await record(store, 3)
    expect(store.unsummed()).toBe(3)
    await store.close()
  })

  test('in a stream of another name is noticed when the store is opened', async () => {
    await recordThree()
    change("UPDATE streams SET name = 'paymentz'")
    expect(() => open()).toThrow(expect.objectContaining({ code: 'data.damaged' }))
  })
})

describe('a damaged file', () => {
  test('with other tables is refused by their name', async () => {
    await recordThree()
    replace(
      path,
      'CREATE UNIQUE INDEX events_of_stream ON events (stream, revision)',
      'CREATE UNIQUE INDEX events_of_stream ON events (stream, position)',
    )
    expect(() => open()).toThrow(/The table events_of_stream in .* is not as it was made/)
  })

  test('that was cut at a page says how long it should be', async () => {
    await recordThree()
    truncateSync(path, 4_096 * 3)
    expect(() => open()).toThrow(/events\.sqlite has 12288 bytes, and its header says \d+/)
  })

  test('with a broken header says so, and not that it can only be read', async () => {
    await recordThree()
    const bytes = readFileSync(path)
    bytes[18] = 9
    writeFileSync(path, bytes)
    expect(() => open()).toThrow(expect.objectContaining({ code: 'data.damaged' }))
  })

  test('that is whole passes the check of SQLite, and one with a broken page does not', async () => {
    await recordThree()
    const whole = open()
    expect(whole.examine()).toEqual([])
    await whole.close()
    const database = new DatabaseSync(path)
    const { page } = database
      .prepare("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'snapshots'")
      .get()!
    database.close()
    // A page that no start reads says that it has an entry.
    const bytes = readFileSync(path)
    bytes[(Number(page) - 1) * 4_096 + 4] = 1
    writeFileSync(path, bytes)
    const broken = open()
    expect(broken.examine().length).toBeGreaterThan(0)
    await broken.close()
  })
})

describe('a write-ahead log that a kill left', () => {
  /** The file and its log as they are while the store is open. */
  async function copyOpen(): Promise<string> {
    const store = open()
    for (const revision of [0, 1, 2, 3]) await record(store, revision)
    const copy = join(folder, 'copy.sqlite')
    copyFileSync(path, copy)
    copyFileSync(`${path}-wal`, `${copy}-wal`)
    await store.close()
    return copy
  }

  test('gives every event where it is whole', async () => {
    const store = open(await copyOpen())
    expect(await collect(store.readAll())).toHaveLength(4)
    await store.close()
  })

  test('stops the start where a transaction before the last one is damaged', async () => {
    const copy = await copyOpen()
    const bytes = readFileSync(`${copy}-wal`)
    bytes[bytes.indexOf('"100"') + 1]! ^= 1
    writeFileSync(`${copy}-wal`, bytes)
    expect(() => open(copy)).toThrow(/Frame \d+ of .*copy\.sqlite-wal is damaged/)
    // Nothing was changed: the log can still be looked at.
    expect(readFileSync(`${copy}-wal`).equals(bytes)).toBe(true)
  })

  test('opens without its last transaction where that one was cut, as a power failure cuts it', async () => {
    const copy = await copyOpen()
    truncateSync(`${copy}-wal`, readFileSync(`${copy}-wal`).length - 100)
    const store = open(copy)
    expect(await collect(store.readAll())).toHaveLength(3)
    await store.close()
  })
})
