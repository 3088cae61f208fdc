/** Calls with every legal text and number. */
import fc from 'fast-check'
import type { TestCall } from './calls.ts'

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.toWellFormed())
const count = fc.integer({ min: -1, max: 10 ** 15 })

export const arbitraryCall: fc.Arbitrary<TestCall> = fc.record({
  id: text,
  source: text,
  time: fc.integer({ min: 946_684_800_000_000, max: 4_133_980_799_999_999 }),
  asset: text,
  version: text,
  currency: text,
  amount: fc.bigInt({ min: 0n, max: (1n << 160n) - 1n }),
  priced: fc.boolean(),
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  caller: text,
  agent: text,
  traceId: text,
  providerCallId: text,
})
