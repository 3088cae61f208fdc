/** Taking a backup, with a real log and a usage store of plain files. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lazy } from '../../../src/base/lazy.ts'
import { fail } from '../../../src/errors.ts'
import { openSqliteEventStore } from '../../../src/eventstore/sqlite.ts'
import { readListing } from '../../../src/ledger/backup/listing.ts'
import { restoreBackup } from '../../../src/ledger/backup/restore.ts'
import { type BackupDeps, takeBackup } from '../../../src/ledger/backup/takeBackup.ts'
import { openDataFolder } from '../../../src/ledger/dataFolder.ts'

let root: string
let place: string
let path: string
let events: ReturnType<typeof openSqliteEventStore>
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'headwater-backup-'))
  place = join(root, 'backup')
  path = join(root, 'books')
  events = openSqliteEventStore({ path: openDataFolder(path, true).events, clock: () => new Date(0) })
  await events.append([
    {
      stream: 's',
      expectedRevision: 'none',
      events: [{ id: crypto.randomUUID(), type: 't', data: { a: 1 } }],
    },
  ])
})
afterEach(() => events.close())

function write(name: string, text = name): void {
  mkdirSync(dirname(join(path, name)), { recursive: true })
  writeFileSync(join(path, name), text)
}

/** A usage store: a table with a part that is merged away as soon as it is frozen. */
function writeUsage(): void {
  write('usage/metadata.sql')
  write('usage/store/abc/uuid/format_version.txt')
  write('usage/store/abc/uuid/all_1_1_0/data.bin')
  write('usage/store/abc/uuid/deduplication_logs/log.txt')
  write('usage/tmp/sorting')
  write('usage/shadow/increment.txt')
  mkdirSync(join(path, 'usage/data'))
  symlinkSync('../store/abc/uuid', join(path, 'usage/data/calls'))
}

const freeze = async () => {
  const folder = join(path, 'usage/shadow/frozen')
  write('usage/shadow/frozen/store/abc/uuid/all_1_2_1/data.bin', 'frozen')
  return { folder, release: () => mkdirSync(join(root, 'released')) }
}

function deps(changed: Partial<BackupDeps> & { freeze?: typeof freeze | undefined } = {}): BackupDeps {
  const usage = { freeze: 'freeze' in changed ? changed.freeze : freeze }
  return {
    folder: openDataFolder(path, false),
    events,
    sharedLog: false,
    logFile: events,
    usage: lazy(async () => usage) as unknown as BackupDeps['usage'],
    clock: () => new Date('2026-10-01T00:00:00Z'),
    registry: {
      moment: async () => ({
        copyTo: async (to) => {
          mkdirSync(dirname(to), { recursive: true })
          writeFileSync(to, 'registry')
        },
        close: () => {},
      }),
    },
    exclusively: (work) => work(),
    ...changed,
  }
}

test('has the log, the definitions and the frozen parts, and no links', async () => {
  writeUsage()
  write('identities/run')
  write('notes.json')
  write('holder.json')
  const report = await takeBackup(deps(), place)
  expect(
    readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()),
  ).toSatisfy((entries: { isSymbolicLink(): boolean }[]) => entries.every((entry) => !entry.isSymbolicLink()))
  const { files, links, log, elsewhere } = readListing(place)
  expect(files.map((file) => file.path)).toEqual([
    'events.sqlite',
    'headwater.json',
    'notes.json',
    'registry/registry.sqlite',
    'usage/metadata.sql',
    'usage/store/abc/uuid/all_1_2_1/data.bin',
    'usage/store/abc/uuid/format_version.txt',
  ])
  expect(links).toEqual([{ path: 'usage/data/calls', target: '../store/abc/uuid' }])
  expect([log.position, elsewhere, report.files]).toEqual([1, [], 7])
  expect(existsSync(join(root, 'released'))).toBe(true)

  await restoreBackup(place, join(root, 'restored'))
  const again = openSqliteEventStore({ path: join(root, 'restored/events.sqlite'), clock: () => new Date() })
  expect(await again.head()).toBe(1)
  await again.close()
})

test('copies notes, then the log, then freezes the tables, in one turn, and copies the parts after that turn', async () => {
  writeUsage()
  write('notes.json')
  const order: string[] = []
  await takeBackup(
    deps({
      async exclusively(work) {
        order.push('turn begins')
        const result = await work()
        order.push(`turn ends, parts copied: ${existsSync(join(place, 'usage/store/abc/uuid/all_1_2_1'))}`)
        return result
      },
      logFile: {
        ...events,
        async copyTo(to) {
          // A note that is newer than the log would say that the log lost events.
          const notes = ['notes.json', 'usage/metadata.sql'].every((name) => existsSync(join(place, name)))
          order.push(`log, after notes: ${notes}`)
          await events.copyTo(to)
        },
      },
      async freeze() {
        order.push('freeze')
        return freeze()
      },
    }),
    place,
  )
  expect(order).toEqual(['turn begins', 'log, after notes: true', 'freeze', 'turn ends, parts copied: false'])
})

test('says what is on servers, and refuses where everything is', async () => {
  await takeBackup(deps({ freeze: undefined }), place)
  expect(readListing(place)).toMatchObject({ elsewhere: ['calls'], links: [] })
  writeUsage()
  await takeBackup(deps({ sharedLog: true }), join(root, 'second'))
  expect(readListing(join(root, 'second'))).toMatchObject({ elsewhere: ['events'] })
  await expect(
    takeBackup(deps({ sharedLog: true, freeze: undefined }), join(root, 'third')),
  ).rejects.toMatchObject({ code: 'backup.elsewhere' })
  expect(existsSync(join(root, 'third'))).toBe(false)
})

test('refuses a place with files, and one in the data folder, and leaves both as they are', async () => {
  mkdirSync(place)
  writeFileSync(join(place, 'mine'), '')
  await expect(takeBackup(deps(), place)).rejects.toMatchObject({ code: 'backup.notEmpty' })
  expect(readdirSync(place)).toEqual(['mine'])
  const inside = join(path, 'usage', 'backup')
  await expect(takeBackup(deps(), inside)).rejects.toMatchObject({ code: 'backup.notEmpty' })
  expect(existsSync(inside)).toBe(false)
})

test.each([
  [
    'the log',
    { logFile: { copyTo: async () => fail('eventstore.unavailable', 'The log failed.') } },
    'eventstore.unavailable',
  ],
  [
    'the place',
    {
      logFile: {
        copyTo: async (to: string) => fail('data.diskFull', 'The disk is full.', { data: { path: to } }),
      },
    },
    'backup.unwritable',
  ],
  ['the tables', { freeze: async () => fail('usage.unavailable', 'chDB failed.') }, 'usage.unavailable'],
])('leaves nothing where %s fails', async (_, failing, code) => {
  writeUsage()
  await expect(takeBackup(deps(failing as Partial<BackupDeps>), place)).rejects.toMatchObject({ code })
  expect(existsSync(place)).toBe(false)
})
