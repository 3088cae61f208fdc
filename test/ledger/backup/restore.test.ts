/** Restoring, on a small backup that was made by hand: what is refused, and what is left after a refusal. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { sha256Hex } from '../../../src/base/sha256.ts'
import { type Listing, readListing, renderListing } from '../../../src/ledger/backup/listing.ts'
import { restoreBackup } from '../../../src/ledger/backup/restore.ts'

const texts = {
  'events.sqlite': 'the log',
  'headwater.json': '{"format":1}\n',
  'usage/store/abc/all_1_1_0/data.bin': 'rows',
  'usage/store/abc/empty.txt': '',
}

const listing: Listing = {
  format: 1,
  folderFormat: 1,
  version: '0.1.0',
  takenAt: '2026-10-01T00:00:00.000Z',
  log: { first: 'e1', position: 7 },
  elsewhere: [],
  links: [{ path: 'usage/data/default/calls', target: '../../store/abc' }],
  files: Object.entries(texts).map(([path, text]) => ({
    path,
    bytes: text.length,
    sha256: sha256Hex(text),
  })),
}

let root: string
let backup: string
let data: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headwater-restore-'))
  backup = join(root, 'backup')
  data = join(root, 'books')
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(backup, path)), { recursive: true })
    writeFileSync(join(backup, path), text)
  }
  writeListing(listing)
})

function writeListing(changed: object): void {
  writeFileSync(join(backup, 'backup.json'), renderListing(changed as Listing).text)
}

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'none'
  } catch (error) {
    return (error as { code: string }).code
  }
}

/** Nothing is at the place of the data folder, and nothing beside it. */
function expectNothing(): void {
  expect(readdirSync(root)).toEqual(['backup'])
}

describe('a restore', () => {
  test('gives the files and the links, to their owner alone', async () => {
    expect(await restoreBackup(backup, data)).toEqual({
      data,
      files: 4,
      bytes: 24,
      position: 7,
      takenAt: listing.takenAt,
      elsewhere: [],
    })
    for (const [path, text] of Object.entries(texts)) {
      expect(readFileSync(join(data, path), 'utf8')).toBe(text)
      expect(statSync(join(data, path)).mode & 0o777).toBe(0o600)
      expect(statSync(dirname(join(data, path))).mode & 0o777).toBe(0o700)
    }
    expect(readlinkSync(join(data, 'usage/data/default/calls'))).toBe('../../store/abc')
    expect(existsSync(join(data, 'backup.json'))).toBe(false)
    expect(readdirSync(root).sort()).toEqual(['backup', 'books'])
  })

  test('takes a copy whose files are links to other places', async () => {
    renameSync(join(backup, 'events.sqlite'), join(root, 'elsewhere'))
    symlinkSync(join(root, 'elsewhere'), join(backup, 'events.sqlite'))
    await restoreBackup(backup, data)
    expect(readFileSync(join(data, 'events.sqlite'), 'utf8')).toBe('the log')
  })

  test.each(Object.keys(texts))('names %s where it is changed, cut, longer or missing', async (path) => {
    const [file, text] = [join(backup, path), texts[path as keyof typeof texts]]
    const flipped = `${String.fromCharCode((text.charCodeAt(0) || 0) ^ 1)}${text.slice(1)}`
    for (const changed of [flipped, text.slice(1), `${text}x`].filter((other) => other !== text)) {
      writeFileSync(file, changed)
      await expect(restoreBackup(backup, data)).rejects.toMatchObject({
        code: 'backup.damaged',
        message: expect.stringContaining(file),
      })
      expectNothing()
    }
    rmSync(file)
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({
      code: 'backup.damaged',
      message: expect.stringContaining(`${file} is missing`),
    })
    expectNothing()
  })

  test('names a file that was added', async () => {
    writeFileSync(join(backup, 'usage/store/abc/all_1_1_0/more.bin'), '')
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({
      code: 'backup.damaged',
      message: expect.stringContaining('more.bin is not in backup.json'),
    })
    expectNothing()
  })

  test('finds a change of any byte of backup.json', async () => {
    const whole = readFileSync(join(backup, 'backup.json'))
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole)
      changed[at]! ^= 1
      writeFileSync(join(backup, 'backup.json'), changed)
      expect(
        codeOf(() => readListing(backup)),
        `byte ${at}`,
      ).toMatch(/^backup\.(?:damaged|newer)$|^data\.newer$/)
    }
    writeFileSync(join(backup, 'backup.json'), whole.subarray(0, -2))
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({ code: 'backup.damaged' })
    expectNothing()
  })

  test('refuses a backup that was not completed, and a folder that is none', async () => {
    rmSync(join(backup, 'backup.json'))
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({ code: 'backup.missing' })
    await expect(restoreBackup(join(root, 'none'), data)).rejects.toMatchObject({ code: 'backup.missing' })
    expectNothing()
  })

  test('refuses a newer format of the backup, and of the folder in it', async () => {
    writeListing({ ...listing, format: 2 })
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({ code: 'backup.newer' })
    writeListing({ ...listing, folderFormat: 99 })
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({ code: 'data.newer' })
    expectNothing()
  })

  test.each([
    ['/etc/headwater', 'x'],
    ['../outside', 'x'],
    ['usage/../../outside', 'x'],
    ['usage/link', '../../outside'],
    ['usage/link', '/etc'],
  ])(
    'writes nothing outside of the folder, whatever a forged backup.json names: %s, %s',
    async (path, target) => {
      if (path === 'usage/link') writeListing({ ...listing, links: [{ path, target }] })
      else writeListing({ ...listing, files: [{ path, bytes: 0, sha256: sha256Hex('') }] })
      await expect(restoreBackup(backup, data)).rejects.toMatchObject({ code: 'backup.damaged' })
      expectNothing()
    },
  )

  test('refuses a link below another one, which would lead elsewhere than its text says', async () => {
    const links = [
      { path: 'a/b/c', target: '../../x' },
      { path: 'a/b/c/d', target: '../../y' },
    ]
    writeListing({ ...listing, links })
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({ code: 'backup.damaged' })
    expectNothing()
  })

  test('never writes into a folder that has files, and takes an empty one', async () => {
    mkdirSync(data)
    writeFileSync(join(data, 'mine'), '')
    await expect(restoreBackup(backup, data)).rejects.toMatchObject({ code: 'data.notEmpty' })
    expect(readdirSync(data)).toEqual(['mine'])
    rmSync(join(data, 'mine'))
    await restoreBackup(backup, data)
    expect(readFileSync(join(data, 'events.sqlite'), 'utf8')).toBe('the log')
  })

  test('removes what a killed restore of the same folder left, and nothing else', async () => {
    const others = ['books.restoring-1', 'books.restoring-x', 'other.restoring-999999999']
    for (const name of [...others, 'books.restoring-999999999'])
      cpSync(backup, join(root, name), { recursive: true })
    await restoreBackup(backup, data)
    expect(readdirSync(root).sort()).toEqual(['backup', 'books', ...others].sort())
  })
})

test('the digest in backup.json is over all that it says', () => {
  expect(readListing(backup).sha256).toBe(sha256Hex(JSON.stringify(listing)))
})
