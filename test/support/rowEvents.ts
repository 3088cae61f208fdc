/** Corrections and postings, plain and strange, for comparing two ways to read them. */
import fc from 'fast-check'
import { mostly, text, time, writtenDown } from './callEvents.ts'

const maybe = (value: fc.Arbitrary<unknown>) =>
  fc.option(mostly(value, fc.constant(null)), { nil: undefined, freq: 3 })
const other = fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined, freq: 4 })
const named = mostly(
  fc.record({ source: text, id: text, other }),
  fc.constantFrom<unknown>([], null, 'c1', { source: 's' }, {}),
)
const payee = mostly(
  fc.constantFrom<unknown>('ada', 'bo', 'ünï', 'a:b', 'a b', 'x'.repeat(255)),
  fc.constantFrom<unknown>('x'.repeat(256), '', 'a\u0007', `eip155:1:0x${'0'.repeat(40)}`, 5, null),
)
const amount = mostly(
  fc.constantFrom('1', '0', '12.50', '0.000001', '7.0'),
  fc.constantFrom<unknown>('1e3', '-1', '01', '', 5, null, '1'.repeat(1_025)),
)
const currency = mostly(
  fc.constantFrom('USDC', 'YEN', '__proto__'),
  fc.constantFrom<unknown>('a b', '', 5, null),
)
const ofOne = fc.record({ payee, currency, amount, reference: maybe(text), other })

const bodies = fc.oneof(
  fc.record({
    type: fc.constant('call.refunded'),
    data: fc.oneof(
      fc.record({ call: named, amount, currency, reason: maybe(text), other }),
      fc.record({ call: named, amount: maybe(amount), currency: maybe(currency), reason: maybe(text) }),
    ),
  }),
  fc.record({
    type: fc.constant('call.disputed'),
    data: fc.record({ call: named, reason: maybe(text), other }),
  }),
  fc.record({ type: fc.constant('dispute.closed'), data: fc.record({ dispute: named, other }) }),
  fc.record({
    type: fc.constant('transfer.recorded'),
    data: fc.record({ from: payee, to: payee, currency, amount, reason: maybe(text), other }),
  }),
  fc.record({ type: fc.constantFrom('payment.recorded', 'deposit.recorded'), data: ofOne }),
)

const rowEvent = fc
  .record({
    specversion: mostly(fc.constant('1.0'), fc.constantFrom('0.3', 1)),
    source: mostly(fc.constantFrom('a', 'b'), text),
    id: text,
    time,
    body: mostly(bodies, fc.constantFrom({ type: 'dispute.closed', data: [] }, { type: 'x' })),
  })
  .map(({ body, ...event }) => {
    const { type, ...rest } = body as { readonly type: string }
    return { ...event, type: `io.headwater.${type}`, ...rest }
  })

export const rowEventText = writtenDown(rowEvent)
