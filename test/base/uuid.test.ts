import fc from 'fast-check'
import { expect, it } from 'vitest'
import { uuidsV4, uuidV4 } from '../../src/base/uuid.ts'
import { runs } from '../support/properties.ts'

it('a UUID keeps its random bytes, apart from six bits that say version 4 and the variant', () => {
  expect(uuidV4(new Uint8Array(16))).toBe('00000000-0000-4000-8000-000000000000')
  expect(uuidV4(new Uint8Array(16).fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
      const before = Uint8Array.from(random)
      expect(uuidV4(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(random).toEqual(before)
    }),
    runs('cheap'),
  )
})

it('makes UUIDs one after the other of random bytes that it asks for in bulk', () => {
  let asked = 0
  const next = uuidsV4((count) => {
    asked++
    return Uint8Array.from({ length: count }, (_, at) => ((at >> 4) + asked) % 256)
  })
  const ids = Array.from({ length: 300 }, next)
  expect(ids[0]).toBe(uuidV4(new Uint8Array(16).fill(1)))
  expect(ids[299]).toBe(uuidV4(new Uint8Array(16).fill(45)))
  expect(asked).toBe(2)
})
