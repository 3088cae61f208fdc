import { expect, it, test } from 'vitest'
import { plainRow } from '../../src/events/plainRow.ts'
import { event } from '../registry/support.ts'
import { rowEventText } from '../support/rowEvents.ts'
import { assertAsBySchema, expectAsBySchema } from '../support/shortWay.ts'

test('P: what the short way takes, the schema takes too, and reads as the same event', () => {
  assertAsBySchema(plainRow, rowEventText)
})

const call = { source: 's', id: 'c' }
const money = { currency: 'USDC', amount: '1.50' }

it.each<[string, object]>([
  ['call.refunded', { reason: 'x', ...money, call: { ...call, other: 1 } }],
  ['call.refunded', { call, amount: null, currency: null, reason: null }],
  ['call.disputed', { call, reason: 'é'.repeat(512) }],
  ['dispute.closed', { dispute: call }],
  ['transfer.recorded', { to: 'b', from: 'a', ...money }],
  ['payment.recorded', { payee: 'a', ...money, reference: 'r' }],
  ['deposit.recorded', { payee: 'a', ...money }],
])('takes %s with %j as the schema does', (type, data) => {
  expectAsBySchema(plainRow, event(type, data))
})

it.each<[string, unknown]>([
  ['a call', event('call.metered', { asset: 'model:a/m' })],
  ['a type that every object has', { ...event('dispute.closed', { dispute: call }), type: 'toString' }],
  ['an amount alone', event('call.refunded', { call, amount: '1' })],
  ['a currency alone', event('call.refunded', { call, currency: 'USDC' })],
  ['a list as names', event('call.disputed', { call: [] })],
  ['names without an id', event('dispute.closed', { dispute: { source: 's' } })],
  ['one payee twice', event('transfer.recorded', { from: 'a', to: 'a', ...money })],
  ['no amount', event('payment.recorded', { payee: 'a', currency: 'USDC' })],
  [
    'a payee that is an account',
    event('deposit.recorded', { payee: `eip155:1:0x${'0'.repeat(40)}`, ...money }),
  ],
  ['no event', null],
])('leaves %s to the schema', (_, value) => {
  expect(plainRow(value)).toBeUndefined()
})
