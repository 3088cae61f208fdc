/** Corrections, postings and descriptions with every legal text and number. */
import fc from 'fast-check'

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.toWellFormed())
const key = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const amount = fc.bigInt({ min: 0n, max: (1n << 160n) - 1n })

const common = {
  identity: key,
  content: key,
  source: text,
  id: text,
  time: fc.integer({ min: 946_684_800_000_000, max: 4_133_980_799_999_999 }),
  currency: text,
  amount,
}

export const arbitraryCorrection = fc.record({
  ...common,
  type: fc.constantFrom('refunded', 'disputed', 'closed'),
  target: key,
  targetSource: text,
  targetId: text,
  whole: fc.boolean(),
  reason: text,
})

const count = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 10 ** 15 }))

export const arbitraryDescription = fc.record({
  ...common,
  payment: text,
  asset: text,
  version: text,
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  caller: text,
  traceId: text,
  providerCallId: text,
  validBefore: count,
})

export const arbitraryPosting = fc.record({
  ...common,
  type: fc.constantFrom('transfer', 'payment', 'deposit'),
  payee: text,
  to: text,
  note: text,
})
