import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../src/money/ledgerUnits.ts'
import { priceCall } from '../../src/registry/pricing.ts'
import { runs } from '../support/properties.ts'
import { apply, call, expectRefused, given, type Json, model, usd } from './support.ts'

const rate = (effectiveFrom: string, data: Json) =>
  ['rate.set', { asset: 'model:a/m', currency: 'USD', effectiveFrom, ...data }] as const
const at = (time: string, data: Json = {}) => call(data, { time })

describe('a call with an amount', () => {
  const registry = given(usd, model, rate('2025-01-01T00:00:00Z', { perCall: '9' }))

  it('costs that amount, whatever its tokens and rates', () => {
    const priced = priceCall(registry, call({ amount: '1.50', currency: 'USD', tokens: { input: 5 } }))
    expect(priced).toEqual({ currency: 'USD', amount: 1_500_000n * 10n ** 12n, priced: false })
    expect(priceCall(registry, call({ amount: '0', currency: 'USD' })).amount).toBe(0n)
  })

  it('needs no known asset', () => {
    expect(priceCall(registry, call({ asset: 'agent:unknown', amount: '1', currency: 'USD' })).amount).toBe(
      10n ** 18n,
    )
  })

  it('is refused in an unknown currency', () => {
    expectRefused(
      () => priceCall(registry, call({ amount: '1', currency: 'EUR' })),
      'currency.unknown',
      '/data/currency',
    )
  })

  it('has at most decimals + 12 fraction digits, as written', () => {
    expect(priceCall(registry, call({ amount: `1.${'0'.repeat(17)}1`, currency: 'USD' })).amount).toBe(
      10n ** 18n + 1n,
    )
    for (const amount of [`1.${'0'.repeat(19)}`, `1.${'0'.repeat(18)}1`, `0.${'1'.repeat(900)}`]) {
      expectRefused(
        () => priceCall(registry, call({ amount, currency: 'USD' })),
        'amount.tooPrecise',
        '/data/amount',
      )
    }
  })

  it('stays below 2^160 ledger units', () => {
    const limit = 1n << 160n
    const text = (units: bigint) => `${units / 10n ** 18n}.${String(units % 10n ** 18n).padStart(18, '0')}`
    expect(priceCall(registry, call({ amount: text(limit - 1n), currency: 'USD' })).amount).toBe(limit - 1n)
    for (const amount of [text(limit), '9'.repeat(1_024)]) {
      expectRefused(
        () => priceCall(registry, call({ amount, currency: 'USD' })),
        'amount.tooLarge',
        '/data/amount',
      )
    }
  })

  it('costs what parseAmount gives, in any currency', () => {
    const currencies = given(
      ...Array.from(
        { length: 25 },
        (_, decimals) => ['currency.registered', { currency: `C${decimals}`, decimals }] as const,
      ),
    )
    const amounts = fc
      .nat(24)
      .chain((decimals) =>
        fc.tuple(
          fc.constant(decimals),
          fc.bigInt({ min: 0n, max: 10n ** 12n }),
          fc.stringMatching(/^[0-9]*$/, { maxLength: decimals + 12 }),
        ),
      )
    fc.assert(
      fc.property(amounts, ([decimals, whole, fraction]) => {
        const amount =
          fraction.slice(0, decimals + 12) === ''
            ? `${whole}`
            : `${whole}.${fraction.slice(0, decimals + 12)}`
        const priced = priceCall(currencies, call({ amount, currency: `C${decimals}` }))
        expect(priced.amount).toBe(parseAmount(amount, decimals))
      }),
      runs(100),
    )
  })
})

describe('a call without an amount', () => {
  it('costs perCall and its tokens at their prices', () => {
    const registry = given(
      usd,
      model,
      rate('2025-01-01T00:00:00Z', {
        perCall: '0.01',
        perMillion: { input: '0.15', output: '0.6', cacheRead: '0.075', cacheWrite: '0.3' },
      }),
    )
    const tokens = { input: 1_000, output: '200', cacheRead: 3_000, cacheWrite: 7 }
    const micro = 0.01 * 1e6 + (1_000 * 0.15 + 200 * 0.6 + 3_000 * 0.075 + 7 * 0.3)
    expect(priceCall(registry, call({ tokens }))).toEqual({
      currency: 'USD',
      amount: BigInt(Math.round(micro * 10)) * 10n ** 11n,
      priced: true,
    })
    expect(priceCall(registry, call({})).amount).toBe(10n ** 16n)
  })

  it('is refused if no rate is in force at its time', () => {
    const registry = given(usd, model, rate('2025-01-01T00:00:00Z', { perCall: '1' }))
    expectRefused(() => priceCall(registry, at('2024-12-31T23:59:59.999999Z')), 'call.unpriced')
    expect(priceCall(registry, at('2025-01-01T00:00:00Z')).amount).toBe(10n ** 18n)
    expectRefused(() => priceCall(registry, call({ asset: 'model:unknown' })), 'call.unpriced')
    expectRefused(() => priceCall(given(usd, model), call({})), 'call.unpriced')
  })

  it('is priced by the latest rate at its time, in any order of recording and any currency', () => {
    const registry = given(
      usd,
      model,
      ['currency.registered', { currency: 'EUR', decimals: 2 }],
      rate('2025-03-01T00:00:00Z', { perCall: '3' }),
      rate('2025-01-01T00:00:00Z', { perCall: '1' }),
      rate('2025-02-01T00:00:00Z', { perCall: '2', currency: 'EUR' }),
    )
    const prices = ['2025-01-15', '2025-02-15', '2025-03-15'].map((day) =>
      priceCall(registry, at(`${day}T00:00:00Z`)),
    )
    expect(prices.map(({ currency, amount }) => [currency, amount])).toEqual([
      ['USD', 10n ** 18n],
      ['EUR', 2n * 10n ** 14n],
      ['USD', 3n * 10n ** 18n],
    ])
  })

  it('is priced by the later recorded of two rates of the same time', () => {
    const registry = given(usd, model, rate('2025-02-01T00:00:00Z', { perCall: '5' }))
    for (const perCall of ['1', '2', '3']) apply(registry, ...rate('2025-01-01T00:00:00Z', { perCall }))
    expect(priceCall(registry, call({})).amount).toBe(3n * 10n ** 18n)
  })

  it('is priced only by rates recorded before it', () => {
    const registry = given(usd, model, rate('2025-01-01T00:00:00Z', { perCall: '1' }))
    const before = priceCall(registry, at('2025-06-01T00:00:00Z'))
    apply(registry, ...rate('2025-02-01T00:00:00Z', { perCall: '2' }))
    expect([before.amount, priceCall(registry, at('2025-06-01T00:00:00Z')).amount]).toEqual([
      10n ** 18n,
      2n * 10n ** 18n,
    ])
  })

  it('stays below 2^160 ledger units', () => {
    const registry = given(
      usd,
      model,
      rate('2025-01-01T00:00:00Z', { perMillion: { input: '9'.repeat(30) } }),
    )
    expectRefused(
      () => priceCall(registry, call({ tokens: { input: 1_000_000_000 } })),
      'amount.tooLarge',
      '/data/tokens',
    )
    expect(priceCall(registry, call({ tokens: { input: 1 } })).priced).toBe(true)
  })
})
