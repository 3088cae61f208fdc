import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from '../../src/merkle/sha256.ts'
import { runs } from '../support/properties.ts'

it('SHA-256 in plain JavaScript is that of node:crypto, at every length around a block', () => {
  for (let length = 0; length < 200; length++) {
    const message = Uint8Array.from({ length }, (_, i) => i * 37 + length)
    expect(Buffer.from(sha256(message))).toEqual(createHash('sha256').update(message).digest())
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (message) => {
      expect(Buffer.from(sha256(message))).toEqual(createHash('sha256').update(message).digest())
    }),
    runs(100),
  )
})
