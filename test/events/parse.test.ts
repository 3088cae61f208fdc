import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../src/events/parse.ts'
import { type CallEvent, eventTypes } from '../../src/events/types.ts'
import { event, expectRefused, failure, type Json } from '../registry/support.ts'

const callOf = (data: Json, attributes: Json = {}) =>
  parseEvent(event('call.metered', { asset: 'model:a/m', ...data }, attributes)) as CallEvent

const refused = (type: string, data: unknown, code: string, path?: string) =>
  expectRefused(() => parseEvent(event(type, data)), code, path)
/** A call whose attributes, not its data, are at fault. */
const refusedCall = (attributes: Json, code: string, path: string) =>
  expectRefused(() => parseEvent(event('call.metered', { asset: 'model:a/m' }, attributes)), code, path)

/** 1,024 bytes of UTF-8 in 512 characters, two of which are one code unit each. */
const longText = 'é'.repeat(512)

describe('the envelope', () => {
  it('is read with its attributes; other attributes do not matter', () => {
    const parsed = parseEvent({
      ...event('asset.registered', { asset: 'model:a/m', owner: 'o', color: 'red' }),
      id: 'i',
      source: 's',
      subject: 5,
      datacontenttype: 'application/json',
    })
    expect(parsed).toEqual({
      type: 'io.headwater.asset.registered',
      source: 's',
      id: 'i',
      time: 1_735_689_600_000_000,
      data: { asset: 'model:a/m', owner: 'o' },
    })
  })

  it.each(['specversion', 'id', 'source', 'type', 'time', 'data'])(
    'needs %s; null is the same as none',
    (name) => {
      const { [name]: _, ...rest } = event('call.metered', { asset: 'model:a/m' })
      expectRefused(() => parseEvent(rest), 'event.missing', `/${name}`)
      expectRefused(() => parseEvent({ ...rest, [name]: null }), 'event.missing', `/${name}`)
    },
  )

  it('is of specversion 1.0 exactly', () => {
    for (const specversion of ['1', '0.3', '1.0.1', 1, 1.0]) {
      refusedCall({ specversion }, 'event.specversion', '/specversion')
    }
  })

  it.each([['text'], [5], [true], [[]], [[{}]]])('is a JSON object, not %j', (value) => {
    expectRefused(() => parseEvent(value), 'event.malformed', '')
  })

  it('is missing if the event is null', () => {
    expectRefused(() => parseEvent(null), 'event.missing', '')
  })

  it.each(['io.headwater.call', '', 'toString', '__proto__', 'constructor', 'io.headwater.call.metered '])(
    'has no type %j',
    (type) => {
      expectRefused(
        () => parseEvent(event('', { asset: 'model:a/m' }, { type })),
        'event.unknownType',
        '/type',
      )
    },
  )

  it('has a type that is a string', () => {
    expectRefused(() => parseEvent(event('', {}, { type: 5 })), 'event.malformed', '/type')
  })

  it.each(['id', 'source'])('has a %s of 1 to 1,024 bytes of UTF-8', (name) => {
    expect(callOf({}, { [name]: longText })).toMatchObject({ [name]: longText })
    expect(callOf({}, { [name]: '\u0000' })).toMatchObject({ [name]: '\u0000' })
    refusedCall({ [name]: '' }, 'text.length', `/${name}`)
    refusedCall({ [name]: `${longText}x` }, 'text.length', `/${name}`)
    refusedCall({ [name]: 5 }, 'event.malformed', `/${name}`)
  })

  it('has no lone surrogates', () => {
    for (const text of ['\ud800', 'a\udc00', '\udc00\ud800', '\ud83d', `\ud800x`]) {
      refusedCall({ id: text }, 'text.malformed', '/id')
    }
    expect(callOf({}, { id: '😀' }).id).toBe('😀')
  })

  it('has data that is an object', () => {
    for (const type of eventTypes) {
      const short = type.slice('io.headwater.'.length)
      for (const data of [[], 'x', 5, true]) refused(short, data, 'event.malformed', '/data')
    }
  })

  it('reports a fault of its own time with the path', () => {
    refusedCall({ time: 'yesterday' }, 'time.malformed', '/time')
    refusedCall(
      {
        time: '1999-01-01T00:00:00Z',
      },
      'time.outOfRange',
      '/time',
    )
    refusedCall({ time: 1_700_000_000 }, 'time.malformed', '/time')
    refusedCall(
      {
        time: `2024-01-01T00:00:00.${'0'.repeat(1_024)}Z`,
      },
      'text.length',
      '/time',
    )
  })
})

describe('fields', () => {
  it('that are optional and null, an empty list or an empty object are left out', () => {
    expect(callOf({ version: null, tokens: {}, caller: null }).data).toEqual({ asset: 'model:a/m' })
    expect(callOf({ tokens: { input: null, other: 5 } }).data).toEqual({ asset: 'model:a/m' })
    const released = parseEvent(
      event('version.released', {
        asset: 'model:a/m',
        version: '1',
        holders: [],
        contributors: [],
        derivedFrom: [],
        contributorShare: null,
      }),
    )
    expect(released.data).toEqual({ asset: 'model:a/m', version: '1' })
  })

  it('that are required and null are missing', () => {
    refused('asset.registered', { asset: 'model:a/m', owner: null }, 'event.missing', '/data/owner')
    refused(
      'contribution.recorded',
      { asset: 'model:a/m', contributions: [null] },
      'event.missing',
      '/data/contributions/0',
    )
    refused(
      'contribution.recorded',
      { asset: 'model:a/m', contributions: [{ payee: 'p', units: null }] },
      'event.missing',
      '/data/contributions/0/units',
    )
  })

  it('that are required lists are not empty', () => {
    refused(
      'contribution.recorded',
      { asset: 'model:a/m', contributions: [] },
      'event.malformed',
      '/data/contributions',
    )
  })

  it('may be called __proto__', () => {
    const text = JSON.stringify(event('call.metered', { asset: 'model:a/m' }))
    const spiked = text
      .replace('"data":{', '"__proto__":{"id":"evil"},"data":{"__proto__":{"amount":"5","currency":"USD"},')
      .replace('"id":', '"constructor":5,"id":')
    expect(parseEvent(JSON.parse(spiked)).data).toEqual({ asset: 'model:a/m' })
    expect(({} as Json).amount).toBeUndefined()
  })

  it('that JSON has twice have the last value', () => {
    const text = JSON.stringify(event('call.metered', { asset: 'model:a/m' })).replace(
      '"data":',
      '"data":{"asset":5},"data":',
    )
    expect(parseEvent(JSON.parse(text)).data).toEqual({ asset: 'model:a/m' })
  })

  it.each(['dataset:x', 'model:a/b/c@1+2-3_4.5', 'agent:A', `tool:${'x'.repeat(255)}`])(
    'take the asset id %s',
    (asset) => {
      expect(callOf({ asset }).data.asset).toBe(asset)
    },
  )

  it.each([
    'model:',
    'model',
    ':x',
    'Model:x',
    'prompt:x',
    'model:a b',
    'model:é',
    `tool:${'x'.repeat(256)}`,
    'model:x\n',
    '',
    5,
  ])('refuse the asset id %j', (asset) =>
    refused('call.metered', { asset }, 'asset.malformed', '/data/asset'),
  )

  it('take versions of 1 to 64 characters without a slash', () => {
    expect(callOf({ version: 'v1.0-rc_2+a@b' }).data.version).toBe('v1.0-rc_2+a@b')
    for (const version of ['', 'a/b', 'x'.repeat(65), 'a b', 1]) {
      refused('call.metered', { asset: 'model:a/m', version }, 'version.malformed', '/data/version')
    }
  })

  it('take currencies of 1 to 32 characters', () => {
    expect(callOf({ amount: '1', currency: 'x'.repeat(32) }).data.currency).toBe('x'.repeat(32))
    for (const currency of ['', 'a/b', 'x'.repeat(33), '€', 1]) {
      refused(
        'call.metered',
        { asset: 'model:a/m', amount: '1', currency },
        'currency.malformed',
        '/data/currency',
      )
    }
  })

  it('take payees of 1 to 255 bytes without control characters', () => {
    const owned = (owner: unknown) => event('asset.registered', { asset: 'model:a/m', owner })
    for (const owner of ['p', 'é'.repeat(127), 'Ünïcode 名 😀', ' ', 'a:b', '__proto__']) {
      expect(parseEvent(owned(owner)).data).toMatchObject({ owner })
    }
    for (const owner of ['', 'é'.repeat(128)])
      expectRefused(() => parseEvent(owned(owner)), 'text.length', '/data/owner')
    for (const owner of ['a\u0000', '\n', 'a\u001f', 'a\u007f', 'a\u0080', '\u009f']) {
      expectRefused(() => parseEvent(owned(owner)), 'payee.malformed', '/data/owner')
    }
    expectRefused(() => parseEvent(owned('a\ud800')), 'text.malformed', '/data/owner')
    expectRefused(() => parseEvent(owned(5)), 'event.malformed', '/data/owner')
  })

  it('take all other strings of 1 to 1,024 bytes', () => {
    for (const name of ['caller', 'agent', 'traceId', 'providerCallId']) {
      expect(callOf({ [name]: longText }).data).toMatchObject({ [name]: longText })
      refused('call.metered', { asset: 'model:a/m', [name]: '' }, 'text.length', `/data/${name}`)
      refused('call.metered', { asset: 'model:a/m', [name]: `${longText}x` }, 'text.length', `/data/${name}`)
      refused('call.metered', { asset: 'model:a/m', [name]: 'x\udfff' }, 'text.malformed', `/data/${name}`)
      refused('call.metered', { asset: 'model:a/m', [name]: 5 }, 'event.malformed', `/data/${name}`)
    }
  })
})

describe('numbers', () => {
  it('of tokens are integers from 0 to 10^15, as number or digits', () => {
    const tokens = { input: 0, output: '0', cacheRead: 1_000_000_000_000_000, cacheWrite: '1000000000000000' }
    expect(callOf({ tokens }).data.tokens).toEqual({ input: 0, output: 0, cacheRead: 1e15, cacheWrite: 1e15 })
    expect(Object.is(callOf({ tokens: { input: -0 } }).data.tokens?.input, 0)).toBe(true)
    for (const input of [
      -1,
      1.5,
      1e15 + 1,
      1e300,
      '-1',
      '1.0',
      '1e3',
      '01',
      '',
      ' 1',
      '0x1',
      '1000000000000001',
      true,
      [],
      {},
    ]) {
      refused(
        'call.metered',
        { asset: 'model:a/m', tokens: { input } },
        'tokens.malformed',
        '/data/tokens/input',
      )
    }
  })

  it('of units are integers from 1 to 10^15, as number or digits', () => {
    const path = '/data/contributions/0/units'
    const contributed = (units: unknown) =>
      event('contribution.recorded', { asset: 'model:a/m', contributions: [{ payee: 'p', units }] })
    for (const units of [1, '1', 1e15, '1000000000000000']) {
      expect(parseEvent(contributed(units)).data).toEqual({
        asset: 'model:a/m',
        contributions: [{ payee: 'p', units: Number(units) }],
      })
    }
    for (const units of [
      0,
      '0',
      -1,
      0.5,
      1e15 + 1,
      '1000000000000001',
      '9999999999999999',
      '99999999999999999',
      '+1',
      true,
    ]) {
      expectRefused(() => parseEvent(contributed(units)), 'units.malformed', path)
    }
  })

  it('of decimals are integers from 0 to 24', () => {
    for (const decimals of [0, 24]) {
      expect(parseEvent(event('currency.registered', { currency: 'X', decimals })).data).toEqual({
        currency: 'X',
        decimals,
      })
    }
    for (const decimals of [-1, 25, 0.5, '6', true]) {
      refused('currency.registered', { currency: 'X', decimals }, 'currency.decimals', '/data/decimals')
    }
  })

  it('of amounts are decimal strings, kept by value with the number of digits as written', () => {
    const amountOf = (amount: string) => {
      const { data } = callOf({ amount, currency: 'USD' })
      return [data.amount, data.amountFractionDigits]
    }
    expect(amountOf('1.50')).toEqual(['1.5', 2])
    expect(amountOf('0')).toEqual(['0', 0])
    expect(amountOf('0.000')).toEqual(['0', 3])
    expect(amountOf('100')).toEqual(['100', 0])
    expect(amountOf(`0.${'0'.repeat(99)}1`)).toEqual([`0.${'0'.repeat(99)}1`, 100])
  })

  it.each([
    '',
    '-1',
    '+1',
    '1e3',
    '1E3',
    '.5',
    '5.',
    '01',
    '00',
    '1,5',
    '1 ',
    ' 1',
    'NaN',
    'Infinity',
    '0x1',
    '1_000',
    '１',
    '1\n',
  ])('of amounts are not written as %j', (amount) => {
    const code = amount === '' ? 'text.length' : 'amount.malformed'
    refused('call.metered', { asset: 'model:a/m', amount, currency: 'USD' }, code, '/data/amount')
  })

  it('of amounts and prices are never JSON numbers', () => {
    refused(
      'call.metered',
      { asset: 'model:a/m', amount: 1.5, currency: 'USD' },
      'amount.malformed',
      '/data/amount',
    )
    const rate = { asset: 'model:a/m', currency: 'USD', effectiveFrom: '2025-01-01T00:00:00Z' }
    refused('rate.set', { ...rate, perCall: 1 }, 'amount.malformed', '/data/perCall')
    refused('rate.set', { ...rate, perMillion: { output: 1 } }, 'amount.malformed', '/data/perMillion/output')
  })

  it('of amounts have at most 1,024 characters', () => {
    refused(
      'call.metered',
      { asset: 'model:a/m', amount: '1'.repeat(1_025), currency: 'USD' },
      'text.length',
      '/data/amount',
    )
  })

  it('of shares are decimal fractions of at most 9 digits, above 0 and at most 1', () => {
    const released = (share: unknown) =>
      event('version.released', {
        asset: 'model:a/m',
        version: '1',
        derivedFrom: [{ asset: 'dataset:d', relation: 'trainedOn', policy: 'absolute', share }],
      })
    const path = '/data/derivedFrom/0/share'
    for (const [share, parts] of [
      ['1', 1e9],
      ['1.000000000', 1e9],
      ['0.000000001', 1],
      ['0.50', 5e8],
    ] as const) {
      expect(parseEvent(released(share)).data).toMatchObject({ derivedFrom: [{ share: parts }] })
    }
    for (const share of ['0.1234567890', '-0.1', '1e-1', '.5', '00.5', '0.5 ', '', 0.5, true]) {
      expectRefused(() => parseEvent(released(share)), 'share.malformed', path)
    }
    for (const share of ['0', '0.0', '1.000000001', '2', '10']) {
      expectRefused(() => parseEvent(released(share)), 'share.outOfRange', path)
    }
  })

  it('of a fee may be 0', () => {
    const fee = { share: '0', payee: 'p', effectiveFrom: '2025-01-01T00:00:00Z' }
    expect(parseEvent(event('fee.set', fee)).data).toMatchObject({ share: 0 })
    refused('fee.set', { ...fee, share: '1.1' }, 'share.outOfRange', '/data/share')
  })
})

describe('fields that belong together', () => {
  it('are amount and currency: both or neither', () => {
    refused('call.metered', { asset: 'model:a/m', amount: '1' }, 'event.missing', '/data/currency')
    refused(
      'call.metered',
      { asset: 'model:a/m', currency: 'USD', amount: null },
      'event.missing',
      '/data/amount',
    )
  })

  it('are chain and token: both or neither', () => {
    const token = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'
    refused('currency.registered', { currency: 'X', decimals: 6, token }, 'event.missing', '/data/chain')
    refused(
      'currency.registered',
      { currency: 'X', decimals: 6, chain: 'eip155:1' },
      'event.missing',
      '/data/token',
    )
    refused('currency.bound', { currency: 'X', chain: 'eip155:1' }, 'event.missing', '/data/token')
  })

  it('are the prices of a rate: at least one', () => {
    const rate = { asset: 'model:a/m', currency: 'USD', effectiveFrom: '2025-01-01T00:00:00Z' }
    refused('rate.set', rate, 'rate.empty', '/data')
    refused('rate.set', { ...rate, perMillion: { input: null } }, 'rate.empty', '/data')
    expect(parseEvent(event('rate.set', { ...rate, perCall: '0' })).data).toMatchObject({
      perCall: { text: '0' },
    })
  })

  const release = (data: Json) =>
    parseEvent(event('version.released', { asset: 'model:a/m', version: '1', ...data }))

  it('are holder shares and contributorShare: exactly 1', () => {
    const half = [{ payee: 'a', share: '0.5' }]
    expect(release({ holders: half, contributorShare: '0.5' }).data).toMatchObject({
      contributorShare: 500_000_000,
    })
    expect(release({ contributorShare: '1' }).data).toMatchObject({ contributorShare: 1_000_000_000 })
    expectRefused(() => release({ holders: half }), 'release.sharesNotWhole', '/data/holders')
    expectRefused(
      () => release({ contributorShare: '0.5' }),
      'release.sharesNotWhole',
      '/data/contributorShare',
    )
    expectRefused(() => release({ holders: half, contributorShare: '0.500000001' }), 'release.sharesNotWhole')
    expect(failure(() => release({ holders: half, contributorShare: '0.499999999' })).message).toContain(
      '0.999999999',
    )
  })

  it('are the payees of one list: each once', () => {
    const twice = [
      { payee: 'a', share: '0.5' },
      { payee: 'a', share: '0.5' },
    ]
    expectRefused(() => release({ holders: twice }), 'release.payeeTwice', '/data/holders/1/payee')
    const contributors = ['a', 'b', 'a'].map((payee) => ({ payee, units: 1 }))
    expectRefused(
      () => release({ contributorShare: '1', contributors }),
      'release.payeeTwice',
      '/data/contributors/2/payee',
    )
    const both = {
      holders: [{ payee: 'a', share: '0.5' }],
      contributorShare: '0.5',
      contributors: [{ payee: 'a', units: 1 }],
    }
    expect(release(both).data).toMatchObject({ contributors: [{ payee: 'a', units: 1 }] })
  })

  it('are contributors and contributorShare: no list without a share', () => {
    const contributors = [{ payee: 'b', units: 1 }]
    const holders = [{ payee: 'a', share: '1' }]
    expectRefused(
      () => release({ holders, contributors }),
      'release.contributorsWithoutShare',
      '/data/contributors',
    )
    expectRefused(() => release({ contributors }), 'release.contributorsWithoutShare', '/data/contributors')
  })

  it('are the relation and policy of an edge, from their lists', () => {
    const edge = { asset: 'dataset:d', relation: 'trainedOn', policy: 'absolute', share: '0.1' }
    expectRefused(
      () => release({ derivedFrom: [{ ...edge, relation: 'stolenFrom' }] }),
      'event.malformed',
      '/data/derivedFrom/0/relation',
    )
    expectRefused(
      () => release({ derivedFrom: [{ ...edge, policy: 'Absolute' }] }),
      'event.malformed',
      '/data/derivedFrom/0/policy',
    )
    expectRefused(
      () => release({ derivedFrom: [edge, { ...edge, share: null }] }),
      'event.missing',
      '/data/derivedFrom/1/share',
    )
    expectRefused(() => release({ derivedFrom: {} }), 'event.malformed', '/data/derivedFrom')
    expectRefused(() => release({ derivedFrom: [5] }), 'event.malformed', '/data/derivedFrom/0')
  })
})
