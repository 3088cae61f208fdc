import { describe, expect, it } from 'vitest'
import { keccak256, keccak256Fixed } from '../../src/keccak/index.ts'

/** Bytes without a pattern that a mistake could hide in. */
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 13) & 0xff)

describe('keccak256Fixed', () => {
  it('gives each message the digest it has alone, at every width', () => {
    for (let width = 8; width <= 128; width += 8) {
      for (const count of [0, 1, 2, 3, 8]) {
        const bytes = noise(count * width)
        const out = new Uint8Array(count * 32)
        keccak256Fixed(bytes, width, out)
        for (let i = 0; i < count; i++) {
          expect(out.subarray(32 * i, 32 * i + 32)).toEqual(
            keccak256(bytes.subarray(i * width, (i + 1) * width)),
          )
        }
      }
    }
  })

  it.each([
    [8, 32_769],
    [32, 65_537],
    [96, 25_001],
    [128, 8_193],
  ])('takes more messages of %i bytes than one call into the module does', (width, count) => {
    const bytes = noise(count * width)
    const out = new Uint8Array(count * 32)
    keccak256Fixed(bytes, width, out)
    for (let i = count - 1; i >= 0; i -= Math.floor(count / 300)) {
      expect(out.subarray(32 * i, 32 * i + 32)).toEqual(keccak256(bytes.subarray(i * width, (i + 1) * width)))
    }
  })

  it('hashes digests in place', () => {
    const bytes = noise(5 * 32)
    const expected = Array.from({ length: 5 }, (_, i) => [...keccak256(bytes.slice(32 * i, 32 * i + 32))])
    keccak256Fixed(bytes, 32, bytes)
    expect([...bytes]).toEqual(expected.flat())
  })

  it.each([
    ['a width of no words', 0, 0, 0],
    ['half a word', 12, 12, 32],
    ['a width beyond one block', 136, 136, 32],
    ['half a message', 64, 96, 32],
    ['too small an output', 64, 128, 32],
    ['too large an output', 64, 128, 96],
  ])('takes %s for a bug', (_, width, length, outLength) => {
    expect(() => keccak256Fixed(new Uint8Array(length), width, new Uint8Array(outLength))).toThrow('bug:')
  })
})
