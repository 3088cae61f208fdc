import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashOrder } from '../../src/merkle/order.ts'
import { runs } from '../support/properties.ts'

/** Hashes of few distinct bytes, so that many share a beginning and many are equal. */
const hash = fc
  .tuple(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(31), fc.constantFrom(0, 1, 0x80, 0xff))
  .map(([all, place, other]) => {
    const bytes = new Uint8Array(32).fill(all)
    bytes[place] = other
    return bytes
  })
const uniform = fc.uint8Array({ minLength: 32, maxLength: 32 })

it('leaves are ordered by hash, equal ones as given', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(hash, uniform), { maxLength: 200, size: 'max' }), (hashes) => {
      const expected = hashes.map((_, i) => i).sort((a, b) => Buffer.compare(hashes[a]!, hashes[b]!) || a - b)
      expect([...hashOrder(new Uint8Array(Buffer.concat(hashes)))]).toEqual(expected)
    }),
    runs('cheap'),
  )
})

it('a hundred thousand equal leaves are ordered without comparing each with all', () => {
  const order = hashOrder(new Uint8Array(32 * 100_000).fill(9))
  expect(order.every((leaf, i) => leaf === i)).toBe(true)
})
