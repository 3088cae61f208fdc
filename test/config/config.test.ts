import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Setting } from '../../src/config/setting.ts'
import { loadConfig, settings, settingsOf } from '../../src/config.ts'

const sha256 = createHash('sha256').update('secret').digest('hex')
const keys = JSON.stringify([{ name: 'gateway', sha256, scopes: ['calls'] }])

describe('the configuration', () => {
  test('has a default for everything that a start needs', () => {
    const config = loadConfig({}, {})
    expect(config).toMatchObject({
      data: { folder: './.headwater' },
      api: { host: '127.0.0.1', port: 8787, keys: [], logLevel: 'info' },
      kafka: { brokers: [], group: 'headwater' },
    })
    expect(config.remote.url).toBeUndefined()
  })

  test('is frozen at every depth', () => {
    const config = loadConfig({}, { HEADWATER_KAFKA_BROKERS: 'a:1', HEADWATER_API_KEYS: keys })
    const parts = [config, ...Object.values(config), config.kafka.brokers, config.kafka.security]
    for (const part of [...parts, config.api.keys, config.api.keys[0]])
      expect(Object.isFrozen(part)).toBe(true)
  })

  test('takes an option before the environment, and an empty variable for none', () => {
    const environment = { HEADWATER_PORT: '9000', HEADWATER_DATA: '' }
    expect(loadConfig({ HEADWATER_PORT: '9001' }, environment)).toMatchObject({
      api: { port: 9001 },
      data: { folder: './.headwater' },
    })
  })

  test('reports all faults in one message, by the names that the user used', () => {
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
    expect(() => loadConfig({ HEADWATER_KEYS_FILE: file }, { HEADWATER_API_KEYS: keys })).toThrow(
      /set one of them/,
    )
  })

  test('never repeats a key that a user wrote in place of its hash', () => {
    const wrong = JSON.stringify([{ name: 'gateway', sha256: 'my-secret-key', scopes: ['calls'] }])
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: wrong })).toThrow(/64 lower-case hex digits/)
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: wrong })).not.toThrow(/my-secret-key/)
  })

  test('takes a connection string of KurrentDB, and never repeats the password of a faulty one', () => {
    const urls = ['kurrentdb://u:p@a:1,b:2?tls=true', 'kurrentdb+discover://cluster.example']
    for (const url of urls)
      expect(loadConfig({}, { HEADWATER_EVENTSTORE_URL: url }).eventstore).toEqual({ url })
    expect(loadConfig({}, {}).eventstore).toBeUndefined()
    const wrong = () => loadConfig({ HEADWATER_EVENTSTORE_URL: 'http://u:secret@host' }, {})
    expect(wrong).toThrow(/--eventstore.*kurrentdb:\/\//)
    expect(wrong).not.toThrow(/secret/)
  })

  test.each([
    [{ scopes: ['read'], sources: ['/a'] }, 'has `sources`, but neither the scope calls nor registry'],
    [{ scopes: ['settle'], assets: ['model:a'] }, 'has `assets`, but neither the scope calls nor registry'],
    [{ scopes: ['calls'], owners: ['ann'] }, 'has `owners`, but not the scope registry'],
    [{ scopes: ['read'], payees: ['ann'] }, 'has `payees`, but not the scope payee'],
    [{ scopes: ['payee'] }, 'has the scope payee, but no `payees`'],
    [{ scopes: ['calls', 'refused'], sources: ['/a'] }, 'has the scope refused'],
    [
      { scopes: ['calls'], sources: ['/a*/b'] },
      'must be a name, or the beginning of names with * at its end',
    ],
    [{ scopes: ['calls'], sources: [] }, '/0/sources'],
  ])('refuses a key whose bounds do not fit its scopes: %j', (entry, fault) => {
    const text = JSON.stringify([{ name: 'gateway', sha256, ...entry }])
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: text })).toThrow(fault)
  })

  test('refuses an empty list of keys, which would open everything', () => {
    expect(() => loadConfig({}, { HEADWATER_API_KEYS: '[]' })).toThrow(/at least one key/)
  })

  test('takes user and password of a ClickHouse server from the environment, and keeps them out of its address', () => {
    const address = 'https://books:p%40ss@db.example:8443/headwater'
    const server = { url: 'https://db.example:8443/headwater', user: 'books', password: 'p@ss' }
    expect(loadConfig({}, { HEADWATER_CLICKHOUSE_URL: address }).clickhouse).toMatchObject(server)
    const apart = { HEADWATER_CLICKHOUSE_USER: 'books', HEADWATER_CLICKHOUSE_PASSWORD: 'p@ss' }
    expect(loadConfig({ HEADWATER_CLICKHOUSE_URL: server.url }, apart).clickhouse).toMatchObject(server)
    expect(loadConfig({}, apart).clickhouse).toBeUndefined()
  })

  test('refuses a password in any option, which other users of the machine see, and never repeats it', () => {
    for (const [name, url] of [
      ['HEADWATER_EVENTSTORE_URL', 'kurrentdb://u:hunter2@host:2113'],
      ['HEADWATER_URL', 'http://u:hunter2@127.0.0.1:8787'],
      ['HEADWATER_CLICKHOUSE_URL', 'http://u:hunter2@127.0.0.1:8123/headwater'],
    ] as const) {
      const load = () => loadConfig({ [name]: url }, {})
      expect(load).toThrow(/leave user and password out/)
      expect(load).not.toThrow(/hunter2/)
      expect(() => loadConfig({}, { [name]: url })).not.toThrow()
    }
  })

  test('keeps the password of an address out of the configuration of the command line', () => {
    const { remote } = loadConfig({}, { HEADWATER_URL: 'http://u:hunter2@127.0.0.1:8787/books' })
    expect(remote.url).toBe('http://127.0.0.1:8787/books')
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

  test('takes the login of Kafka whole or not at all, and never repeats its password', () => {
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

  test('reads the certificate authorities of Kafka from their file, and requires TLS with them', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'headwater-config-')), 'ca.pem')
    const ca = { HEADWATER_KAFKA_TLS_CA_FILE: file }
    expect(() => loadConfig({}, { ...ca, HEADWATER_KAFKA_TLS: 'true' })).toThrow(/ca\.pem/)
    writeFileSync(file, 'PEM')
    expect(loadConfig({}, { ...ca, HEADWATER_KAFKA_TLS: 'true' }).kafka.security.tls).toEqual({ ca: 'PEM' })
    expect(loadConfig({}, { HEADWATER_KAFKA_TLS: 'true' }).kafka.security.tls).toEqual({})
    expect(() => loadConfig({}, ca)).toThrow(/HEADWATER_KAFKA_TLS=true/)
  })

  test('lists variables that look like settings and are not', () => {
    expect(loadConfig({}, { HEADWATER_PROT: '1' }).unknownVariables).toEqual(['HEADWATER_PROT'])
  })

  test('is shown whole in .env.example, with its descriptions, defaults and options', () => {
    const [, ...paragraphs] = readFileSync('.env.example', 'utf8').trim().split('\n\n')
    const shown = paragraphs.map((paragraph) => {
      const lines = paragraph.split('\n')
      const [, comment, name, value] = /^(#?)((?:HEADWATER|OTEL)_[A-Z_]+)=(.*)$/.exec(lines.pop()!)!
      return { name, value: value!, set: comment === '', text: lines.map((line) => line.slice(2)).join(' ') }
    })
    expect(shown.map(({ name }) => name)).toEqual(Object.keys(settings))
    for (const [i, setting] of Object.values(settings).entries()) {
      const { value, set, text } = shown[i]!
      const secret = setting.secret ? ' It is a secret, so there is no option for it.' : ''
      const option = setting.option === undefined ? '' : ` Option: ${setting.option}`
      expect(text).toBe(`${setting.description}${secret}${option}`)
      expect(set ? value : undefined).toBe(setting.default)
    }
    const environment = Object.fromEntries(shown.map(({ name, value }) => [name, value]))
    const eitherOr = { HEADWATER_KEYS_FILE: '', HEADWATER_PUBLISHER_PASSWORD_FILE: '' }
    expect(loadConfig({}, { ...environment, ...eitherOr }).api.keys[0]?.name).toBe('gateway')
  })

  test('takes options by the names that the parser gives them, and a folder before a server', () => {
    expect(settingsOf({ port: '1', deadLetter: 'refused' })).toEqual({
      HEADWATER_PORT: '1',
      HEADWATER_KAFKA_DEAD_LETTER_TOPIC: 'refused',
    })
    const environment = { HEADWATER_URL: 'http://127.0.0.1:1' }
    expect(loadConfig(settingsOf({}), environment).remote.url).toBe('http://127.0.0.1:1')
    expect(loadConfig(settingsOf({ data: 'x' }), environment).remote.url).toBeUndefined()
  })

  test('does not compile with an option for a secret', () => {
    const secret = { name: 'X', schema: z.string(), description: 'A password.', secret: true } as const
    secret satisfies Setting
    // @ts-expect-error other users of the machine see the options
    ;({ ...secret, option: '--password' }) satisfies Setting
    expect(Object.values(settings).filter(({ secret }) => secret)).toHaveLength(5)
  })
})
