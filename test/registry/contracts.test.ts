/** What the registry refuses of contracts, and what it makes of them. */
import { describe, expect, it } from 'vitest'
import type { Registry } from '../../src/registry/index.ts'
import {
  clausesIn,
  contractsAt,
  costAt,
  costCards,
  cutInstants,
  holdersIn,
  payoutTermsIn,
} from '../../src/registry/index.ts'
import { id } from '../support/id.ts'
import { apply, dataset, expectRefused, given, type Json, model, refusal, usd } from './support.ts'

const day = (date: string) => Date.parse(`${date}T00:00:00Z`) * 1_000
const from = '2025-02-01T00:00:00Z'
const released = (version: string, more: Json = {}) =>
  ['version.released', { asset: 'model:a/m', version, ...more }] as const
const cost = (data: Json) => ({
  asset: 'model:a/m',
  payee: 'gpu',
  currency: 'USD',
  effectiveFrom: from,
  ...data,
})
const transfer = (data: Json) => ({
  asset: 'model:a/m',
  from: 'owner',
  to: 'fund',
  share: '0.5',
  effectiveFrom: from,
  ...data,
})
const clause = (data: Json) => ({
  clause: 'c',
  payee: 'a',
  to: 'b',
  currency: 'USD',
  share: '0.5',
  effectiveFrom: from,
  ...data,
})

describe('an edge', () => {
  const registry = () =>
    given(usd, dataset, model, ['version.released', { asset: 'dataset:a/d', version: '1' }])
  const edge = { asset: 'dataset:a/d', relation: 'trainedOn', policy: 'relative', share: '0.2' }
  const refusedEdge = (more: Json) =>
    refusal(registry(), ...released('1', { derivedFrom: [{ ...edge, ...more }] }))

  it('keeps its end, and its caps in ledger units', () => {
    const state = registry()
    const caps = [{ currency: 'USD', amount: '15000.50' }]
    apply(state, ...released('1', { derivedFrom: [{ ...edge, until: '2026-03-01T01:00:00+01:00', caps }] }))
    const [known] = state.versions.at(1)!.derivedFrom
    expect(known!.until).toBe(day('2026-03-01'))
    expect(known!.caps).toEqual([{ currency: 'USD', amount: 15_000_500_000n * 10n ** 12n }])
    expect(cutInstants(state)).toEqual([day('2026-03-01')])
    expect(cutInstants(state, 3)).toEqual([])
    expect(state.contractsFrom).toBe(4)
  })

  it('ends at the beginning of a day in UTC', () => {
    for (const until of ['2026-03-01T00:00:00.000001Z', '2026-03-01T00:00:00+01:00']) {
      const error = refusedEdge({ until })
      expect([error.code, error.path]).toEqual(['release.untilNotDay', '/data/derivedFrom/0/until'])
    }
  })

  it.each([
    [{ caps: [{ currency: 'USD', amount: '1' }], policy: 'absolute' }, 'release.capsOfAbsolute', ''],
    [{ caps: ['1', '2'].map((amount) => ({ currency: 'USD', amount })) }, 'release.capTwice', '/1/currency'],
    [{ caps: [{ currency: 'USD', amount: '0.00' }] }, 'amount.zero', '/0/amount'],
    [{ caps: [{ currency: 'EUR', amount: '1' }] }, 'currency.unknown', '/0/currency'],
    [{ caps: [{ currency: 'USD', amount: `0.${'1'.repeat(19)}` }] }, 'amount.tooPrecise', '/0/amount'],
    [{ caps: [{ currency: 'USD', amount: `1.${'0'.repeat(19)}` }] }, 'amount.tooPrecise', '/0/amount'],
    [{ caps: [{ currency: 'USD', amount: `1${'0'.repeat(40)}` }] }, 'amount.tooLarge', '/0/amount'],
  ])('is refused with %j', (more, code, path) => {
    const error = refusedEdge(more)
    expect([error.code, error.path]).toEqual([code, `/data/derivedFrom/0/caps${path}`])
  })

  it('makes a release no freer to promise by ending', () => {
    const registry = given(model, released('1'), released('2'))
    const derivedFrom = ['1', '2'].map((version) => ({
      ...edge,
      ...{ asset: 'model:a/m', version, share: '0.6', until: `202${version}-03-01T00:00:00Z` },
    }))
    expect(refusal(registry, ...released('3', { derivedFrom })).code).toBe('release.overPromised')
  })
})

describe('a cost', () => {
  it('is that of its asset and currency: the latest by effectiveFrom, of equal ones the later recorded', () => {
    const state = given(usd, ['currency.registered', { currency: 'EUR', decimals: 2 }], model)
    for (const data of [
      { perCall: '1' },
      { perCall: '2', effectiveFrom: '2025-03-01T00:00:00Z' },
      { perCall: '3', currency: 'EUR' },
      { share: '0.1' },
      { share: '0', effectiveFrom: '2025-04-01T00:00:00Z' },
    ])
      apply(state, 'cost.set', cost(data))
    const at = (date: string, currency = 'USD', revision?: number) =>
      costAt(state, { asset: id('model:a/m'), currency: id(currency), time: day(date) }, revision)?.revision
    expect(at('2025-01-31')).toBeUndefined()
    expect(at('2025-02-01')).toBe(6)
    expect(at('2025-02-01', 'USD', 5)).toBe(3)
    expect(at('2025-03-01')).toBe(4)
    expect(at('2025-05-01')).toBe(7)
    expect(at('2025-05-01', 'EUR')).toBe(5)
    expect(costCards(state).map(({ revision }) => revision)).toEqual([6, 4, 7, 5])
    expect(costCards(state, 4).map(({ revision }) => revision)).toEqual([3, 4])
    expect([...state.assetsWithCosts()]).toEqual(['model:a/m'])
    expect(state.payees.has(id('gpu'))).toBe(true)
  })

  it('has the prices of a rate, and none above what any call can cost', () => {
    const state = given(usd, model)
    const perMillion = { input: '1', output: '2', cacheRead: '0.5' }
    apply(state, 'cost.set', cost({ perCall: `1${'0'.repeat(900)}`, perMillion, share: '0.125' }))
    expect(state.assets.get(id('model:a/m'))!.costs[0]).toMatchObject({
      perCall: 1n << 160n,
      perToken: {
        input: 10n ** 12n,
        output: 2n * 10n ** 12n,
        cacheRead: 5n * 10n ** 11n,
        cacheWrite: 10n ** 12n,
      },
      share: 125_000_000,
    })
  })

  it.each([
    [{}, 'cost.empty', '/data'],
    [{ perMillion: {} }, 'cost.empty', '/data'],
    [{ share: '1.1' }, 'share.outOfRange', '/data/share'],
    [{ share: '0.1', asset: 'model:none' }, 'asset.unknown', '/data/asset'],
    [{ share: '0.1', currency: 'EUR' }, 'currency.unknown', '/data/currency'],
    [{ perCall: `0.${'1'.repeat(19)}` }, 'amount.tooPrecise', '/data/perCall'],
    [{ perMillion: { input: `0.${'1'.repeat(13)}` } }, 'amount.tooPrecise', '/data/perMillion/input'],
    [{ share: '0.1', payee: 'a\u200bb' }, 'payee.unseen', '/data/payee'],
  ])('is refused with %j', (data, code, path) => {
    const error = refusal(given(usd, model), 'cost.set', cost(data))
    expect([error.code, error.path]).toEqual([code, path])
  })
})

describe('a transfer', () => {
  const two = () => given(model, released('1'), released('2', { holders: [{ payee: 'ann', share: '1' }] }))
  const holders = (state: Registry, index: number, date: string, revision?: number) =>
    holdersIn(state.versions.at(index)!, day(date), revision).map(({ payee, share }) => [payee, share])

  it('moves a share in closes after its effectiveFrom, of every version in which the payee holds', () => {
    const state = two()
    apply(state, 'holding.transferred', transfer({}))
    expect(holders(state, 0, '2025-02-01')).toEqual([['owner', 1e9]])
    expect(holders(state, 0, '2025-02-02')).toEqual([
      ['owner', 5e8],
      ['fund', 5e8],
    ])
    expect(holders(state, 0, '2025-02-02', 2)).toEqual([['owner', 1e9]])
    expect(holders(state, 1, '2025-02-02')).toEqual([['ann', 1e9]])
    apply(state, 'holding.transferred', transfer({ effectiveFrom: '2025-02-01T00:00:00Z' }))
    expect(holders(state, 0, '2025-02-02')).toEqual([['fund', 1e9]])
    apply(state, 'holding.transferred', transfer({ from: 'fund', to: 'owner', share: '1' }))
    expect(holders(state, 0, '2025-02-02')).toEqual([['owner', 1e9]])
    // A release after the transfer has its own holders.
    apply(state, ...released('3'))
    expect(holders(state, 2, '2025-02-02')).toEqual([['owner', 1e9]])
  })

  it.each([
    [{ to: 'owner' }, 'holding.toItself', '/data/to'],
    [{ asset: 'model:none' }, 'asset.unknown', '/data/asset'],
    [{ version: '7' }, 'version.unknown', '/data/version'],
    [{ from: 'ben' }, 'holding.none', '/data/from'],
    [{ from: 'ann', version: '1' }, 'holding.tooLittle', '/data/share'],
    [{ share: '0' }, 'share.outOfRange', '/data/share'],
    [{ share: '0.600000001' }, 'holding.tooLittle', '/data/share'],
    [
      { effectiveFrom: '2025-01-31T23:59:59.999999Z', share: '0.1' },
      'holding.outOfOrder',
      '/data/effectiveFrom',
    ],
    [{ to: 'a\u200bb' }, 'payee.unseen', '/data/to'],
  ])('is refused with %j', (data, code, path) => {
    const state = two()
    apply(state, 'holding.transferred', transfer({ share: '0.4' }))
    const error = refusal(state, 'holding.transferred', transfer(data))
    expect([error.code, error.path]).toEqual([code, path])
  })

  it('is judged by all transfers recorded, whatever their effectiveFrom', () => {
    const state = two()
    apply(state, 'holding.transferred', transfer({ share: '1', effectiveFrom: '2026-01-01T00:00:00Z' }))
    const more = transfer({ effectiveFrom: '2026-01-01T00:00:00Z' })
    expect(refusal(state, 'holding.transferred', more).code).toBe('holding.none')
  })
})

describe('a clause', () => {
  const state = () => given(usd, model)

  it('has one open tier for a share, rank 500, and amounts in ledger units', () => {
    const registry = state()
    apply(registry, 'clause.agreed', clause({ cap: '8.0' }))
    expect(registry.clauses.get('c')).toEqual({
      ...{ clause: 'c', payee: 'a', to: 'b', currency: 'USD' },
      tiers: [{ share: 500_000_000 }],
      cap: 8_000_000n * 10n ** 12n,
      rank: 500,
      effectiveFrom: day('2025-02-01'),
      revision: 2,
    })
    expect(['a', 'b'].map((payee) => registry.payees.has(id(payee)))).toEqual([true, true])
  })

  it('is in force from after its effectiveFrom to the earlier of its ends', () => {
    const registry = state()
    apply(registry, 'clause.agreed', clause({ until: '2025-04-01T00:00:00Z' }))
    const inForce = (date: string, revision?: number) => clausesIn(registry, day(date), revision).length
    expect(['2025-02-01', '2025-02-02', '2025-04-01', '2025-04-02'].map((date) => inForce(date))).toEqual([
      0, 1, 1, 0,
    ])
    apply(registry, 'clause.ended', { clause: 'c', at: '2025-03-01T00:00:00Z' })
    expect(['2025-02-02', '2025-03-01', '2025-03-02'].map((date) => inForce(date))).toEqual([1, 1, 0])
    expect(inForce('2025-03-02', 2)).toBe(1)
    expect(inForce('2025-02-02', 1)).toBe(0)
  })

  it('that ended later than its until is not longer in force', () => {
    const registry = state()
    apply(registry, 'clause.agreed', clause({ until: '2025-04-01T00:00:00Z' }))
    apply(registry, 'clause.ended', { clause: 'c', at: '2025-05-01T00:00:00Z' })
    expect(clausesIn(registry, day('2025-04-02'))).toEqual([])
  })

  const open = { share: '0.1' }
  it.each([
    [{ to: 'a' }, 'clause.toItself', '/data/to'],
    [{ share: null }, 'event.missing', '/data/tiers'],
    [{ share: null, tiers: [] }, 'event.missing', '/data/tiers'],
    [{ tiers: [open] }, 'clause.shareAndTiers', '/data/share'],
    [{ share: null, tiers: [{ upTo: '1', share: '1' }] }, 'clause.tiers', '/data/tiers/0/upTo'],
    [{ share: null, tiers: [open, open] }, 'clause.tiers', '/data/tiers/0/upTo'],
    [{ share: null, tiers: [{ upTo: '0', share: '1' }, open] }, 'amount.zero', '/data/tiers/0/upTo'],
    [
      { share: null, tiers: [{ upTo: '10', share: '1' }, { upTo: '10.0', share: '1' }, open] },
      'clause.tiers',
      '/data/tiers/1/upTo',
    ],
    [
      { share: null, tiers: [{ upTo: '10.5', share: '1' }, { upTo: '9.75', share: '1' }, open] },
      'clause.tiers',
      '/data/tiers/1/upTo',
    ],
    [
      { share: null, tiers: [{ upTo: `1${'0'.repeat(50)}`, share: '1' }, open] },
      'amount.tooLarge',
      '/data/tiers/0/upTo',
    ],
    [{ share: '1.000000001' }, 'share.outOfRange', '/data/share'],
    [{ cap: '0' }, 'amount.zero', '/data/cap'],
    [{ cap: `0.${'0'.repeat(18)}1` }, 'amount.tooPrecise', '/data/cap'],
    [{ assets: ['model:a/m', 'model:none'] }, 'asset.unknown', '/data/assets/1'],
    [{ assets: ['none'] }, 'asset.malformed', '/data/assets/0'],
    [{ roles: ['owner'] }, 'event.malformed', '/data/roles/0'],
    [{ rank: 1000 }, 'event.malformed', '/data/rank'],
    [{ rank: -1 }, 'event.malformed', '/data/rank'],
    [{ rank: 0.5 }, 'event.malformed', '/data/rank'],
    [{ until: from }, 'clause.neverInForce', '/data/until'],
    [{ currency: 'EUR' }, 'currency.unknown', '/data/currency'],
    [{ payee: 'a ' }, 'payee.unseen', '/data/payee'],
    [{ to: 'b ' }, 'payee.unseen', '/data/to'],
  ])('is refused with %j', (data, code, path) => {
    const error = refusal(state(), 'clause.agreed', clause(data))
    expect([error.code, error.path]).toEqual([code, path])
  })

  it('has its id once, ends once, and ends only if it is known', () => {
    const registry = state()
    const end = ['clause.ended', { clause: 'c', at: from }] as const
    expectRefused(() => apply(registry, ...end), 'clause.unknown', '/data/clause')
    apply(registry, 'clause.agreed', clause({}))
    expectRefused(() => apply(registry, 'clause.agreed', clause({ payee: 'x', to: 'y' })), 'clause.exists')
    apply(registry, ...end)
    expectRefused(() => apply(registry, ...end), 'clause.endedTwice', '/data/clause')
    expectRefused(() => apply(registry, 'clause.agreed', clause({})), 'clause.exists', '/data/clause')
  })

  it('closes no circle, and the refusal names the clauses of it', () => {
    const registry = state()
    apply(registry, 'clause.agreed', clause({ clause: 'one' }))
    apply(registry, 'clause.agreed', clause({ clause: 'two', payee: 'b', to: 'c' }))
    const error = refusal(registry, 'clause.agreed', clause({ clause: 'three', payee: 'c', to: 'a' }))
    expect([error.code, error.path, error.data?.clauses]).toEqual([
      'clause.circle',
      '/data/to',
      ['one', 'two'],
    ])
  })
})

describe('rules of payouts', () => {
  const rules = () => {
    const registry = given(usd, ['currency.registered', { currency: 'EUR', decimals: 2 }])
    const set = (type: string, data: Json) => apply(registry, type, { effectiveFrom: from, ...data })
    return { registry, set }
  }

  it('are the own one of a payee, or that of everybody, in closes after their effectiveFrom', () => {
    const { registry, set } = rules()
    set('reserve.set', { currency: 'USD', share: '0.2', days: 90 })
    set('reserve.set', { currency: 'USD', payee: 'ann', share: '0', days: 0 })
    set('payout.set', { currency: 'USD', threshold: '50' })
    set('payout.set', {
      currency: 'USD',
      payee: 'ann',
      threshold: '0',
      effectiveFrom: '2025-03-01T00:00:00Z',
    })
    const terms = payoutTermsIn(registry, day('2025-02-02'))
    expect(terms.reserveOf(id('ann'), id('USD'))).toMatchObject({ share: 0 })
    expect(terms.reserveOf(id('ben'), id('USD'))).toMatchObject({ share: 200_000_000, days: 90 })
    expect(terms.reserveOf(id('ben'), id('EUR'))).toBeUndefined()
    expect(terms.thresholdOf(id('ann'), id('USD'))).toBe(50n * 10n ** 18n)
    expect(terms.thresholdOf(id('ann'), id('EUR'))).toBe(0n)
    expect(payoutTermsIn(registry, day('2025-03-02')).thresholdOf(id('ann'), id('USD'))).toBe(0n)
    expect(payoutTermsIn(registry, day('2025-02-01')).reserveOf(id('ben'), id('USD'))).toBeUndefined()
    expect(payoutTermsIn(registry, day('2025-02-02'), 2).reserveOf(id('ann'), id('USD'))!.share).toBe(2e8)
    expect(contractsAt(registry, 1)).toBeUndefined()
    expect(contractsAt(registry, 2)).toBeDefined()
  })

  it('hold a payee until it is cleared', () => {
    const { registry, set } = rules()
    set('payee.held', { payee: 'ann' })
    set('payee.cleared', { payee: 'ann', effectiveFrom: '2025-03-01T00:00:00Z' })
    set('payee.held', { payee: 'ben' })
    set('payee.cleared', { payee: 'ben' })
    const held = (date: string) =>
      ['ann', 'ben', 'eve'].map((payee) => payoutTermsIn(registry, day(date)).isHeld(id(payee)))
    expect(held('2025-02-01')).toEqual([false, false, false])
    expect(held('2025-02-02')).toEqual([true, false, false])
    expect(held('2025-03-02')).toEqual([false, false, false])
  })

  it('withhold by the most special rule in force', () => {
    const { registry, set } = rules()
    const share = (payee: string, currency: string, date = '2025-02-02') =>
      payoutTermsIn(registry, day(date)).withholdingOf(id(payee), id(currency))?.share
    set('withholding.set', { share: '0.4', to: 'tax' })
    set('withholding.set', { share: '0.3', to: 'tax', currency: 'USD' })
    set('withholding.set', { share: '0.2', to: 'tax', payee: 'ann' })
    set('withholding.set', {
      share: '0',
      to: 'tax',
      payee: 'ann',
      currency: 'USD',
      effectiveFrom: '2025-03-01T00:00:00Z',
    })
    expect([share('ben', 'EUR'), share('ben', 'USD'), share('ann', 'EUR'), share('ann', 'USD')]).toEqual([
      4e8, 3e8, 2e8, 2e8,
    ])
    expect(share('ann', 'USD', '2025-03-02')).toBe(0)
  })

  it.each([
    ['reserve.set', { currency: 'USD', share: '0.2', days: 3651 }, 'event.malformed', '/data/days'],
    ['reserve.set', { currency: 'USD', share: '0.2', days: '90' }, 'event.malformed', '/data/days'],
    ['reserve.set', { currency: 'GBP', share: '0.2', days: 0 }, 'currency.unknown', '/data/currency'],
    ['payout.set', { currency: 'GBP', threshold: '1' }, 'currency.unknown', '/data/currency'],
    ['payout.set', { currency: 'USD', threshold: '-1' }, 'amount.malformed', '/data/threshold'],
    [
      'payout.set',
      { currency: 'EUR', threshold: `0.${'0'.repeat(15)}` },
      'amount.tooPrecise',
      '/data/threshold',
    ],
    ['payee.held', { payee: 'a\u200bb' }, 'payee.unseen', '/data/payee'],
    ['payee.cleared', {}, 'event.missing', '/data/payee'],
    ['withholding.set', { share: '1', to: 'tax' }, 'share.outOfRange', '/data/share'],
    ['withholding.set', { share: '0.1', to: 'tax', currency: 'GBP' }, 'currency.unknown', '/data/currency'],
    ['withholding.set', { share: '0.1' }, 'event.missing', '/data/to'],
  ])('are refused: %s %j', (type, data, code, path) => {
    const error = refusal(rules().registry, type, { effectiveFrom: from, ...data })
    expect([error.code, error.path]).toEqual([code, path])
  })
})
