import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig, settings } from '../../src/config.ts'

const sha256 = createHash('sha256').update('secret').digest('hex')
const keys = JSON.stringify([{ name: 'gateway', sha256, scopes: ['calls'] }])

describe('the configuration', () => {
  test('has defaults for everything that a start needs', () => {
    const config = loadConfig({}, {})
    expect(config).toMatchObject({
      data: { folder: './.headwater' },
      api: { host: '127.0.0.1', port: 8787, keys: [], logLevel: 'info' },
      kafka: { brokers: [], group: 'headwater' },
    })
    expect(config.remote.url).toBeUndefined()
    expect(Object.isFrozen(config)).toBe(true)
    for (const area of Object.values(config)) expect(Object.isFrozen(area)).toBe(true)
  })

  test('takes an option before the environment, and an empty variable for none', () => {
    const environment = { HEADWATER_PORT: '9000', HEADWATER_DATA: '' }
    expect(loadConfig({ HEADWATER_PORT: '9001' }, environment)).toMatchObject({
      api: { port: 9001 },
      data: { folder: './.headwater' },
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
    expect(loadConfig({}, { HEADWATER_API_KEYS: keys }).api.keys).toEqual([
      { name: 'gateway', sha256, scopes: ['calls'] },
    ])
    expect(loadConfig({ HEADWATER_KEYS_FILE: file }, {}).api.keys).toHaveLength(1)
    expect(() => loadConfig({ HEADWATER_KEYS_FILE: file }, { HEADWATER_API_KEYS: keys })).toThrow(/keep one/)
  })

  test('never repeats a key that someone put where its hash belongs', () => {
    const wrong = JSON.stringify([{ name: 'gateway', sha256: 'my-secret-key', scopes: ['calls'] }])
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: wrong })).toThrow(/64 lower-case hex digits/)
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: wrong })).not.toThrow(/my-secret-key/)
  })

  test('takes a connection string of KurrentDB, and never repeats a password in one that it does not', () => {
    const urls = ['kurrentdb://u:p@a:1,b:2?tls=true', 'kurrentdb+discover://cluster.example']
    for (const url of urls)
      expect(loadConfig({ HEADWATER_EVENTSTORE_URL: url }, {}).eventstore).toEqual({ url })
    expect(loadConfig({}, {}).eventstore).toBeUndefined()
    const wrong = () => loadConfig({ HEADWATER_EVENTSTORE_URL: 'http://u:secret@host' }, {})
    expect(wrong).toThrow(/--eventstore.*kurrentdb:\/\//)
    expect(wrong).not.toThrow(/secret/)
  })

  test('refuses an empty list of keys, which would open everything', () => {
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: '[]' })).toThrow(/lists no key/)
  })

  test('takes user and password of a ClickHouse server from the environment, and keeps them out of its address', () => {
    const address = 'https://books:p%40ss@db.example:8443/headwater'
    const server = { url: 'https://db.example:8443/headwater', user: 'books', password: 'p@ss' }
    expect(loadConfig({}, { HEADWATER_CLICKHOUSE_URL: address }).clickhouse).toMatchObject(server)
    const apart = { HEADWATER_CLICKHOUSE_USER: 'books', HEADWATER_CLICKHOUSE_PASSWORD: 'p@ss' }
    expect(loadConfig({ HEADWATER_CLICKHOUSE_URL: server.url }, apart).clickhouse).toMatchObject(server)
    expect(loadConfig({}, apart).clickhouse).toBeUndefined()
  })

  test('refuses a password on the command line, and never repeats it', () => {
    const given = { HEADWATER_CLICKHOUSE_URL: 'http://books:hunter2@127.0.0.1:8123/headwater' }
    expect(() => loadConfig(given, {})).toThrow(/--clickhouse: leave user and password out/)
    expect(() => loadConfig(given, {})).not.toThrow(/hunter2/)
    for (const odd of [
      'http://b:hunter2%zz@h',
      'http://b:hunter2@h/?x=1',
      'http://b:hunter2@h/a/b',
      "http://b:hunter2@h/a'b",
      'ftp://b:hunter2@h',
      'b:hunter2@h',
    ]) {
      expect(() => loadConfig({}, { HEADWATER_CLICKHOUSE_URL: odd })).toThrow(/HEADWATER_CLICKHOUSE_URL/)
      expect(() => loadConfig({}, { HEADWATER_CLICKHOUSE_URL: odd })).not.toThrow(/hunter2/)
    }
  })

  test('takes the log-in of Kafka whole or not at all, and never repeats its password', () => {
    const user = { HEADWATER_KAFKA_SASL_USERNAME: 'me', HEADWATER_KAFKA_SASL_PASSWORD: 'hunter2' }
    const whole = { ...user, HEADWATER_KAFKA_SASL_MECHANISM: 'plain' }
    expect(loadConfig({}, whole).kafka.security).toEqual({
      tls: undefined,
      sasl: { mechanism: 'plain', username: 'me', password: 'hunter2' },
    })
    for (const faulty of [user, { ...user, HEADWATER_KAFKA_SASL_MECHANISM: 'PLAIN' }]) {
      expect(() => loadConfig({}, faulty)).toThrow(/HEADWATER_KAFKA_SASL_MECHANISM/)
      expect(() => loadConfig({}, faulty)).not.toThrow(/hunter2/)
    }
  })

  test('reads the authorities of Kafka from their file, and wants TLS with them', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'headwater-config-')), 'ca.pem')
    const ca = { HEADWATER_KAFKA_TLS_CA_FILE: file }
    expect(() => loadConfig({}, { ...ca, HEADWATER_KAFKA_TLS: 'true' })).toThrow(/ca\.pem/)
    writeFileSync(file, 'PEM')
    expect(loadConfig({}, { ...ca, HEADWATER_KAFKA_TLS: 'true' }).kafka.security.tls).toEqual({ ca: 'PEM' })
    expect(loadConfig({}, { HEADWATER_KAFKA_TLS: 'true' }).kafka.security.tls).toEqual({})
    expect(() => loadConfig({}, ca)).toThrow(/HEADWATER_KAFKA_TLS=true/)
  })

  test('notes misspelt variables', () => {
    expect(loadConfig({}, { HEADWATER_PROT: '1' }).unknownVariables).toEqual(['HEADWATER_PROT'])
  })

  test('is shown whole in .env.example, with its defaults and options', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n')
    const shown = new Map<string, { value: string; set: boolean }>()
    for (const line of lines) {
      const match = /^(#?)((?:HEADWATER|OTEL)_[A-Z_]+)=(.*)$/.exec(line)
      if (match) shown.set(match[2]!, { value: match[3]!, set: match[1] === '' })
    }
    expect([...shown.keys()]).toEqual(Object.keys(settings))
    for (const [name, setting] of Object.entries(settings)) {
      if (setting.default === undefined) expect(shown.get(name)?.set).toBe(false)
      else expect(shown.get(name)).toEqual({ value: setting.default, set: true })
      if (setting.option !== undefined) expect(lines.join('\n')).toContain(`Option: ${setting.option}`)
    }
    const environment = Object.fromEntries([...shown].map(([name, { value }]) => [name, value]))
    expect(loadConfig({}, { ...environment, HEADWATER_KEYS_FILE: '' }).api.keys[0]?.name).toBe('gateway')
  })
})
