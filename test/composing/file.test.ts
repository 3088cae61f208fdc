import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf, placeInFile, readFile, writeYaml } from '../../src/composing/index.ts'
import { runs } from '../support/properties.ts'

const none = { asset: false, rate: false, cost: () => false }
const now = '2026-03-01T00:00:00Z'

function fileOf(text: string | object) {
  const read = readFile(text)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.file
}

function faultsOf(text: string | object) {
  const read = readFile(text)
  return 'faults' in read ? read.faults.map(({ code, path, message }) => ({ code, path, message })) : []
}

const agent = `asset: agent:acme/helper
version: 1.0
owner: acme
uses:
  - asset: model:lab/base
    share: 0.10
`

describe('the file of an agent', () => {
  test('keeps every scalar as it is written', () => {
    expect(fileOf(agent)).toEqual({
      asset: 'agent:acme/helper',
      version: '1.0',
      owner: 'acme',
      uses: [{ asset: 'model:lab/base', relation: 'composedOf', policy: 'relative', share: '0.10' }],
    })
    const words = fileOf('asset: no\nversion: 0x10\nname: 1e3\nlicense: null\nmetadataUri: ~\nowner:\n')
    expect(words).toEqual({ asset: 'no', version: '0x10', name: '1e3', license: 'null' })
  })

  test('may be JSON, and so may its fields', () => {
    const fields = { asset: 'agent:a/b', version: '1', contributors: [{ payee: 'ann', units: 3 }] }
    expect(fileOf(fields)).toEqual(fields)
    expect(fileOf(JSON.stringify(fields))).toEqual({
      ...fields,
      contributors: [{ payee: 'ann', units: '3' }],
    })
  })

  test('is the same after it was written and read again, whatever its texts are', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    const hostile = fc.oneof(
      text,
      fc.constantFrom(
        '0.10',
        '1.0',
        'no',
        '~',
        'null',
        '*a',
        '&a',
        '!!x',
        '- a',
        '? a',
        '%',
        '"',
        "'",
        '#',
        '1_000',
      ),
      fc.constantFrom(
        '<<',
        '=',
        '12:30:00',
        '2027-07-01',
        '\u2028',
        '\u0000',
        ' a',
        'a ',
        'a\n',
        '__proto__',
        '|',
        '>',
      ),
    )
    const use = fc.record({ asset: hostile, version: fc.option(hostile, { nil: undefined }), share: hostile })
    const fields = fc.record({
      asset: hostile,
      version: hostile,
      owner: hostile,
      uses: fc.array(use, { maxLength: 3 }),
      holders: fc.array(fc.record({ payee: hostile, share: hostile }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(fields, (given) => {
        const file = fileOf(given)
        expect(fileOf(writeYaml(file))).toEqual(JSON.parse(JSON.stringify(file)))
      }),
      runs(300),
    )
  })

  test.each([
    ['an alias', 'asset: &a agent:a/b\nversion: *a\n', '/asset'],
    ['an alias without an anchor', 'asset: *a\n', '/asset'],
    ['a tag', 'asset: !!js/function "x"\n', ''],
    ['a known tag', 'asset: !!str x\n', '/asset'],
    ['a merge', 'asset: a\nversion: 1\n<<: {name: x}\n', '/<<'],
    ['a repeated key', 'asset: a\nversion: 1\nasset: b\n', '/asset'],
    ['a key that is a list', '? [a]\n: b\n', ''],
    ['several documents', 'asset: a\n---\nasset: b\n', ''],
    ['a text', 'hello', ''],
    ['a list', '- a\n', ''],
    ['nothing', '', ''],
    ['broken YAML', 'asset: [\n', ''],
    ['an unknown field', `${agent}polcy: x\n`, '/polcy'],
    ['a field of a prototype', `${agent}__proto__: x\n`, '/__proto__'],
    ['an unknown field of a source', `${agent}    polcy: x\n`, '/uses/0/polcy'],
    ['a field of another kind', 'asset: [a]\nversion: 1\n', '/asset'],
    ['a missing field', 'asset: a\n', '/version'],
  ])('is refused with its place where it has %s', (_, text, path) => {
    const [first] = faultsOf(text)
    expect(first).toMatchObject({ code: 'composition.malformed', path })
  })

  test.each([
    ['lists', '['.repeat(60_000)],
    ['maps', '{a: '.repeat(15_000)],
    ['sequences', '- '.repeat(30_000)],
    ['keys', '? '.repeat(30_000)],
    ['closed lists', `asset: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('is refused at once where %s are nested deep', (_, text) => {
    expect(faultsOf(text)).toMatchObject([
      { code: 'composition.malformed', message: /nested more than 32 deep/ },
    ])
  })

  test('is refused by its size before it is read', () => {
    expect(() => readFile(`# ${'é'.repeat(40_000)}`)).toThrow(
      expect.objectContaining({ code: 'composition.tooLarge' }),
    )
  })

  test('is refused where a list is too long', () => {
    const holders = Array.from({ length: 1_001 }, (_, at) => ({ payee: `p${at}`, share: '0.1' }))
    expect(faultsOf({ asset: 'agent:a/b', version: '1', holders })).toMatchObject([{ path: '/holders' }])
  })
})

describe('the events of a file', () => {
  const file = fileOf(`${agent}    until: 2027-01-01
    caps: [{currency: USD, amount: 10}]
rate: {currency: USD, perCall: 0.5}
costs:
  - {payee: cloud, currency: USD, share: 0.1, effectiveFrom: 2026-04-01}
`)

  test('are its registration, release, rate and costs, in the order in which they are recorded', () => {
    const events = eventsOf(file, { now, recorded: none }).map(({ event }) => event)
    expect(events.map(({ type, id, time }) => [type, id, time])).toEqual([
      ['io.headwater.asset.registered', `registered agent:acme/helper 1.0 ${now}`, now],
      ['io.headwater.version.released', `released agent:acme/helper 1.0 ${now}`, now],
      ['io.headwater.rate.set', `rate agent:acme/helper 1.0 ${now}`, now],
      ['io.headwater.cost.set', `cost 1 agent:acme/helper 1.0 ${now}`, now],
    ])
    expect(events.map(({ data }) => data)).toEqual([
      { asset: 'agent:acme/helper', owner: 'acme' },
      {
        asset: 'agent:acme/helper',
        version: '1.0',
        derivedFrom: [
          {
            asset: 'model:lab/base',
            relation: 'composedOf',
            policy: 'relative',
            share: '0.10',
            until: '2027-01-01T00:00:00Z',
            caps: [{ currency: 'USD', amount: '10' }],
          },
        ],
      },
      { asset: 'agent:acme/helper', currency: 'USD', perCall: '0.5', effectiveFrom: now },
      {
        asset: 'agent:acme/helper',
        payee: 'cloud',
        currency: 'USD',
        share: '0.1',
        effectiveFrom: '2026-04-01T00:00:00Z',
      },
    ])
  })

  test('leave out what is recorded', () => {
    const recorded = { asset: true, rate: true, cost: () => true }
    expect(eventsOf(file, { now, recorded })).toHaveLength(1)
  })

  test('are the same every time where the file has a time', () => {
    const timed = { ...file, time: '2026-02-01' }
    const first = eventsOf(timed, { now, recorded: none })
    expect(eventsOf(timed, { now: '2026-09-09T00:00:00Z', recorded: none })).toEqual(first)
    expect(first[0]!.event.time).toBe('2026-02-01T00:00:00Z')
  })

  test('have their places in the file', () => {
    const [registered, released, rate, cost] = eventsOf(file, { now, recorded: none })
    expect(placeInFile(registered!, '/data/owner')).toBe('/owner')
    expect(placeInFile(released!, '/data/derivedFrom/0/caps/0/amount')).toBe('/uses/0/caps/0/amount')
    expect(placeInFile(released!, '/data/derivedFrom')).toBe('/uses')
    expect(placeInFile(released!, '/data/holders/1/payee')).toBe('/holders/1/payee')
    expect(placeInFile(rate!, '/data/currency')).toBe('/rate/currency')
    expect(placeInFile(rate!, '/data/asset')).toBe('/asset')
    expect(placeInFile(cost!, '/data/perMillion/input')).toBe('/costs/0/perMillion/input')
    expect(placeInFile(cost!, '/time')).toBe('/time')
    expect(placeInFile(cost!, undefined)).toBe('')
  })
})
