import { expect, it, test } from 'vitest'
import { plainCall } from '../../src/events/plainCall.ts'
import { event } from '../registry/support.ts'
import { callEventText, everyField } from '../support/callEvents.ts'
import { assertAsBySchema, expectAsBySchema } from '../support/shortWay.ts'

const expectSame = (value: unknown) => expectAsBySchema(plainCall, value)

test('P: what the short way takes, the schema takes too, and reads as the same event', () => {
  assertAsBySchema(plainCall, callEventText)
})

it.each<[string, object]>([
  ['every field', everyField],
  ['null for what is left out', { ...everyField, version: null, caller: null, tokens: null }],
  ['no amount', { asset: 'model:meta/llama', tokens: { input: 1, output: null, cacheRead: '12' } }],
  ['tokens without a count', { asset: 'model:meta/llama', tokens: { other: 1 } }],
  ['-0 and the largest count', { asset: 'model:meta/llama', tokens: { input: -0, output: 1e15 } }],
  ['1,024 bytes', { asset: 'model:meta/llama', caller: 'é'.repeat(512) }],
])('takes a call with %s as the schema does', (_, data) => {
  expectSame(event('call.metered', data))
})

it.each<[string, unknown]>([
  ['another type', event('asset.registered', { asset: 'model:a/m', owner: 'o' })],
  ['another version', { ...event('call.metered', everyField), specversion: '0.3' }],
  ['data as bytes', { ...event('call.metered', everyField), data: undefined, data_base64: 'e30=' }],
  ['a list as data', event('call.metered', [])],
  ['an amount without a currency', event('call.metered', { ...everyField, currency: undefined })],
  ['a currency without an amount', event('call.metered', { ...everyField, amount: null })],
  ['an amount with an exponent', event('call.metered', { ...everyField, amount: '1e3' })],
  ['a text that is too long', event('call.metered', { ...everyField, caller: 'é'.repeat(513) })],
  ['half a character', event('call.metered', { ...everyField, caller: '\ud800' })],
  ['a fraction of a token', event('call.metered', { ...everyField, tokens: { input: 0.5 } })],
  ['a negative count', event('call.metered', { ...everyField, tokens: { input: -1 } })],
  [
    'a count that is too large',
    event('call.metered', { ...everyField, tokens: { input: '1000000000000001' } }),
  ],
  ['a list of tokens', event('call.metered', { ...everyField, tokens: [] })],
  ['an impossible date', event('call.metered', everyField, { time: '2025-02-29T00:00:00Z' })],
  ['no event', null],
])('leaves %s to the schema', (_, value) => {
  expect(plainCall(value)).toBeUndefined()
})
