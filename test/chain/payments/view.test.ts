/** Which rows of the ledger say something of a payment. */
import { expect, test } from 'vitest'
import { paymentsView } from '../../../src/chain/payments/view.ts'
import type { BatchKey } from '../../../src/log/keys.ts'
import type { StoredDescription } from '../../../src/usage/kinds/description.ts'

const positions: Readonly<Record<string, number>> = { early: 5, late: 9 }
const batches = { positionOf: async ({ attempt }: BatchKey) => positions[attempt] }
const row = (attempt: string, at: number, more: object) =>
  ({ partition: 'p', revision: 0, attempt, row: at, ...more }) as unknown as StoredDescription

test('Of several descriptions of a payment the first recorded counts, and rows of no recorded batch never do', async () => {
  const describing = async () => [
    row('late', 0, { payment: 'a', asset: '1' }),
    row('early', 7, { payment: 'a', asset: '2' }),
    row('early', 3, { payment: 'a', asset: '3' }),
    row('stray', 0, { payment: 'a', asset: '4' }),
    row('stray', 1, { payment: 'b', asset: '5' }),
    row('late', 1, { payment: 'c', asset: '6' }),
  ]
  const view = paymentsView({ describing, callsNamed: async () => [] }, batches)
  const found = await view.descriptions(['a', 'b', 'c'])
  expect([...found].map(([payment, { asset }]) => [payment, asset])).toEqual([
    ['a', '3'],
    ['c', '6'],
  ])
})

test('A call is recorded where its batch is', async () => {
  const callsNamed = async () => [row('stray', 0, { id: 'x' }), row('late', 1, { id: 'y' })]
  const view = paymentsView({ describing: async () => [], callsNamed }, batches)
  expect(await view.recorded('chain:c/a', ['x', 'y', 'z'])).toEqual(new Set(['y']))
})

test('Nothing is asked where nothing is named', async () => {
  const never = () => Promise.reject(new Error('asked'))
  const view = paymentsView({ describing: never, callsNamed: never }, batches)
  expect([await view.descriptions([]), await view.recorded('s', [])]).toEqual([new Map(), new Set()])
})
