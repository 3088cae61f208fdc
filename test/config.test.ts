import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig, settings } from '../src/config.ts'

const sha256 = createHash('sha256').update('secret').digest('hex')
const keys = JSON.stringify([{ name: 'gateway', sha256, scopes: ['calls'] }])

describe('the configuration', () => {
  test('has defaults for everything that a start needs', () => {
    const config = loadConfig({}, {})
    expect(config).toMatchObject({
      data: './.headwater',
      host: '127.0.0.1',
      port: 8787,
      keys: [],
      logLevel: 'info',
    })
    expect(config.url).toBeUndefined()
    expect(Object.isFrozen(config)).toBe(true)
  })

  test('takes an option before the environment, and an empty variable for none', () => {
    const environment = { HEADWATER_PORT: '9000', HEADWATER_DATA: '' }
    expect(loadConfig({ HEADWATER_PORT: '9001' }, environment)).toMatchObject({
      port: 9001,
      data: './.headwater',
    })
  })

  test('tells all faults in one message, by the name the user used', () => {
    const environment = {
      HEADWATER_LOG_LEVEL: 'loud',
      HEADWATER_BODY_BYTES_MAX: '-1',
      HEADWATER_API_KEYS: '{',
    }
    const names = [
      'HEADWATER_LOG_LEVEL',
      'HEADWATER_BODY_BYTES_MAX',
      'HEADWATER_API_KEYS',
      '--port',
      '4 faults',
    ]
    for (const name of names) {
      expect(() => loadConfig({ HEADWATER_PORT: '99999' }, environment)).toThrow(name)
    }
  })

  test('takes keys from the environment or a file, not both', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'headwater-')), 'keys.json')
    writeFileSync(file, keys)
    expect(loadConfig({}, { HEADWATER_API_KEYS: keys }).keys).toEqual([
      { name: 'gateway', sha256, scopes: ['calls'] },
    ])
    expect(loadConfig({ HEADWATER_KEYS_FILE: file }, {}).keys).toHaveLength(1)
    expect(() => loadConfig({ HEADWATER_KEYS_FILE: file }, { HEADWATER_API_KEYS: keys })).toThrow(/keep one/)
  })

  test('never repeats a key that someone put where its hash belongs', () => {
    const wrong = JSON.stringify([{ name: 'gateway', sha256: 'my-secret-key', scopes: ['calls'] }])
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: wrong })).toThrow(/64 lower-case hex digits/)
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: wrong })).not.toThrow(/my-secret-key/)
  })

  test('takes a connection string of KurrentDB, and never repeats a password in one that it does not', () => {
    const urls = ['kurrentdb://u:p@a:1,b:2?tls=true', 'kurrentdb+discover://cluster.example']
    for (const url of urls) expect(loadConfig({ HEADWATER_EVENTSTORE_URL: url }, {}).eventstore).toBe(url)
    expect(loadConfig({}, {}).eventstore).toBeUndefined()
    const wrong = () => loadConfig({ HEADWATER_EVENTSTORE_URL: 'http://u:secret@host' }, {})
    expect(wrong).toThrow(/--eventstore.*kurrentdb:\/\//)
    expect(wrong).not.toThrow(/secret/)
  })

  test('refuses an empty list of keys, which would open everything', () => {
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: '[]' })).toThrow(/lists no key/)
  })

  test('notes misspelt variables', () => {
    expect(loadConfig({}, { HEADWATER_PROT: '1' }).unknownVariables).toEqual(['HEADWATER_PROT'])
  })

  test('is shown whole in .env.example, with its defaults and options', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n')
    const shown = new Map<string, { value: string; set: boolean }>()
    for (const line of lines) {
      const match = /^(#?)(HEADWATER_[A-Z_]+)=(.*)$/.exec(line)
      if (match) shown.set(match[2]!, { value: match[3]!, set: match[1] === '' })
    }
    expect([...shown.keys()]).toEqual(Object.keys(settings))
    for (const [name, setting] of Object.entries(settings)) {
      if (setting.default === undefined) expect(shown.get(name)?.set).toBe(false)
      else expect(shown.get(name)).toEqual({ value: setting.default, set: true })
      if (setting.option !== undefined) expect(lines.join('\n')).toContain(`Option: ${setting.option}`)
    }
    const environment = Object.fromEntries([...shown].map(([name, { value }]) => [name, value]))
    expect(loadConfig({}, { ...environment, HEADWATER_KEYS_FILE: '' }).keys[0]?.name).toBe('gateway')
  })
})
