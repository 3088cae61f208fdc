import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { addKey, loadConfig, readKeysFile, revokeKey } from '../../src/config.ts'
import { openLiveKeys } from '../../src/processes/liveKeys.ts'

const newFile = () => join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys.json')

async function openWith(file: string) {
  const lines: string[] = []
  const noted: (readonly string[])[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const { api } = loadConfig({ HEADWATER_KEYS_FILE: file }, {})
  const live = openLiveKeys(api, log, async (keys) => void noted.push(keys))
  return { ...live, lines, noted }
}

describe('the keys file', () => {
  test('has the hash of a new key alone, is readable by its owner only, and keeps other keys', () => {
    const file = newFile()
    const first = addKey(file, 'gateway', { scopes: ['calls'], sources: ['/a'] })
    const second = addKey(file, 'finance', { scopes: ['read', 'settle'] })
    expect(new Set([first, second]).size).toBe(2)
    for (const key of [first, second]) expect(readFileSync(file, 'utf8')).not.toContain(key.slice(3))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readKeysFile(file)).toMatchObject([
      { name: 'gateway', scopes: ['calls'], sources: ['/a'] },
      { name: 'finance', scopes: ['read', 'settle'] },
    ])
    revokeKey(file, 'gateway')
    expect(readKeysFile(file).map(({ name }) => name)).toEqual(['finance'])
  })

  test('stays as it was where a change is not possible', () => {
    const file = newFile()
    addKey(file, 'gateway', { scopes: ['calls'] })
    const before = readFileSync(file, 'utf8')
    const code = (change: () => void) => {
      try {
        change()
      } catch (error) {
        return (error as { code: string }).code
      }
      return undefined
    }
    expect(code(() => addKey(file, 'gateway', { scopes: ['read'] }))).toBe('keys.exists')
    expect(code(() => addKey(file, 'ann', { scopes: ['payee'] }))).toBe('usage.invalid')
    expect(code(() => revokeKey(file, 'no-key'))).toBe('keys.unknown')
    writeFileSync(`${file}.lock`, '')
    expect(code(() => revokeKey(file, 'gateway'))).toBe('keys.busy')
    expect(readFileSync(file, 'utf8')).toBe(before)
    writeFileSync(file, '[{')
    rmSync(`${file}.lock`)
    expect(code(() => addKey(file, 'other', { scopes: ['read'] }))).toBe('keys.faulty')
    expect(readFileSync(file, 'utf8')).toBe('[{')
  })

  test('is changed where a link leads', () => {
    const file = newFile()
    const link = newFile()
    writeFileSync(file, '[]')
    symlinkSync(file, link)
    addKey(link, 'gateway', { scopes: ['calls'] })
    expect(readKeysFile(file)).toHaveLength(1)
  })
})

describe('a running server', () => {
  test('takes new and revoked keys, and the audit learns of them', async () => {
    const file = newFile()
    const first = addKey(file, 'first', { scopes: ['read'] })
    const { ring, close, noted, lines } = await openWith(file)
    expect(ring.identify(first)?.name).toBe('first')
    const second = addKey(file, 'second', { scopes: ['calls'], sources: ['/a'] })
    await expect.poll(() => ring.identify(second)?.allowed.bounds).toBeDefined()
    revokeKey(file, 'first')
    await expect.poll(() => ring.identify(first)).toBeNull()
    // The last key: then no key is accepted, and the server does not become open.
    revokeKey(file, 'second')
    await expect.poll(() => ring.identify(second)).toBeNull()
    expect(ring.open).toBe(false)
    close()
    const namesOf = (keys: readonly string[]) => keys.map((key) => key.replace(/ \(.*?\)/, ''))
    expect(noted.map(namesOf)).toEqual([
      ['first: read'],
      ['first: read', 'second: calls, sources /a'],
      ['second: calls, sources /a'],
      [],
    ])
    for (const key of [first, second]) expect(lines.join('')).not.toContain(key)
  })

  test('keeps its keys while the file is faulty or missing, and logs the fault', async () => {
    const file = newFile()
    const key = addKey(file, 'first', { scopes: ['read'] })
    const { ring, close, lines } = await openWith(file)
    const isLogged = () => lines.filter((line) => line.includes('stay valid')).length
    writeFileSync(file, `[{"name":"x","sha256":"${key}","scopes":["read"]}]`)
    await expect.poll(() => isLogged()).toBe(1)
    rmSync(file)
    await expect.poll(() => isLogged()).toBe(2)
    expect(ring.identify(key)?.name).toBe('first')
    // A key that was written in place of its hash is not in the log.
    expect(lines.join('')).not.toContain(key)
    close()
  })
})
