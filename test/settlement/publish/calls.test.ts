/** What a plan still needs of the chain, with a signer or without. */
import { expect, it } from 'vitest'
import { callsLeft } from '../../../src/settlement/publish/calls.ts'
import type { Planned } from '../../../src/settlement/publish/state.ts'

const token = `0x${'11'.repeat(20)}`
const plan: Planned = {
  epoch: 1,
  root: `0x${'aa'.repeat(32)}`,
  manifestHash: `0x${'bb'.repeat(32)}`,
  leaves: 1,
  totals: [{ token, total: '1000' }],
}

it.each([
  ['none', undefined, [1_000n]],
  ['0', 0n, [1_000n]],
  // Tokens such as USDT refuse to change one allowance into another.
  ['above 0 and too low', 999n, [0n, 1_000n]],
  ['enough', 1_000n, []],
])('An allowance that is %s is changed only where it is too low, and from 0', (_, allowed, approved) => {
  const { calls } = callsLeft(
    plan,
    {
      ...{ block: 1, time: 1, roots: [], funded: new Map(), declared: new Map(), known: new Set() },
      ...{
        allowance: new Map(allowed === undefined ? [] : [[token, allowed]]),
        balance: new Map(),
        nonces: new Map(),
      },
      fees: { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n },
      settled: { block: 1, rootCount: 0, roots: [], nonces: new Map(), receipts: new Map() },
    },
    true,
  )
  expect(calls).toMatchObject([
    ...approved.map((amount) => ({ purpose: 'approve', token, amount })),
    { purpose: 'fund', token, amount: 1_000n },
    { purpose: 'submit' },
  ])
})
