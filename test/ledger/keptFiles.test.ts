/** Where files of trees are kept: a folder that may be lost, full or read-only at any moment. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKeptFiles } from '../../src/ledger/keptFiles.ts'

const root = (digit: string) => `0x${digit.repeat(64)}`
const parts = (text: string) => () => [Buffer.from(text.slice(0, 3)), Buffer.from(text.slice(3))]

let path: string
let folder: string
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'headwater-trees-'))
  folder = join(path, 'trees')
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

describe('files of trees', () => {
  test('are found again by their root, byte for byte', () => {
    const files = createKeptFiles({ folder, ending: 'tree', writes: true })
    expect(files.open(root('1'))).toBeUndefined()
    const kept = files.keep(root('1'), parts('the file of a tree'))
    expect(kept.size).toBe(18)
    expect(Buffer.from(kept.read(4, 4)).toString()).toBe('file')
    kept.close()
    const again = createKeptFiles({ folder, ending: 'tree', writes: true }).open(root('1'))!
    expect(Buffer.from(again.read(0, again.size)).toString()).toBe('the file of a tree')
    again.close()
    expect(files.open(root('2'))).toBeUndefined()
  })

  test('replace what is there, which a reader that has it open still reads', () => {
    const files = createKeptFiles({ folder, ending: 'tree', writes: true })
    const old = files.keep(root('1'), parts('damaged'))
    const made = files.keep(root('1'), parts('as made'))
    expect(Buffer.from(old.read(0, 7)).toString()).toBe('damaged')
    expect(Buffer.from(made.read(0, 7)).toString()).toBe('as made')
    for (const each of [old, made]) each.close()
  })

  test('stay in memory where nothing may be written', () => {
    const files = createKeptFiles({ folder, ending: 'tree', writes: false })
    const kept = files.keep(root('1'), parts('the file of a tree'))
    expect(Buffer.from(kept.read(4, 4)).toString()).toBe('file')
    expect(existsSync(folder)).toBe(false)
  })

  test('stay in memory where writing fails', () => {
    writeFileSync(folder, 'a file in the place of the folder')
    const kept = createKeptFiles({ folder, ending: 'tree', writes: true }).keep(
      root('1'),
      parts('the file of a tree'),
    )
    expect(Buffer.from(kept.read(0, 3)).toString()).toBe('the')
  })

  test('that are cut while they are open read as zeros, and no read waits for what is not there', () => {
    const kept = createKeptFiles({ folder, ending: 'tree', writes: true }).keep(
      root('1'),
      parts('the file of a tree'),
    )
    truncateSync(join(folder, readdirSync(folder)[0]!), 4)
    expect([...kept.read(2, 4)]).toEqual([0x65, 0x20, 0, 0])
    kept.close()
  })

  test('take a limited space: those used longest ago go first, and never the newest', () => {
    const files = createKeptFiles({ folder, ending: 'tree', writes: true }, 25)
    for (const digit of ['1', '2', '3']) {
      files.keep(root(digit), parts('ten bytes.')).close()
      age(digit, Number(digit) - 10)
    }
    expect(digits()).toEqual(['2', '3'])
    files.open(root('2'))!.close()
    files.keep(root('4'), parts('ten bytes.')).close()
    expect(digits()).toEqual(['2', '4'])
    files.keep(root('5'), parts('more bytes than all together may take')).close()
    expect(digits()).toEqual(['5'])
  })

  test('are for their owner alone', () => {
    createKeptFiles({ folder, ending: 'tree', writes: true })
      .keep(root('1'), parts('the file of a tree'))
      .close()
    const modes = [folder, join(folder, readdirSync(folder)[0]!)].map((at) => statSync(at).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600])
  })
})

function digits(): string[] {
  return readdirSync(folder)
    .map((name) => name[0]!)
    .sort()
}

function age(digit: string, seconds: number): void {
  const [name] = readdirSync(folder).filter((file) => file.startsWith(digit))
  utimesSync(join(folder, name!), Date.now() / 1_000 + seconds, Date.now() / 1_000 + seconds)
}
