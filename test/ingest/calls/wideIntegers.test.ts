import fc from 'fast-check'
import { expect, test } from 'vitest'
import { powerOfTen, toLimbs, WideSum, writeAmount } from '../../../src/ingest/calls/wideIntegers.ts'
import { runs } from '../../support/properties.ts'

const limit = 1n << 160n

function read(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}

test('P: a sum of products is the same as with big integers, or refused from 2^160 on', () => {
  const product = fc.record({
    price: fc.oneof(fc.bigInt(0n, limit - 1n), fc.bigInt(0n, 1n << 70n)),
    factor: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 10 ** 15 })),
  })
  const sum = new WideSum()
  fc.assert(
    fc.property(fc.array(product, { maxLength: 5 }), (products) => {
      sum.clear()
      for (const { price, factor } of products) sum.addProduct(toLimbs(price), factor)
      const expected = products.reduce((total, { price, factor }) => total + price * BigInt(factor), 0n)
      const out = new Uint8Array(40).fill(7)
      expect(sum.write(out, 4)).toBe(expected < limit)
      if (expected < limit) expect(read(out.subarray(4, 36))).toBe(expected)
      expect([...out.subarray(0, 4), ...out.subarray(36)]).toEqual(new Array(8).fill(7))
    }),
    runs('cheap', 1_000),
  )
})

test('the largest factors and powers stay exact', () => {
  const sum = new WideSum()
  sum.clear()
  for (let i = 0; i < 10; i++) sum.addProduct(toLimbs((1n << 100n) - 1n), 2 ** 53 - 1)
  const out = new Uint8Array(32)
  expect(sum.write(out, 0)).toBe(true)
  expect(read(out)).toBe(10n * ((1n << 100n) - 1n) * (2n ** 53n - 1n))
  for (let power = 0; power <= 36; power++) {
    sum.clear()
    sum.addProduct(powerOfTen(power), 1)
    sum.write(out, 0)
    expect(read(out)).toBe(10n ** BigInt(power))
  }
})

test('P: an amount is written as 32 little-endian bytes', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 256n) - 1n), (amount) => {
      const out = new Uint8Array(32)
      writeAmount(amount, out, 0)
      expect(read(out)).toBe(amount)
    }),
    runs('cheap'),
  )
})
