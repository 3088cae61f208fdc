/** Given events, when another comes, then a fact or a refusal. */
import { describe, expect, it } from 'vitest'
import type { RegistryState } from '../../src/registry/index.ts'
import { id } from '../support/id.ts'
import { apply, dataset, expectRefused, failure, given, type Json, model, refusal, usd } from './support.ts'

const token = '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'
const otherToken = '0x60a3e35cc302bfa44cb288bc5a4f316fdb1adb42'
const account = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'
const otherAccount = '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359'

const edge = (asset: string, share: string, more: Json = {}) => ({
  asset,
  relation: 'trainedOn',
  policy: 'absolute',
  share,
  ...more,
})

function contributionsOf({ assets }: RegistryState, asset: string): Map<string, bigint> {
  const { work } = assets.get(id(asset))!
  return new Map(work.contributorsUpTo(work.length).map(({ payee, units }) => [payee, units]))
}

describe('a currency', () => {
  it('is registered with its token or without', () => {
    const registry = given(usd, [
      'currency.registered',
      { currency: 'USDC', decimals: 6, chain: 'eip155:1', token },
    ])
    expect(registry.currencies.get(id('USD'))).toEqual({ code: 'USD', decimals: 6 })
    expect(registry.currencies.get(id('USDC'))).toEqual({
      code: 'USDC',
      decimals: 6,
      chain: 'eip155:1',
      token,
    })
  })

  it('is registered once', () => {
    const error = refusal(given(usd), 'currency.registered', { currency: 'USD', decimals: 2 })
    expect([error.code, error.path]).toEqual(['currency.exists', '/data/currency'])
  })

  it('has a code of its own case', () => {
    expect(given(usd, ['currency.registered', { currency: 'usd', decimals: 2 }]).currencies.size).toBe(2)
  })

  it('does not share its token on a chain, however it is written', () => {
    const registry = given(usd, [
      'currency.registered',
      { currency: 'A', decimals: 6, chain: 'eip155:1', token },
    ])
    const upper = `0x${token.slice(2).toUpperCase()}`
    const error = refusal(registry, 'currency.registered', {
      currency: 'B',
      decimals: 6,
      chain: 'eip155:1',
      token: upper,
    })
    expect([error.code, error.path, error.data]).toEqual([
      'currency.tokenTaken',
      '/data/token',
      { currency: 'A' },
    ])
    const bound = refusal(registry, 'currency.bound', { currency: 'USD', chain: 'eip155:1', token })
    expect(bound.code).toBe('currency.tokenTaken')
    apply(registry, 'currency.registered', { currency: 'B', decimals: 6, chain: 'eip155:10', token })
    expect(registry.currencies.get(id('B'))?.chain).toBe('eip155:10')
  })

  it('without a token is bound once', () => {
    const registry = given(usd)
    apply(registry, 'currency.bound', { currency: 'USD', chain: 'eip155:1', token })
    expect(registry.currencies.get(id('USD'))).toEqual({ code: 'USD', decimals: 6, chain: 'eip155:1', token })
    for (const again of [token, otherToken]) {
      const error = refusal(registry, 'currency.bound', { currency: 'USD', chain: 'eip155:1', token: again })
      expect([error.code, error.path]).toEqual(['currency.hasToken', '/data/currency'])
    }
  })

  it('with a token is not bound again', () => {
    const registry = given(['currency.registered', { currency: 'A', decimals: 6, chain: 'eip155:1', token }])
    expect(
      refusal(registry, 'currency.bound', { currency: 'A', chain: 'eip155:10', token: otherToken }).code,
    ).toBe('currency.hasToken')
  })

  it('that is unknown is not bound', () => {
    expect(refusal(given(), 'currency.bound', { currency: 'X', chain: 'eip155:1', token }).code).toBe(
      'currency.unknown',
    )
  })
})

describe('a fee', () => {
  it('of zero is allowed, and needs no registered payee', () => {
    const registry = given([
      'fee.set',
      { share: '0', payee: 'platform', effectiveFrom: '2025-01-01T00:00:00Z' },
    ])
    expect(registry.fees).toEqual([
      { share: 0, payee: 'platform', effectiveFrom: 1_735_689_600_000_000, revision: 0 },
    ])
    expect([...registry.payees.ids()]).toEqual(['platform'])
  })
})

describe('a payee', () => {
  it('registered again has its name updated and its account bound', () => {
    const registry = given(
      ['payee.registered', { payee: 'p', name: 'Old', account: `eip155:1:${account}` }],
      ['payee.registered', { payee: 'p', name: 'New' }],
      ['payee.registered', { payee: 'p', account: `eip155:10:${account}` }],
    )
    const { name, accounts } = registry.payees.get(id('p'))!
    expect([name, [...accounts]]).toEqual([
      'New',
      [
        ['eip155:1', account],
        ['eip155:10', account],
      ],
    ])
  })

  it('has at most one account per chain: binding again replaces it', () => {
    const registry = given(
      ['payee.bound', { payee: 'p', account: `eip155:1:${account}` }],
      ['payee.bound', { payee: 'p', account: `eip155:1:${otherAccount}` }],
    )
    expect(registry.payees.get(id('p'))?.accounts).toEqual(new Map([['eip155:1', otherAccount]]))
  })

  it('may share an account with others', () => {
    const registry = given(
      ['payee.bound', { payee: 'p', account: `eip155:1:${account}` }],
      ['payee.bound', { payee: 'q', account: `eip155:1:${account}` }],
    )
    expect(registry.payees.get(id('q'))?.accounts.get(id('eip155:1'))).toBe(account)
  })

  it('whose id is an account has it from its first mention, and may have others on other chains', () => {
    const owner = `eip155:1:${account}`
    const registry = given(['asset.registered', { asset: 'model:x', owner }])
    expect(registry.payees.get(id(owner))?.accounts).toEqual(new Map([['eip155:1', account]]))
    apply(registry, 'payee.bound', { payee: owner, account: `eip155:10:${otherAccount}` })
    expect(registry.payees.get(id(owner))?.accounts).toEqual(
      new Map([
        ['eip155:1', account],
        ['eip155:10', otherAccount],
      ]),
    )
  })

  it('whose id is an account in another case is another payee with the same account', () => {
    const checksummed = 'eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
    const registry = given(
      ['payee.registered', { payee: checksummed }],
      ['payee.registered', { payee: checksummed.toLowerCase() }],
    )
    expect(
      [...registry.payees.ids()].map((payee) => registry.payees.get(payee)!.accounts.get(id('eip155:1'))),
    ).toEqual([account, account])
  })
})

describe('an asset', () => {
  it('is registered once', () => {
    const error = refusal(given(model), 'asset.registered', { asset: 'model:a/m', owner: 'other' })
    expect([error.code, error.path]).toEqual(['asset.exists', '/data/asset'])
  })

  it('has an id in its own case', () => {
    expect(given(model, ['asset.registered', { asset: 'model:A/m', owner: 'o' }]).assets.size).toBe(2)
  })

  it('that is unknown takes no contribution, no version and no rate', () => {
    const asset = 'model:unknown'
    const refusals = [
      refusal(given(usd), 'contribution.recorded', { asset, contributions: [{ payee: 'p', units: 1 }] }),
      refusal(given(usd), 'version.released', { asset, version: '1' }),
      refusal(given(usd), 'rate.set', {
        asset,
        currency: 'USD',
        effectiveFrom: '2025-01-01T00:00:00Z',
        perCall: '1',
      }),
    ]
    expect(refusals.map(({ code, path }) => [code, path])).toEqual(
      Array(3).fill(['asset.unknown', '/data/asset']),
    )
  })

  it('sums contributions by payee', () => {
    const contributions = [
      { payee: 'a', units: 1 },
      { payee: 'b', units: '2' },
      { payee: 'a', units: 1e15 },
    ]
    const registry = given(dataset, ['contribution.recorded', { asset: 'dataset:a/d', contributions }])
    apply(registry, 'contribution.recorded', { asset: 'dataset:a/d', contributions })
    expect(contributionsOf(registry, 'dataset:a/d')).toEqual(
      new Map([
        ['a', 2n * (10n ** 15n + 1n)],
        ['b', 4n],
      ]),
    )
  })
})

describe('a release', () => {
  const released = (data: Json) => ['version.released', data] as const
  const d1 = released({ asset: 'dataset:a/d', version: '1' })

  it('is of a version that is new to its asset', () => {
    const registry = given(dataset, model, d1)
    expect(refusal(registry, 'version.released', { asset: 'dataset:a/d', version: '1' }).code).toBe(
      'version.exists',
    )
    apply(registry, 'version.released', { asset: 'model:a/m', version: '1' })
    expect(registry.versions.length).toBe(2)
  })

  it('without terms has the owner of the asset as its only holder', () => {
    const [version] = given(dataset, d1).versions
    expect(version).toMatchObject({
      holders: [{ payee: 'curator', share: 1e9 }],
      contributorShare: 0,
      contributors: [],
      stack: 0,
    })
  })

  it('without releasedAt is released at the time of its event', () => {
    const registry = given(dataset, [
      'version.released',
      { asset: 'dataset:a/d', version: '1' },
      { time: '2025-03-01T00:00:00Z' },
    ])
    apply(registry, 'version.released', {
      asset: 'dataset:a/d',
      version: '2',
      releasedAt: '2001-01-01T00:00:00Z',
    })
    expect(
      Array.from(registry.versions, ({ releasedAt }) => new Date(releasedAt / 1_000).toISOString()),
    ).toEqual(['2025-03-01T00:00:00.000Z', '2001-01-01T00:00:00.000Z'])
  })

  it('pins a source without a version to the latest by releasedAt of those recorded', () => {
    const registry = given(
      dataset,
      model,
      released({ asset: 'dataset:a/d', version: 'new', releasedAt: '2025-06-01T00:00:00Z' }),
      released({ asset: 'dataset:a/d', version: 'old', releasedAt: '2024-06-01T00:00:00Z' }),
    )
    const fact = apply(registry, 'version.released', {
      asset: 'model:a/m',
      version: '1',
      derivedFrom: [edge('dataset:a/d', '0.1')],
    })
    expect(fact.data).toMatchObject({ derivedFrom: [{ asset: 'dataset:a/d', version: 'new', pinned: true }] })
    expect(registry.versions.at(2)?.derivedFrom).toEqual([
      { source: 0, relation: 'trainedOn', policy: 'absolute', share: 1e8 },
    ])
  })

  it('pins, of sources released at the same time, the later recorded', () => {
    const registry = given(
      dataset,
      model,
      ...['a', 'b', 'c'].map((version) =>
        released({ asset: 'dataset:a/d', version, releasedAt: '2025-06-01T00:00:00Z' }),
      ),
    )
    const fact = apply(registry, 'version.released', {
      asset: 'model:a/m',
      version: '1',
      derivedFrom: [edge('dataset:a/d', '0.1')],
    })
    expect(fact.data).toMatchObject({ derivedFrom: [{ version: 'c' }] })
  })

  it('may name a source that is released later than itself, as long as it is recorded', () => {
    const registry = given(
      dataset,
      model,
      released({ asset: 'dataset:a/d', version: '1', releasedAt: '2030-01-01T00:00:00Z' }),
    )
    apply(registry, 'version.released', {
      asset: 'model:a/m',
      version: '1',
      derivedFrom: [edge('dataset:a/d', '0.1')],
    })
    expect(registry.versions.length).toBe(2)
  })

  it('may have an earlier version of its own asset as a source, never itself', () => {
    const registry = given(dataset, d1)
    const next = { asset: 'dataset:a/d', version: '2' }
    expect(
      refusal(registry, 'version.released', {
        ...next,
        derivedFrom: [edge('dataset:a/d', '0.1', { version: '2' })],
      }).code,
    ).toBe('version.unknown')
    apply(registry, 'version.released', { ...next, derivedFrom: [edge('dataset:a/d', '0.1')] })
    expect(registry.versions.at(1)?.derivedFrom[0]?.source).toBe(0)
  })

  it('with an unknown source is refused', () => {
    const registry = given(dataset, model)
    const derived = (source: Json) =>
      refusal(registry, 'version.released', { asset: 'model:a/m', version: '1', derivedFrom: [source] })
    const refusals = [
      derived(edge('dataset:x', '0.1')),
      derived(edge('dataset:a/d', '0.1')),
      derived(edge('dataset:a/d', '0.1', { version: '9' })),
    ]
    expect(refusals.map(({ code, path }) => [code, path])).toEqual([
      ['asset.unknown', '/data/derivedFrom/0/asset'],
      ['version.unknown', '/data/derivedFrom/0/asset'],
      ['version.unknown', '/data/derivedFrom/0/version'],
    ])
  })

  it('with one source twice is refused, also after pinning', () => {
    const registry = given(dataset, model, d1, released({ asset: 'dataset:a/d', version: '2' }))
    const twice = (one: Json, other: Json) =>
      refusal(registry, 'version.released', {
        asset: 'model:a/m',
        version: '1',
        derivedFrom: [
          edge('dataset:a/d', '0.1', one),
          edge('dataset:a/d', '0.1', { ...other, policy: 'relative' }),
        ],
      })
    for (const [one, other] of [
      [{}, {}],
      [{}, { version: '2' }],
      [{ version: '2' }, {}],
      [{ version: '1' }, { version: '1' }],
    ] as const) {
      const error = twice(one, other)
      expect([error.code, error.path]).toEqual(['release.sourceTwice', '/data/derivedFrom/1'])
    }
    apply(registry, 'version.released', {
      asset: 'model:a/m',
      version: '1',
      derivedFrom: [edge('dataset:a/d', '0.1', { version: '1' }), edge('dataset:a/d', '0.1')],
    })
    expect(registry.versions.length).toBe(3)
  })

  it('may promise all that it receives, and nothing more', () => {
    const registry = given(
      dataset,
      model,
      d1,
      released({ asset: 'model:a/m', version: '1', derivedFrom: [edge('dataset:a/d', '0.6')] }),
    )
    const derivedFrom = (share: string) => [
      edge('model:a/m', '0.1'),
      edge('dataset:a/d', share, { policy: 'relative' }),
    ]
    const error = refusal(registry, 'version.released', {
      asset: 'model:a/m',
      version: '2',
      derivedFrom: derivedFrom('0.300000001'),
    })
    expect([error.code, error.path]).toEqual(['release.overPromised', '/data/derivedFrom'])
    expect(error.data).toEqual({
      total: '1.000000001',
      excess: '0.000000001',
      edges: [
        'absolute to model:a/m 1: 0.7 (0.1 of its own and 0.6 further on, over dataset:a/d 1 0.6)',
        'relative to dataset:a/d 1: 0.300000001',
      ],
    })
    expect(error.message).toBe(
      'model:a/m 2 promises 1.000000001 of what it receives, 0.000000001 too much: ' +
        'absolute to model:a/m 1: 0.7 (0.1 of its own and 0.6 further on, over dataset:a/d 1 0.6); relative to dataset:a/d 1: 0.300000001.',
    )
    apply(registry, 'version.released', { asset: 'model:a/m', version: '2', derivedFrom: derivedFrom('0.3') })
    expect(registry.versions.at(2)?.stack).toBe(700_000_000)
  })

  it('owes once for each absolute path', () => {
    const registry = given(
      dataset,
      model,
      d1,
      released({ asset: 'model:a/m', version: 'left', derivedFrom: [edge('dataset:a/d', '0.3')] }),
      released({ asset: 'model:a/m', version: 'right', derivedFrom: [edge('dataset:a/d', '0.3')] }),
    )
    const derivedFrom = ['left', 'right'].map((version) => edge('model:a/m', '0.2', { version }))
    apply(registry, 'version.released', { asset: 'model:a/m', version: 'joined', derivedFrom })
    expect(registry.versions.at(registry.versions.length - 1)?.stack).toBe(1_000_000_000)
    const more = [edge('model:a/m', '0.000000001', { version: 'joined' })]
    expect(
      refusal(registry, 'version.released', { asset: 'model:a/m', version: 'over', derivedFrom: more }).code,
    ).toBe('release.overPromised')
  })

  it('owes nothing behind a relative edge', () => {
    const registry = given(
      dataset,
      model,
      d1,
      released({ asset: 'model:a/m', version: '1', derivedFrom: [edge('dataset:a/d', '1')] }),
      released({
        asset: 'model:a/m',
        version: '2',
        derivedFrom: [edge('model:a/m', '1', { policy: 'relative' })],
      }),
    )
    expect(Array.from(registry.versions, ({ stack }) => stack)).toEqual([0, 1e9, 0])
  })

  it('that promises too much is refused with at most twenty of its edges named', () => {
    const registry = given(dataset, model)
    for (let version = 0; version < 30; version++)
      apply(registry, 'version.released', { asset: 'dataset:a/d', version: `v${version}` })
    const derivedFrom = Array.from({ length: 30 }, (_, version) =>
      edge('dataset:a/d', '0.04', { version: `v${version}` }),
    )
    const error = refusal(registry, 'version.released', { asset: 'model:a/m', version: '1', derivedFrom })
    expect(error.message).toMatch(/promises 1\.2 .* 0\.2 too much: .*; and 10 more\.$/)
  })
})

describe('the contributors of a release', () => {
  const work = (...units: readonly (readonly [string, number])[]) =>
    [
      'contribution.recorded',
      { asset: 'dataset:a/d', contributions: units.map(([payee, count]) => ({ payee, units: count })) },
    ] as const
  const pool = { contributorShare: '1' }

  it('are those that it lists, whether or not work is recorded; naming them makes them payees', () => {
    const registry = given(dataset, [
      'version.released',
      { asset: 'dataset:a/d', version: '1', ...pool, contributors: [{ payee: 'z', units: 3 }] },
    ])
    expect(registry.versions.at(0)?.contributors).toEqual([{ payee: 'z', units: 3n }])
    expect([...registry.payees.ids()]).toEqual(['curator', 'z'])
  })

  it('add up by payee', () => {
    const registry = given(dataset, work(['a', 1]))
    expect(contributionsOf(registry, 'dataset:a/d')).toEqual(new Map([['a', 1n]]))
    apply(registry, ...work(['b', 2], ['a', 1]))
    expect(contributionsOf(registry, 'dataset:a/d')).toEqual(
      new Map([
        ['a', 2n],
        ['b', 2n],
      ]),
    )
    expect(registry.assets.get(id('dataset:a/d'))?.work.length).toBe(3)
  })

  it('are those that it lists instead of those recorded', () => {
    const registry = given(dataset, work(['a', 1]), [
      'version.released',
      {
        asset: 'dataset:a/d',
        version: '1',
        ...pool,
        contributors: [
          { payee: 'z', units: 3 },
          { payee: 'y', units: '4' },
        ],
      },
    ])
    expect(registry.versions.at(0)).toMatchObject({
      holders: [],
      contributors: [
        { payee: 'z', units: 3n },
        { payee: 'y', units: 4n },
      ],
      contributorUnits: 7n,
    })
  })

  it('are, without a list, all recorded for the asset before it, in log order, units summed', () => {
    const registry = given(dataset, work(['b', 1], ['a', 2]), work(['b', 3]), [
      'version.released',
      { asset: 'dataset:a/d', version: '1', ...pool },
    ])
    apply(registry, ...work(['c', 5]))
    apply(registry, 'version.released', { asset: 'dataset:a/d', version: '2', ...pool })
    expect(
      Array.from(registry.versions, ({ contributors, contributorUnits }) => [
        contributors.map(({ payee, units }) => [payee, units]),
        contributorUnits,
      ]),
    ).toEqual([
      [
        [
          ['b', 4n],
          ['a', 2n],
        ],
        6n,
      ],
      [
        [
          ['b', 4n],
          ['a', 2n],
          ['c', 5n],
        ],
        11n,
      ],
    ])
  })

  it('are shared between releases until the next contribution', () => {
    const registry = given(dataset, work(['a', 1]))
    for (const version of ['1', '2'])
      apply(registry, 'version.released', { asset: 'dataset:a/d', version, ...pool })
    apply(registry, ...work(['a', 1]))
    apply(registry, 'version.released', { asset: 'dataset:a/d', version: '3', ...pool })
    const [one, two, three] = Array.from(registry.versions, ({ contributors }) => contributors)
    expect(one).toBe(two)
    expect(two).not.toBe(three)
  })

  it('are refused if a share is given without a list and no contribution is recorded', () => {
    const registry = given(dataset, model, work(['a', 1]))
    const error = refusal(registry, 'version.released', { asset: 'model:a/m', version: '1', ...pool })
    expect([error.code, error.path]).toEqual(['release.noContributors', '/data/contributorShare'])
  })

  it('are none if the release gives no share, whatever is recorded', () => {
    const registry = given(dataset, work(['a', 1]), [
      'version.released',
      { asset: 'dataset:a/d', version: '1' },
    ])
    expect(registry.versions.at(0)).toMatchObject({ contributors: [], contributorUnits: 0n })
  })
})

describe('a rate', () => {
  const rate = (data: Json, currency = 'USD') => ({
    asset: 'model:a/m',
    currency,
    effectiveFrom: '2025-01-01T00:00:00Z',
    ...data,
  })

  it('names a known currency', () => {
    const error = refusal(given(model), 'rate.set', rate({ perCall: '1' }))
    expect([error.code, error.path]).toEqual(['currency.unknown', '/data/currency'])
  })

  it('has a perCall of at most decimals + 12 fraction digits, as written', () => {
    const registry = given(usd, model)
    apply(registry, 'rate.set', rate({ perCall: `0.${'0'.repeat(17)}1` }))
    expect(registry.assets.get(id('model:a/m'))?.rates[0]?.perCall).toBe(1n)
    const error = refusal(registry, 'rate.set', rate({ perCall: `1.${'0'.repeat(19)}` }))
    expect([error.code, error.path]).toEqual(['amount.tooPrecise', '/data/perCall'])
  })

  it('has a perMillion of at most decimals + 6 fraction digits, as written', () => {
    const registry = given(usd, model)
    apply(registry, 'rate.set', rate({ perMillion: { output: `0.${'0'.repeat(11)}1` } }))
    expect(registry.assets.get(id('model:a/m'))?.rates[0]?.perToken.output).toBe(1n)
    for (const name of ['input', 'output', 'cacheRead', 'cacheWrite']) {
      const error = refusal(registry, 'rate.set', rate({ perMillion: { [name]: `1.${'0'.repeat(13)}` } }))
      expect([error.code, error.path]).toEqual(['amount.tooPrecise', `/data/perMillion/${name}`])
    }
  })

  it('prices cacheRead and cacheWrite as input if they have no price, and other classes at zero', () => {
    const registry = given(usd, model)
    apply(registry, 'rate.set', rate({ perMillion: { input: '3', cacheRead: '0' } }))
    const per = 3n * 10n ** 12n
    expect(registry.assets.get(id('model:a/m'))?.rates[0]).toMatchObject({
      perCall: 0n,
      perToken: { input: per, output: 0n, cacheRead: 0n, cacheWrite: per },
    })
  })

  it('prices each class of tokens by its own price if it has one', () => {
    const registry = given(usd, model)
    apply(registry, 'rate.set', rate({ perMillion: { input: '1', cacheWrite: '2' } }))
    const unit = 10n ** 12n
    expect(registry.assets.get(id('model:a/m'))?.rates[0]?.perToken).toEqual({
      input: unit,
      output: 0n,
      cacheRead: unit,
      cacheWrite: 2n * unit,
    })
  })

  it('is exact in a currency without decimals and in one of 24', () => {
    const registry = given(
      model,
      ['currency.registered', { currency: 'YEN', decimals: 0 }],
      ['currency.registered', { currency: 'BIG', decimals: 24 }],
    )
    apply(registry, 'rate.set', rate({ perCall: '1', perMillion: { input: '0.000001' } }, 'YEN'))
    apply(
      registry,
      'rate.set',
      rate({ perCall: `0.${'0'.repeat(35)}7`, perMillion: { input: `0.${'0'.repeat(29)}7` } }, 'BIG'),
    )
    const [yen, big] = registry.assets.get(id('model:a/m'))!.rates
    expect([yen?.perCall, yen?.perToken.input]).toEqual([10n ** 12n, 1n])
    expect([big?.perCall, big?.perToken.input]).toEqual([7n, 7n])
  })
})

describe('a refusal', () => {
  it('changes nothing', () => {
    const registry = given(usd, model)
    const { count, digest } = registry
    expectRefused(
      () => apply(registry, 'asset.registered', { asset: 'model:a/m', owner: 'new payee' }),
      'asset.exists',
    )
    expect([registry.count, registry.digest, registry.payees.has(id('new payee'))]).toEqual([
      count,
      digest,
      false,
    ])
    expect(failure(() => apply(registry, ...usd)).retry).toBe(false)
  })
})
