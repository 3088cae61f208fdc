import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentBytes, identityBytes } from '../../src/events/content.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { eventTypes, isRegistryEvent, type WireEvent } from '../../src/events/types.ts'
import { factData, factFromRecorded, wireEventOf } from '../../src/registry/index.ts'
import { decideAll, registryEvents } from '../registry/randomRegistry.ts'
import { event, type Json } from '../registry/support.ts'
import { runs } from '../support/properties.ts'
import { schemaPaths, valuePaths } from './fieldPaths.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const attributes = { id: 'i', source: 's', time: '2025-01-01T12:00:00Z' }
const content = (type: string, data: Json, more: Json = {}) =>
  hex(contentBytes(parseEvent(event(type, data, { ...attributes, ...more }))))
const callContent = (data: Json, more: Json = {}) =>
  content('call.metered', { asset: 'model:a', ...data }, more)

describe('an identity', () => {
  it('is the space, then source and id behind their lengths', () => {
    expect(hex(identityBytes('C', 'sé', 'id'))).toBe(`43${'03000000'}73c3a9${'02000000'}6964`)
    expect(hex(identityBytes('R', '', ''))).toBe('52'.padEnd(18, '0'))
  })

  it('differs for another source, another id and another space', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '\u0001', '\u0000', '|'), maxLength: 4 })
    fc.assert(
      fc.property(fc.tuple(part, part), fc.tuple(part, part), (one, other) => {
        const same = one[0] === other[0] && one[1] === other[1]
        expect(hex(identityBytes('C', ...one)) === hex(identityBytes('C', ...other))).toBe(same)
        expect(hex(identityBytes('R', ...one))).not.toBe(hex(identityBytes('C', ...one)))
      }),
      runs('cheap'),
    )
  })

  it('of 1,024 bytes of four-byte characters fits', () => {
    const long = '😀'.repeat(256)
    expect(identityBytes('C', long, long).length).toBe(1 + 4 + 1_024 + 4 + 1_024)
  })
})

describe('the content of an event', () => {
  it('is the same for every way to write it', () => {
    const plain = callContent({ amount: '1.5', currency: 'USD', tokens: { input: 5 } })
    for (const data of [
      { amount: '1.50', currency: 'USD', tokens: { input: '5' } },
      { amount: '1.500000', currency: 'USD', tokens: { input: 5, output: null }, caller: null, extra: 1 },
      { agent: null, tokens: { input: 5.0 }, currency: 'USD', amount: '1.5', version: null },
    ]) {
      expect(callContent(data)).toBe(plain)
    }
    expect(
      callContent(
        { amount: '1.5', currency: 'USD', tokens: { input: 5 } },
        { time: '2025-01-01T14:00:00.0000009+02:00', subject: 'x' },
      ),
    ).toBe(plain)
    expect(callContent({ tokens: {} })).toBe(callContent({}))
    expect(callContent({ tokens: { input: null } })).toBe(callContent({}))
  })

  it('does not depend on who sent it', () => {
    expect(callContent({}, { id: 'other', source: 'other' })).toBe(callContent({}))
  })

  it('differs if the time, the type or any field differs', () => {
    const variants: [Json, Json?][] = [
      [{}],
      [{}, { time: '2025-01-01T12:00:00.000001Z' }],
      [{ asset: 'model:b' }],
      [{ version: '1' }],
      [{ amount: '1', currency: 'USD' }],
      [{ amount: '1', currency: 'EUR' }],
      [{ amount: '0.1', currency: 'USD' }],
      [{ caller: 'x' }],
      [{ agent: 'x' }],
      [{ traceId: 'x' }],
      [{ providerCallId: 'x' }],
      ...['input', 'output', 'cacheRead', 'cacheWrite'].flatMap((name): [Json][] => [
        [{ tokens: { [name]: 0 } }],
        [{ tokens: { [name]: 1 } }],
      ]),
    ]
    const contents = variants.map(([data, more]) => callContent(data, more))
    expect(new Set(contents).size).toBe(variants.length)
  })

  it('compares addresses without case and payee ids as written', () => {
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
    const bound = (token: string) => content('currency.bound', { currency: 'X', chain: 'eip155:1', token })
    expect(bound(address)).toBe(bound(address.toLowerCase()))
    const account = (text: string) => content('payee.bound', { payee: 'p', account: `eip155:1:${text}` })
    expect(account(address)).toBe(account(address.toLowerCase()))
    const payee = (text: string) => content('payee.registered', { payee: `eip155:1:${text}` })
    expect(payee(address)).not.toBe(payee(address.toLowerCase()))
  })

  it('compares shares, prices and units by value, and lists in their order', () => {
    const one = { asset: 'dataset:d', relation: 'trainedOn', policy: 'absolute' }
    const released = (data: Json) => content('version.released', { asset: 'model:a', version: '1', ...data })
    expect(released({ derivedFrom: [{ ...one, share: '0.10' }] })).toBe(
      released({ derivedFrom: [{ ...one, share: '0.1', version: null }] }),
    )
    expect(released({ derivedFrom: [] })).toBe(released({ holders: null, contributors: [] }))
    const holders = [
      { payee: 'a', share: '0.5' },
      { payee: 'b', share: '0.5' },
    ]
    expect(released({ holders })).not.toBe(released({ holders: holders.toReversed() }))
    const rate = (data: Json) =>
      content('rate.set', { asset: 'model:a', currency: 'X', effectiveFrom: '2025-01-01T00:00:00Z', ...data })
    expect(rate({ perCall: '1.0', perMillion: {} })).toBe(rate({ perCall: '1' }))
    expect(rate({ perCall: '1' })).not.toBe(rate({ perMillion: { input: '1' } }))
    const contributed = (units: unknown) =>
      content('contribution.recorded', { asset: 'model:a', contributions: [{ payee: 'p', units }] })
    expect(contributed('7')).toBe(contributed(7))
  })

  it('differs between a release without releasedAt and one that gives the time of its event', () => {
    const released = (data: Json) => content('version.released', { asset: 'model:a', version: '1', ...data })
    expect(released({})).not.toBe(released({ releasedAt: attributes.time }))
  })

  it('is the same from the recorded fact, also with pinned versions', () => {
    fc.assert(
      fc.property(registryEvents, (events) => {
        const byId = new Map(events.map((each) => [each.id, each]))
        for (const fact of decideAll(events).facts) {
          const recorded = factFromRecorded(fact.type, JSON.parse(JSON.stringify(factData(fact))))
          expect(factData(recorded)).toEqual(factData(fact))
          expect(hex(contentBytes(wireEventOf(recorded)))).toBe(hex(contentBytes(byId.get(fact.id)!)))
        }
      }),
      runs(100),
    )
  })
})

/** Identities and contents are kept for ever: what they are hashed from must never change. */
describe('golden identities, version 1', () => {
  const lines = readFileSync(new URL('../golden/identities-v1.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: Json & { type: string }; identity: string; content: string })

  it.each(lines)('hold: $event.type $event.id', (golden) => {
    const parsed = parseEvent(golden.event)
    expect(hex(identityBytes(isRegistryEvent(parsed) ? 'R' : 'C', parsed.source, parsed.id))).toBe(
      golden.identity,
    )
    expect(hex(contentBytes(parsed))).toBe(golden.content)
  })

  it.each(eventTypes)('have every field of %s', (type) => {
    const found = lines
      .filter(({ event }) => event.type === type)
      .flatMap(({ event }) => valuePaths(event.data))
    expect(new Set(found)).toEqual(schemaPaths(type))
  })

  // Without its field in the content, an event that differs in it alone would be a duplicate of the first.
  it.each(lines)('differ if any field of $event.id differs', ({ event }) => {
    const parsed = parseEvent(event)
    const variants = variantsOf(parsed.data).map((data) =>
      hex(contentBytes({ ...parsed, data } as WireEvent)),
    )
    expect(variants.length).toBeGreaterThan(0)
    expect(new Set([hex(contentBytes(parsed)), ...variants]).size).toBe(variants.length + 1)
  })
})

/** How many digits an amount was written with is no content (an amount is compared by value), nor when an authorization expires. */
const notContent = new Set(['fractionDigits', 'amountFractionDigits', 'validBefore'])

/** `value` with one of its texts or numbers changed, for each of them. */
function variantsOf(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1]
  if (typeof value === 'string') return [`${value}x`]
  return Object.entries(value as object)
    .filter(([name]) => !notContent.has(name))
    .flatMap(([name, field]) =>
      variantsOf(field).map((variant) =>
        Array.isArray(value) ? value.with(Number(name), variant) : { ...(value as object), [name]: variant },
      ),
    )
}
