/** Registry events of people, plain and strange, for comparing two ways to read or to take them. */
import fc from 'fast-check'
import { asset, mostly, text, time, writtenDown } from './callEvents.ts'

const address = fc.constantFrom(
  '0x52908400098527886e0f7030069857d2e4169ee7',
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
)
const account = mostly(
  fc.oneof(
    address.map((value) => `eip155:8453:${value}`),
    address.map((value) => `eip155:1:${value}`),
    fc.constantFrom('cosmos:hub-4:cosmos1abc', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4'),
  ),
  fc.constantFrom(
    `eip155:1:0x${'0'.repeat(40)}`,
    'eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD',
    'eip155:01:0x52908400098527886e0f7030069857d2e4169ee7',
    'eip155:1:0x52908400098527886e0f7030069857d2e4169ee',
    'eip155:1',
    'no account',
    '',
    7,
    {},
  ),
)
/** Few of them, so that events are about the same payees. */
const payee = mostly(
  fc.oneof(
    fc.constantFrom('ada', 'Ada', 'ünï', '火', 'a:b', 'x'.repeat(255), 'eip155:1', 'a b', ' ', 'a\u200b'),
    account.filter((value) => typeof value === 'string') as fc.Arbitrary<string>,
  ),
  fc.constantFrom('x'.repeat(256), 'é'.repeat(128), '', 'a\u0007', 'a\u0085', '\ud800', 5, null, {}),
)
const units = mostly(
  fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom<unknown>(1e15, '7', '1000000000000000')),
  fc.constantFrom<unknown>(0, -0, -1, 1.5, 1e15 + 1, '0', '07', '1000000000000001', 'many', null, {}),
)
const maybe = (value: fc.Arbitrary<unknown>) =>
  fc.option(mostly(value, fc.constant(null)), { nil: undefined, freq: 2 })
const other = fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined, freq: 4 })

const bodies = fc.oneof(
  fc.record({
    type: fc.constant('io.headwater.payee.registered'),
    data: fc.record({ payee, name: maybe(text), account: maybe(account), other }),
  }),
  fc.record({
    type: fc.constant('io.headwater.payee.bound'),
    data: fc.record({ payee, account: mostly(account, fc.constant(null)), other }),
  }),
  fc.record({
    type: fc.constant('io.headwater.contribution.recorded'),
    data: fc.record({
      asset,
      contributions: mostly(
        fc.array(mostly(fc.record({ payee, units, other }), fc.constantFrom([], null, 'ada')), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom<unknown>([], {}, null, 'ada'),
      ),
      other,
    }),
  }),
)

/** An event as a value, with one of `ids`. */
export function registryEventOf(ids: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc
    .record({
      specversion: mostly(fc.constant('1.0'), fc.constantFrom('0.3', 1)),
      source: mostly(fc.constantFrom('a', 'b'), text),
      id: ids,
      time,
      datacontenttype: fc.option(fc.constant('application/json'), { nil: undefined, freq: 3 }),
      body: mostly(bodies, fc.constantFrom({ type: 'io.headwater.payee.bound', data: [] }, { type: 'x' })),
    })
    .map(({ body, ...event }) => ({ ...event, ...(body as object) }))
}

export const registryEventText: fc.Arbitrary<string> = writtenDown(registryEventOf(text))
