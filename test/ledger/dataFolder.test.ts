import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import {
  explainHeld,
  folderFormat,
  isAlive,
  openDataFolder,
  readHolder,
} from '../../src/ledger/dataFolder.ts'

const scratch = () => mkdtempSync(join(tmpdir(), 'headwater-folder-'))
/** Higher than every pid of this system. */
const deadPid = 2 ** 30

describe('a data folder', () => {
  test('is created by commands that write, where it is missing or empty', () => {
    for (const path of [join(scratch(), 'a', 'b'), scratch()]) {
      openDataFolder(path, true)
      expect(JSON.parse(readFileSync(join(path, 'headwater.json'), 'utf8'))).toEqual({ format: folderFormat })
      expect(openDataFolder(path, false).path).toBe(path)
    }
  })

  test('is not created by commands that read', () => {
    const path = join(scratch(), 'none')
    expect(() => openDataFolder(path, false)).toThrow(expect.objectContaining({ code: 'data.missing' }))
    expect(() => openDataFolder(scratch(), false)).toThrow(expect.objectContaining({ code: 'data.missing' }))
    expect(existsSync(path)).toBe(false)
  })

  test('is never a folder with other files', () => {
    const path = scratch()
    writeFileSync(join(path, 'thesis.txt'), '')
    expect(() => openDataFolder(path, true)).toThrow(expect.objectContaining({ code: 'data.foreign' }))
  })

  test('opens after its creation was interrupted', () => {
    const path = scratch()
    writeFileSync(join(path, 'headwater.json.4711'), '')
    expect(openDataFolder(path, true).path).toBe(path)
  })

  test.each([
    ['{"format":2}', 'data.newer'],
    ['{"format":0}', 'data.foreign'],
    ['{}', 'data.foreign'],
    ['null', 'data.foreign'],
    ['', 'data.foreign'],
  ])('with the marker %j is refused with %s', (marker, code) => {
    const path = scratch()
    writeFileSync(join(path, 'headwater.json'), marker)
    expect(() => openDataFolder(path, true)).toThrow(expect.objectContaining({ code }))
  })

  test('is not started again where its event store is missing', () => {
    const path = scratch()
    openDataFolder(path, true)
    mkdirSync(join(path, 'usage'))
    expect(() => openDataFolder(path, true)).toThrow(
      expect.objectContaining({
        code: 'data.damaged',
        message: expect.stringContaining('events.sqlite, the log, is missing'),
      }),
    )
    writeFileSync(join(path, 'events.sqlite'), '')
    expect(() => openDataFolder(path, true)).toThrow('events.sqlite, the log, is empty')
    writeFileSync(join(path, 'events.sqlite'), 'not empty')
    expect(openDataFolder(path, true).path).toBe(path)
  })

  test('that is a file is refused with a sentence', () => {
    const path = join(scratch(), 'file')
    writeFileSync(path, '')
    expect(() => openDataFolder(path, true)).toThrow(expect.objectContaining({ code: 'data.unwritable' }))
  })
})

describe('the process that has it open', () => {
  const held = new HeadwaterError({ code: 'data.held', message: 'locked' })

  test('is named while it runs, with the way to work through it', () => {
    const folder = openDataFolder(scratch(), true)
    folder.hold({ command: 'serve', url: 'http://127.0.0.1:8787', since: '2026-01-01T00:00:00Z' })
    expect(readHolder(folder.path)).toMatchObject({ pid: process.pid, command: 'serve' })
    const { message, data } = explainHeld(held, folder.path)
    expect(message).toBe(
      `${folder.path} is held by process ${process.pid} (headwater serve). Work through that server: add \`--url http://127.0.0.1:8787\`.`,
    )
    expect(data).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:8787' })
    folder.release()
    expect(readHolder(folder.path)).toBeUndefined()
  })

  test.runIf(existsSync('/dev/full'))('goes without its note where the disk is full', () => {
    const folder = openDataFolder(scratch(), true)
    const aside = `${join(folder.path, 'holder.json')}.${process.pid}`
    symlinkSync('/dev/full', aside)
    folder.hold({ command: 'epochs', since: '2026-01-01T00:00:00Z' })
    expect(readdirSync(folder.path)).toEqual(['headwater.json'])
    mkdirSync(aside)
    expect(() => folder.hold({ command: 'epochs', since: '2026-01-01T00:00:00Z' })).toThrow(
      expect.objectContaining({ code: 'data.unwritable' }),
    )
  })

  test('is not named after it has ended, or without a note', () => {
    const folder = openDataFolder(scratch(), true)
    expect(explainHeld(held, folder.path).message).toContain('another process')
    writeFileSync(
      join(folder.path, 'holder.json'),
      JSON.stringify({ pid: deadPid, command: 'serve', url: 'http://x' }),
    )
    expect(isAlive(deadPid)).toBe(false)
    expect(explainHeld(held, folder.path).message).toContain('another process')
    mkdirSync(join(scratch(), 'x'))
    writeFileSync(join(folder.path, 'holder.json'), '{"pid":"x"}')
    expect(readHolder(folder.path)).toBeUndefined()
  })
})
