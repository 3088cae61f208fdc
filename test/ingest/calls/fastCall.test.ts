import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBothReaders } from '../../support/bothReaders.ts'
import { callEventText, everyField } from '../../support/callEvents.ts'
import { eventText } from '../../support/memoryIngest.ts'
import { runs } from '../../support/properties.ts'

const readers = createBothReaders()
const call = (data: object, rest: object = {}) => Buffer.from(eventText('call.metered', 'c1', data, rest))
const priced = { asset: 'model:meta/llama', amount: '1.50', currency: 'USDC' }

test('P: what the byte-level reader takes, the obvious one takes too, and to the byte the same', () => {
  let taken = 0
  fc.assert(
    fc.property(callEventText, (text) => {
      const bytes = Buffer.from(text)
      const fast = readers.fast(bytes)
      if (fast === undefined) return
      taken++
      expect(fast).toEqual(readers.slow(bytes))
    }),
    runs('cheap', 1_000),
  )
  expect(taken).toBeGreaterThan(300)
})

test('P: a flipped, cut or doubled byte does not make the two differ', () => {
  fc.assert(
    fc.property(
      callEventText,
      fc.nat(),
      fc.nat(255),
      fc.constantFrom('flip', 'cut', 'double'),
      (text, at, byte, how) => {
        const bytes = Buffer.from(text)
        const place = at % bytes.length
        if (how === 'flip') bytes[place] = byte
        const [head, tail] = [bytes.subarray(0, place), bytes.subarray(how === 'cut' ? place + 1 : place)]
        const changed =
          how === 'double' ? Buffer.concat([bytes.subarray(0, place + 1), tail]) : Buffer.concat([head, tail])
        if (!isUtf8(changed)) return
        const fast = readers.fast(changed)
        if (fast !== undefined) expect(fast).toEqual(readers.slow(changed))
      },
    ),
    runs('cheap', 1_000),
  )
})

test("an event with data_base64 is the obvious one's: beside data it is refused, alone it is the same call", () => {
  const data = { asset: 'model:meta/llama', amount: '1.50', currency: 'USDC' }
  const encoded = Buffer.from(JSON.stringify(data)).toString('base64')
  const both = call(data, { data_base64: encoded })
  expect(readers.fast(both)).toBeUndefined()
  expect(readers.slow(both)).toBe('event.malformed')
  const alone = call(data, { data: undefined, data_base64: encoded })
  expect(readers.fast(alone)).toBeUndefined()
  expect(readers.slow(alone)).toEqual(readers.slow(call(data)))
})

test.each([
  ['an amount', call(priced)],
  ['a price by tokens', call({ asset: 'model:meta/llama', tokens: { input: 10, output: 20, cacheRead: 0 } })],
  ['every field', call(everyField)],
  ['an unknown asset', call({ ...priced, asset: 'model:no/body' })],
  ['an unknown version', call({ ...priced, version: '7' })],
  ['null for what is left out', call({ ...priced, version: null, caller: null, tokens: null })],
  [
    'attributes that do not count',
    call(priced, { datacontenttype: 'application/json', subject: 'x', retries: 3, beta: true }),
  ],
  [
    'spaces',
    Buffer.from(
      eventText('call.metered', 'c1', priced)
        .replaceAll(':', ': ')
        .replaceAll('io.headwater: ', 'io.headwater:')
        .replaceAll('model: ', 'model:')
        .replaceAll(/T12: 00: 00/g, 'T12:00:00')
        .replaceAll(',', ', '),
    ),
  ],
  ['thirty digits', call({ ...priced, amount: '999999999999.999999999999999999' })],
])('the byte-level reader takes %s', (_what, bytes) => {
  const fast = readers.fast(bytes)
  expect(fast).toBeDefined()
  expect(fast).toEqual(readers.slow(bytes))
})

test.each([
  ['escapes', Buffer.from(eventText('call.metered', 'c1', priced).replace('c1', '\\u0063'))],
  [
    'a repeated field',
    Buffer.from(eventText('call.metered', 'c1', priced).replace('"data"', '"id":"c1","data"')),
  ],
  ['no price', call({ asset: 'dataset:bare' })],
  ['an unregistered currency', call({ ...priced, currency: 'EUR' })],
  ['an amount too precise as written', call({ ...priced, amount: '1.0000000000000000000' })],
  ['an amount of 2^160 ledger units', call({ ...priced, amount: '1461501637330902918203684832716' })],
  ['an empty text', call({ ...priced, caller: '' })],
  ['a text of 1,025 bytes', call({ ...priced, caller: 'x'.repeat(1_025) })],
  ['an amount without a currency', call({ asset: 'model:meta/llama', amount: '1' })],
  ['tokens as text', call({ ...priced, tokens: { input: '3' } })],
  [
    'an event of another type',
    Buffer.from(eventText('asset.registered', 'a', { asset: 'model:x/y', owner: 'o' })),
  ],
  ['what follows the event', Buffer.concat([call(priced), Buffer.from('x')])],
  ['nothing', Buffer.alloc(0)],
])('the byte-level reader leaves %s to the other', (_what, bytes) => {
  expect(readers.fast(bytes)).toBeUndefined()
})
