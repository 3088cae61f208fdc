/** Mappings whose rows are no calls. */
import { expect, test } from 'vitest'
import { createFormat } from '../../../../src/decoding/formats/index.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../../../support/memoryIngest.ts'
import { dataOf, readAll } from './support.ts'

const names = { source: 's', id: '{id}', time: '2026-01-01T00:00:00Z' }
const call = { source: 'gw', id: '{call}' }
const money = { amount: '{amount}', currency: '{currency}' }

async function one(columns: Readonly<Record<string, string>>, event: object, mapping: object = {}) {
  const text = `${Object.keys(columns).join(';')}\n${Object.values(columns).join(';')}\n`
  const [read] = await readAll(text, 'csv', { delimiter: ';', ...mapping, event: { ...names, ...event } })
  return read!
}

test.each<[string, object, object]>([
  ['call.refunded', { call }, { call: { source: 'gw', id: 'c' } }],
  [
    'call.refunded',
    { call, ...money, reason: '{why}' },
    { call: { source: 'gw', id: 'c' }, amount: '1.5', currency: 'USD', reason: 'x' },
  ],
  ['call.disputed', { call, reason: '{why}' }, { call: { source: 'gw', id: 'c' }, reason: 'x' }],
  ['dispute.closed', { dispute: { source: 'gw', id: '{call}' } }, { dispute: { source: 'gw', id: 'c' } }],
  [
    'transfer.recorded',
    { from: 'a', to: '{why}', ...money },
    { from: 'a', to: 'x', amount: '1.5', currency: 'USD' },
  ],
  ['payment.recorded', { payee: '{why}', ...money }, { payee: 'x', amount: '1.5', currency: 'USD' }],
  [
    'deposit.recorded',
    { payee: 'p', ...money, reference: '{why}' },
    { payee: 'p', amount: '1.5', currency: 'USD', reference: 'x' },
  ],
])('a row becomes %s of %j', async (type, event, data) => {
  const columns = { id: '1', call: 'c', amount: '1.50', currency: 'usd', why: 'x' }
  const read = await one(columns, { type, ...event }, { currencies: { usd: 'USD' } })
  expect(read).toEqual({
    specversion: '1.0',
    type: `io.headwater.${type}`,
    source: 's',
    id: '1',
    time: names.time,
    data,
  })
})

test.each<[template: string, written: string, expected: string | RegExp]>([
  ['-{amount}', '-1.5', '1.5'],
  ['-{amount}', '\u22121.5', '1.5'],
  ['-{amount}', '- 1.5', '1.5'],
  ['-{amount}', '0.00', '0'],
  ['-{amount} * 0.01', '-150', '1.5'],
  ['-{amount}', '1.5', /below zero/],
  ['-{amount}', '--1.5', /below zero/],
  ['-{amount} * 0.01', '150', /below zero/],
  ['{amount}', '-1.5', /negative amount/],
])('the template %s reads %s', async (amount, written, expected) => {
  const read = await one(
    { id: '1', call: 'c', amount: written },
    { type: 'call.refunded', call, amount, currency: 'USD' },
  )
  if (typeof expected === 'string') expect(read).toMatchObject({ data: { amount: expected } })
  else
    expect(read).toMatchObject({
      code: 'record.malformed',
      message: expect.stringMatching(expected),
      path: '/data/amount',
    })
})

test('decimal commas of amounts below zero are found like those of others', async () => {
  const text = 'id;call;amount\n1;c;-1,5\n2;c;-0,25\n'
  const event = { ...names, type: 'call.refunded', call, amount: '-{amount}', currency: 'USD' }
  expect(await dataOf(text, 'csv', { delimiter: ';', event })).toMatchObject([
    { amount: '1.5' },
    { amount: '0.25' },
  ])
})

test('a row without its amount is refused: it would refund the whole call', async () => {
  const read = await one(
    { id: '1', call: 'c', amount: '' },
    { type: 'call.refunded', call, amount: '{amount}', currency: 'USD' },
  )
  expect(read).toMatchObject({ code: 'record.incomplete', path: '/data/amount' })
})

test.each<[string, object, RegExp]>([
  ['a type that is none', { type: 'call.refund' }, /event\/type/],
  [
    'a refund with an amount alone',
    { type: 'call.refunded', call, amount: '{a}' },
    /event\/currency is missing|event\/currency: is missing/,
  ],
  ['a payment without a payee', { type: 'payment.recorded', ...money }, /event\/payee/],
  ['a misspelt field', { type: 'payment.recorded', ...money, paye: 'x' }, /is it "payee"/],
  ['tokens of a refund', { type: 'call.refunded', call, tokens: {} }, /tokens/],
])('a mapping with %s is refused', (_, event, message) => {
  expect(() => createFormat('csv', { event: { ...names, ...event } })).toThrow(message)
})

test('refunds of a file become rows, and the refused ones say what is wrong with their line', async () => {
  const { requests, usage } = await createMemoryIngest()
  await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
  const mapping = { event: { ...names, type: 'call.refunded', call, ...money } }
  const text = 'id,call,amount,currency\nr1,c1,1.5,USDC\nr2,c2,1.5,EUR\nr1,c1,1.5,USDC\nr3,,1,USDC\n'
  const report = await requests.ingestStream(chunksOf(text), {
    origin: 'refunds.csv',
    format: 'csv',
    mapping,
  })
  expect(report).toMatchObject({
    accepted: 1,
    duplicate: 1,
    rejected: [
      { line: 3, code: 'currency.unknown', path: '/data/currency' },
      { line: 5, code: 'event.missing', path: '/data/call/id' },
    ],
  })
  expect(usage.corrections).toMatchObject([{ type: 'refunded', targetSource: 'gw', targetId: 'c1' }])
})
