/** Call events, plain and strange, for comparing the two readers of calls. */
import fc from 'fast-check'
import type { CallField } from '../../src/events/call.ts'

/** A call that has every field; does not compile without one that is new. */
export const everyField: Readonly<Record<CallField, unknown>> = {
  asset: 'model:meta/llama',
  amount: '1.50',
  currency: 'USDC',
  version: '1.0',
  caller: 'ü',
  agent: 'a',
  tokens: { cacheWrite: 3 },
  traceId: 't',
  providerCallId: 'p',
}

/** Mostly `plain`, now and then `strange`, so that most events have at most one strange thing in them. */
export function mostly<T>(plain: fc.Arbitrary<T>, strange: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 25, arbitrary: plain as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: strange },
  )
}

const strangeText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom('x'.repeat(1_025), '', '"', '\\', '\u0000', '\ud800', 5, {}, null),
)
const plainText = fc.oneof(
  fc.stringMatching(/^[\w./-]{1,30}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom('a', 'ünï', '火', 'x'.repeat(1_024), '\u007f'),
)
export const text = mostly(plainText, strangeText)
export const asset = mostly(
  fc.constantFrom('model:meta/llama', 'model:meta/llama', 'model:nobody/knows'),
  fc.constantFrom(
    'dataset:bare',
    'model:',
    'modle:x',
    'agent:a b',
    `tool:${'x'.repeat(255)}`,
    `tool:${'x'.repeat(256)}`,
  ),
)
const version = mostly(
  fc.constantFrom('1.0', '2.0', '9.9', 'v'.repeat(64)),
  fc.constantFrom('a/b', '', 'v'.repeat(65)),
)
export const time = mostly(
  fc.constantFrom(
    '2025-06-01T12:00:00Z',
    '2025-06-01T12:00:00.5Z',
    '2025-06-01T14:00:00.123456789+02:00',
    '2025-07-01T00:00:00z',
    '2025-06-30T23:59:59.999999Z',
  ),
  fc.constantFrom(
    '2024-12-31T23:59:59.999999Z',
    '1999-12-31T23:59:59Z',
    '2025-02-29T00:00:00Z',
    '2025-06-01T12:00:00',
    'yesterday',
  ),
)
const digits = fc
  .tuple(fc.bigInt(0n, 10n ** 32n), fc.integer({ min: 0, max: 26 }), fc.integer({ min: 0, max: 19 }))
  .map(([number, cut, point]) => {
    const padded = (number / 10n ** BigInt(cut)).toString().padStart(point + 1, '0')
    return point === 0 ? padded : `${padded.slice(0, -point)}.${padded.slice(-point)}`
  })
const amount = mostly(
  fc.oneof(digits, fc.constantFrom('0', '0.0', '1', '1.50', '1.000000000000000000')),
  fc.constantFrom('00.1', '1.', '.5', '-1', '+1', '1e3', '', 5, '0.0000000000000000001', '1'.repeat(40)),
)
const currency = mostly(
  fc.constantFrom('USDC', 'USDC', 'YEN'),
  fc.constantFrom('EUR', '', 'a b', undefined, null),
)
const count = mostly(
  fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 10 ** 15 - 1 })),
  fc.constantFrom<unknown>(
    '12',
    '007',
    1.5,
    -1,
    10 ** 15,
    10 ** 15 + 1,
    '1000000000000000',
    null,
    'many',
    {},
  ),
)
const maybe = (value: fc.Arbitrary<unknown>) =>
  fc.option(mostly(value, fc.constant(null)), { nil: undefined, freq: 2 })

const fields = {
  asset,
  version: maybe(version),
  caller: maybe(text),
  agent: maybe(text),
  tokens: maybe(
    fc.record({
      input: maybe(count),
      output: maybe(count),
      cacheRead: maybe(count),
      cacheWrite: maybe(count),
    }),
  ),
  traceId: maybe(text),
  providerCallId: maybe(text),
} satisfies Record<Exclude<CallField, 'amount' | 'currency'>, fc.Arbitrary<unknown>>

const data = fc.record({
  ...fields,
  priced: fc.option(fc.record({ amount, currency }), { nil: undefined }),
  other: fc.option(mostly(fc.constantFrom(1, 'x', true, false, null), fc.jsonValue({ maxDepth: 2 })), {
    nil: undefined,
    freq: 4,
  }),
})

/** An event as a value. Most are calls that a registry with `registryLines` takes. */
const value = fc
  .record({
    specversion: mostly(fc.constant('1.0'), fc.constantFrom('0.3', 1)),
    type: mostly(fc.constant('io.headwater.call.metered'), fc.constant('io.headwater.call.meterex')),
    source: text,
    id: text,
    time,
    datacontenttype: fc.option(fc.constant('application/json'), { nil: undefined, freq: 3 }),
    data,
  })
  .map(({ data: { priced, ...rest }, ...event }) => ({ ...event, data: { ...rest, ...priced } }))

/** JSON of the values, however it may be written down. */
export function writtenDown(values: fc.Arbitrary<object>): fc.Arbitrary<string> {
  return fc
    .record({
      value: values,
      order: fc.constantFrom('asIs', 'reversed'),
      style: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('compact', 'spaced') },
        { weight: 1, arbitrary: fc.constantFrom('indented', 'escaped', 'repeated') },
      ),
    })
    .map(({ value: event, order, style }) => {
      const written = order === 'asIs' ? event : reversed(event)
      const compact = JSON.stringify(written)
      switch (style) {
        case 'spaced':
          return JSON.stringify(written, null, 1).replaceAll(/\n */g, ' ')
        case 'indented':
          return JSON.stringify(written, null, '\t')
        case 'escaped':
          return compact.replaceAll(
            /[^ -~]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
          )
        case 'repeated':
          return compact.replace('"specversion"', '"id":"first","specversion"')
        default:
          return compact
      }
    })
}

export const callEventText: fc.Arbitrary<string> = writtenDown(value)

function reversed(value: object): object {
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(
    entries.map(([key, item]) => [key, item !== null && typeof item === 'object' ? reversed(item) : item]),
  )
}
