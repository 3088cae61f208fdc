import fc from 'fast-check'
import { createKeccak } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import { type ByteStrings, keccak256, keccak256Many } from '../../src/keccak/index.ts'
import { keccakReference } from '../support/keccakReference.ts'
import { runs } from '../support/properties.ts'

const text = (message: string): Uint8Array => new TextEncoder().encode(message)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
/** Bytes without a pattern that a mistake could hide in. */
const noise = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 0x9e3779b1) >>> 13) & 0xff)

function flat(messages: readonly Uint8Array[]): ByteStrings {
  const offsets = new Int32Array(messages.length + 1)
  for (const [i, message] of messages.entries()) offsets[i + 1] = offsets[i]! + message.length
  return { bytes: new Uint8Array(Buffer.concat(messages)), offsets }
}

const split = (digests: Uint8Array): string[] =>
  Array.from({ length: digests.length / 32 }, (_, i) => hex(digests.subarray(32 * i, 32 * i + 32)))

describe('keccak256', () => {
  it.each([
    ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
    ['abc', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
    [
      'The quick brown fox jumps over the lazy dog',
      '4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15',
    ],
    ['transfer(address,uint256)', 'a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b'],
  ])('of %j is the known one', (message, digest) => {
    expect(hex(keccak256(text(message)))).toBe(digest)
    expect(hex(keccakReference(text(message)))).toBe(digest)
  })

  it('agrees with the reference at every length of up to three blocks, alone and in a batch', () => {
    const messages = Array.from({ length: 3 * 136 + 2 }, (_, length) => noise(length, length))
    const expected = messages.map((message) => hex(keccakReference(message)))
    expect(messages.map((message) => hex(keccak256(message)))).toEqual(expected)
    expect(split(keccak256Many(flat(messages)))).toEqual(expected)
  })

  it('takes messages longer than its working area, in pieces', async () => {
    const peer = await createKeccak(256)
    for (const length of [(1 << 20) - 1, 1 << 20, (1 << 20) + 1, 7710 * 136, 3_000_001]) {
      const message = noise(length)
      const expected = peer.init().update(message).digest('hex')
      expect(hex(keccak256(message))).toBe(expected)
      expect(split(keccak256Many(flat([text('abc'), message, text('')])))).toEqual([
        hex(keccak256(text('abc'))),
        expected,
        hex(keccak256(text(''))),
      ])
    }
  })

  it('gives every digest an array of its own', () => {
    const first = keccak256(text('abc'))
    const before = hex(first)
    keccak256(text('other'))
    expect(hex(first)).toBe(before)
    expect(first.buffer.byteLength).toBe(32)
  })
})

describe('keccak256Many', () => {
  it('gives each message the digest it has alone, whatever lengths stand beside it', () => {
    const message = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ minLength: 100, maxLength: 900, size: 'max' }),
    )
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
        expect(split(keccak256Many(flat(messages)))).toEqual(messages.map((one) => hex(keccak256(one))))
      }),
      runs('cheap'),
    )
  })

  it('takes more messages than one call into the module does', () => {
    const messages = Array.from({ length: 70_001 }, (_, i) => text(`message ${i}`))
    const digests = keccak256Many(flat(messages))
    for (const i of [0, 1, 32_766, 32_767, 32_768, 32_769, 65_535, 65_536, 70_000]) {
      expect(hex(digests.subarray(32 * i, 32 * i + 32))).toBe(hex(keccak256(messages[i]!)))
    }
  })

  it('takes more bytes than one call into the module does', () => {
    const messages = Array.from({ length: 9 }, (_, i) => noise(300_000 + i, i))
    expect(split(keccak256Many(flat(messages)))).toEqual(messages.map((one) => hex(keccak256(one))))
  })

  it('reads only what lies between two offsets', () => {
    const bytes = noise(1000)
    const offsets = Uint32Array.of(7, 7, 100, 350)
    expect(split(keccak256Many({ bytes, offsets }))).toEqual([
      hex(keccak256(text(''))),
      hex(keccak256(bytes.subarray(7, 100))),
      hex(keccak256(bytes.subarray(100, 350))),
    ])
  })

  it('fills the array it is given and leaves the rest of it alone', () => {
    const out = new Uint8Array(100).fill(7)
    expect(keccak256Many(flat([text('abc'), text('')]), out)).toBe(out)
    expect(hex(out.subarray(0, 32))).toBe(hex(keccak256(text('abc'))))
    expect(out.subarray(64)).toEqual(new Uint8Array(36).fill(7))
  })

  it('of no messages is nothing', () => {
    expect(keccak256Many(flat([]))).toEqual(new Uint8Array(0))
  })

  it.each([
    ['descend', [0, 5, 4]],
    ['reach beyond the bytes', [0, 11]],
    ['begin below zero', [-1, 3]],
    ['are missing', []],
  ])('takes offsets that %s for a bug', (_, offsets) => {
    expect(() => keccak256Many({ bytes: new Uint8Array(10), offsets: Int32Array.from(offsets) })).toThrow(
      'bug:',
    )
  })

  it('takes too small an output for a bug', () => {
    expect(() => keccak256Many(flat([text('a'), text('b')]), new Uint8Array(63))).toThrow('bug:')
  })
})
