/** Ids of payees that the ledger does not have yet must not print like another's. */
import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../src/events/parse.ts'
import type { RegistryFact } from '../../src/registry/fact.ts'
import { evolve, type RegistryState, wireEventOf } from '../../src/registry/index.ts'
import { apply, event, given, model, refusal } from './support.ts'

const unclear = 'ann\u200b'
const half = { payee: 'owner', share: '0.5' }

/** Every place of an event that names a payee. */
const places: readonly (readonly [type: string, data: (payee: string) => unknown, path: string])[] = [
  ['payee.registered', (payee) => ({ payee }), '/data/payee'],
  [
    'payee.bound',
    (payee) => ({ payee, account: 'eip155:1:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed' }),
    '/data/payee',
  ],
  ['fee.set', (payee) => ({ share: '0.1', payee, effectiveFrom: '2025-01-01T00:00:00Z' }), '/data/payee'],
  ['asset.registered', (payee) => ({ asset: 'model:a/other', owner: payee }), '/data/owner'],
  [
    'contribution.recorded',
    (payee) => ({
      asset: 'model:a/m',
      contributions: [
        { payee: 'owner', units: 1 },
        { payee, units: 1 },
      ],
    }),
    '/data/contributions/1/payee',
  ],
  [
    'version.released',
    (payee) => ({ asset: 'model:a/m', version: '1', holders: [half, { payee, share: '0.5' }] }),
    '/data/holders/1/payee',
  ],
  [
    'version.released',
    (payee) => ({
      asset: 'model:a/m',
      version: '1',
      contributorShare: '1',
      contributors: [{ payee, units: 1 }],
    }),
    '/data/contributors/0/payee',
  ],
]

describe('I25: a payee that the ledger does not have', () => {
  it.each(places)('is refused in %s where its id has a character that is not seen', (type, data, path) => {
    const error = refusal(given(model), type, data(unclear))
    expect([error.code, error.path]).toEqual(['payee.unseen', path])
    expect(error.message).toContain('"ann\\u200b" has U+200B ZERO WIDTH SPACE at position 4')
  })

  it.each([
    ['a blank at the end', 'ann ', 'U+0020 SPACE at position 4'],
    ['a blank at the start', '\u3000ann', 'U+3000 IDEOGRAPHIC SPACE at position 1'],
    ['a line separator', 'a\u2028b', 'U+2028 LINE SEPARATOR at position 2'],
    ['an override of direction', 'a\u202eb', 'U+202E RIGHT-TO-LEFT OVERRIDE at position 2'],
    ['a filler', '\u3164', 'U+3164 HANGUL FILLER at position 1'],
    ['a tag', 'a\u{e0041}', 'U+E0041 TAG CHARACTER at position 2'],
  ])('is refused with %s', (_, payee, words) => {
    const error = refusal(given(), 'payee.registered', { payee })
    expect([error.code, error.message.includes(words)]).toEqual(['payee.unseen', true])
  })

  it('is refused unless it is in NFC, and is never normalised', () => {
    expect(refusal(given(), 'payee.registered', { payee: 'e\u0301' }).code).toBe('payee.notNormal')
    const registry = given(['payee.registered', { payee: 'é' }])
    expect([...registry.payees.ids()]).toEqual(['é'])
  })

  it('may have blanks between words, letters of any script, and any name beside its id', () => {
    const registry = given(
      ['payee.registered', { payee: 'North Lab', name: 'North Lab ' }],
      ['payee.registered', { payee: '北方实验室' }],
    )
    expect(registry.payees.size).toBe(2)
  })
})

describe('a payee that the ledger has already', () => {
  /** Facts are applied without a judgement, as those that an older build recorded. */
  function withOldPayee(payee: string): RegistryState {
    const state = given(model)
    const old = parseEvent(event('payee.registered', { payee })) as RegistryFact
    evolve(state, old, state.count)
    return state
  }

  it.each(places)('may be named in %s', (type, data) => {
    for (const payee of [unclear, 'ann ', 'e\u0301']) {
      const registry = withOldPayee(payee)
      const fact = apply(registry, type, data(payee))
      expect(JSON.stringify(wireEventOf(fact).data)).toContain(JSON.stringify(payee))
    }
  })
})
