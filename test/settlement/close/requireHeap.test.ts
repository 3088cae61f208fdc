import { expect, test } from 'vitest'
import { requireHeap } from '../../../src/settlement/close/requireHeap.ts'

test('a close that the heap cannot hold is refused with what it needs', () => {
  expect(() => requireHeap({ balances: 300_000, payouts: 300_000 }, 448 * 2 ** 20)).toThrowError(
    expect.objectContaining({
      code: 'memory.low',
      message:
        '300000 balances change in this epoch, 300000 of them with an account, which needs about 487 MiB of memory, and Node may use 448 MiB.',
    }),
  )
})

test('a close that fits goes on, and the limit is that of the process', () => {
  requireHeap({ balances: 300_000, payouts: 0 }, 448 * 2 ** 20)
  requireHeap({ balances: 1_000, payouts: 1_000 })
})
