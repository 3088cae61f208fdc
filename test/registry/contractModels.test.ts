/** Circles, transfers and timelines against slow models that follow docs/contracts.md word by word. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circleWith } from '../../src/registry/circles.ts'
import { ClauseLayer } from '../../src/registry/clauseLayer.ts'
import type { Clause, PayoutRule } from '../../src/registry/contractModel.ts'
import { askedPayoutTerms, holdersIn, payoutTermsIn, type Registry } from '../../src/registry/index.ts'
import { PayoutRuleLayer } from '../../src/registry/payoutRuleLayer.ts'
import { id } from '../support/id.ts'
import { runs } from '../support/properties.ts'
import { decideAll } from './randomRegistry.ts'
import { given, refusal, registryEvent } from './support.ts'

const few = fc.integer({ min: 1, max: 8 })
const payee = fc.constantFrom('a', 'b', 'c', 'd')
const clauses = fc.array(
  fc.record(
    { payee, to: payee, effectiveFrom: few, until: few, endedAt: few },
    { requiredKeys: ['payee', 'to', 'effectiveFrom'] },
  ),
  { maxLength: 12, size: 'max' },
)

/** Whether the clauses in force in the close `until` lead from a payee back to it. */
function hasCircle(list: readonly Clause[], until: number): boolean {
  const inForce = list.filter(
    ({ effectiveFrom, until: end = 99, endedAt = 99 }) =>
      effectiveFrom < until && until <= end && until <= endedAt,
  )
  const leadsTo = (from: string, end: string, seen: readonly string[]): boolean =>
    inForce.some(
      ({ payee: own, to }) =>
        own === from && (to === end || (!seen.includes(to) && leadsTo(to, end, [...seen, to]))),
    )
  return inForce.some(({ payee: own }) => leadsTo(own, own, []))
}

describe('a circle of clauses', () => {
  it('is found exactly where some close would find it', () => {
    let circles = 0
    fc.assert(
      fc.property(clauses, (list) => {
        const layer = new ClauseLayer(undefined)
        const accepted: Clause[] = []
        for (const [at, fields] of list.entries()) {
          const { effectiveFrom, until = 99 } = fields
          if (fields.payee === fields.to || until <= effectiveFrom) continue
          const { endedAt, ...rest } = fields
          const clause = {
            clause: String(at),
            ...rest,
            tiers: [],
            rank: 500,
            revision: at,
          } as unknown as Clause
          // T between all instants, and at each of them.
          const found = Array.from({ length: 10 }, (_, time) => time).some((time) =>
            hasCircle([...accepted, clause], time),
          )
          const way = circleWith(layer, clause)
          expect(way !== undefined).toBe(found)
          if (way) {
            circles++
            const ids = [clause, ...way].map((each) => [each.payee, each.to])
            for (const [place, [, to]] of ids.entries()) expect(ids[(place + 1) % ids.length]![0]).toBe(to)
            continue
          }
          const ended = endedAt === undefined ? clause : { ...clause, endedAt, endedRevision: at }
          layer.add(clause.clause, clause)
          layer.replace(clause.clause, ended)
          accepted.push(ended)
        }
      }),
      runs('cheap', 1_000),
    )
    expect(circles).toBeGreaterThan(30)
  })

  it('is looked for in few steps, however many clauses a payee has', () => {
    const layer = new ClauseLayer(undefined)
    let looked = 0
    const counting = {
      *from(payee: Parameters<ClauseLayer['from']>[0]) {
        for (const clause of layer.from(payee)) {
          looked++
          yield clause
        }
      },
      *to(payee: Parameters<ClauseLayer['to']>[0]) {
        for (const clause of layer.to(payee)) {
          looked++
          yield clause
        }
      },
    }
    const add = (from: string, to: string) => {
      const name = `${from}>${to}`
      const clause = { clause: name, payee: from, to, effectiveFrom: 1, tiers: [] } as unknown as Clause
      expect(circleWith(counting, clause)).toBeUndefined()
      layer.add(name, clause)
    }
    // 1,250 chains of 8, which begin at one payee and end at another.
    for (let chain = 0; chain < 1_250; chain++) {
      add('label', `${chain}/0`)
      for (let link = 0; link < 6; link++) add(`${chain}/${link}`, `${chain}/${link + 1}`)
      add(`${chain}/6`, 'fund')
    }
    add('newcomer', 'label')
    add('fund', 'bank')
    expect(looked).toBeLessThan(30 * 10_000)
  })
})

describe('transfers', () => {
  it('give what a list of holders gives that is changed one transfer after the other', () => {
    const transfer = fc.record({
      from: payee,
      to: payee,
      share: fc.integer({ min: 1, max: 10 }),
      effectiveFrom: few,
    })
    const time = (day: number) => `2025-02-0${day}T00:00:00Z`
    fc.assert(
      fc.property(fc.array(transfer, { maxLength: 12 }), (list) => {
        const holders = ['a', 'b'].map((name) => ({ payee: name, share: '0.5' }))
        const state = given(
          ['asset.registered', { asset: 'model:m', owner: 'o' }],
          ['version.released', { asset: 'model:m', version: '1', holders }],
        )
        const accepted: typeof list = []
        const heldBy = (transfers: typeof list) => {
          const held = new Map([
            ['a', 500],
            ['b', 500],
          ])
          for (const { from, to, share } of transfers) {
            held.set(from, (held.get(from) ?? 0) - share * 50)
            held.set(to, (held.get(to) ?? 0) + share * 50)
          }
          return held
        }
        for (const each of list) {
          const { from, to, share, effectiveFrom } = each
          const data = {
            ...{ asset: 'model:m', version: '1', from, to },
            share: String((share * 50) / 1_000),
            effectiveFrom: time(effectiveFrom),
          }
          const isRefused =
            from === to ||
            (heldBy(accepted).get(from) ?? 0) < share * 50 ||
            accepted.some((before) => before.effectiveFrom > effectiveFrom)
          if (isRefused) {
            expect(refusal(state, 'holding.transferred', data).code).toMatch(/^holding\./)
            continue
          }
          decideAll([registryEvent('holding.transferred', data)], state)
          accepted.push(each)
        }
        const version = state.versions.at(0)!
        for (let day = 1; day <= 9; day++) {
          const expected = heldBy(accepted.filter(({ effectiveFrom }) => effectiveFrom < day))
          const found = holdersIn(version, Date.parse(time(day)) * 1_000)
          expect(new Map(found.map((holder) => [holder.payee as string, holder.share / 1e6]))).toEqual(
            new Map([...expected].filter(([, share]) => share > 0)),
          )
        }
      }),
      runs(200),
    )
  })
})

describe('rules of payouts', () => {
  it('are those that a search through all of them finds', () => {
    const rule = fc.record(
      {
        kind: fc.constantFrom('reserve', 'threshold', 'withholding', 'hold'),
        payee: fc.constantFrom('a', 'b'),
        currency: fc.constantFrom('X', 'Y'),
        effectiveFrom: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ['kind', 'effectiveFrom'] },
    )
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 14 }), (list) => {
        const rules = list.map(({ currency: code, ...fields }, revision) => ({
          ...fields,
          ...(fields.kind !== 'hold' && code !== undefined && { currency: code }),
          revision,
          threshold: BigInt(revision + 1),
          isHeld: revision % 2 === 0,
        }))
        for (const [until, revision] of [1, 2, 3, 4].flatMap(
          (time) =>
            [
              [time, 99],
              [time, 5],
            ] as const,
        )) {
          const payoutRules = new PayoutRuleLayer(undefined)
          for (const each of rules) payoutRules.push(each as unknown as PayoutRule)
          const registry = { payoutRules } as unknown as Registry
          const ofAll = payoutTermsIn(registry, until, revision)
          const asked = askedPayoutTerms(registry, until, revision)
          const last = (kind: string, one: string | undefined, currency: string | undefined) =>
            rules
              .filter(
                (each) =>
                  each.kind === kind && each.payee === one && (kind === 'hold' || each.currency === currency),
              )
              .filter((each) => each.effectiveFrom < until && each.revision <= revision)
              .sort((x, y) => x.effectiveFrom - y.effectiveFrom || x.revision - y.revision)
              .at(-1)
          for (const [terms, one] of [ofAll, asked].flatMap((each) => [
            [each, 'a'] as const,
            [each, 'b'] as const,
          ]))
            for (const currency of ['X', 'Y']) {
              const own = (kind: string) => last(kind, one, currency) ?? last(kind, undefined, currency)
              expect(terms.reserveOf(id(one), id(currency))).toBe(own('reserve'))
              expect(terms.thresholdOf(id(one), id(currency))).toBe(own('threshold')?.threshold ?? 0n)
              const withheld = last('withholding', one, currency) ?? last('withholding', one, undefined)
              expect(terms.withholdingOf(id(one), id(currency))).toBe(
                withheld ??
                  last('withholding', undefined, currency) ??
                  last('withholding', undefined, undefined),
              )
              expect(terms.isHeld(id(one))).toBe(last('hold', one, undefined)?.isHeld ?? false)
            }
        }
      }),
      runs(500),
    )
  })
})
