import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBase58, writeBase58 } from '../../src/base/base58.ts'
import { readBech32 } from '../../src/base/bech32.ts'
import { toBech32 } from '../support/bech32.ts'
import { runs } from '../support/properties.ts'

describe('base58', () => {
  it.each([
    ['11111111111111111111111111111111', '00'.repeat(32)],
    [
      'So11111111111111111111111111111111111111112',
      '069b8857feab8184fb687f634618c035dac439dc1aeb3b5598a0f00000000001',
    ],
    ['mERKcfxMC5SqJn4Ld4BUris3WKZZ1ojjWJ3A3J5CKxv', undefined],
  ])('%s', (text, bytes) => {
    const read = readBase58(text, 32)
    if (bytes !== undefined) expect(Buffer.from(read!).toString('hex')).toBe(bytes)
    expect(writeBase58(read!)).toBe(text)
  })

  it('reads what it writes, and no other length or letter', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = writeBase58(bytes)
        expect(readBase58(text, 32)).toEqual(bytes)
        for (const wrong of [`1${text}`, text.slice(1), `${text.slice(0, -1)}0`, `${text} `, `${text}é`])
          expect(readBase58(wrong, 32)).not.toEqual(bytes)
        expect(readBase58(text, 31)).toBeUndefined()
      }),
      runs(200),
    )
    expect(readBase58('', 32)).toBeUndefined()
    expect(readBase58('z'.repeat(100_000), 32)).toBeUndefined()
  })
})

describe('bech32', () => {
  it('reads what is written, and nothing with another letter', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (bytes, pick) => {
        const text = toBech32('cosmos', bytes)
        expect(readBech32(text)).toEqual({ prefix: 'cosmos', bytes })
        const at = 7 + (pick % (text.length - 7))
        const other = text[at] === 'q' ? 'p' : 'q'
        expect(readBech32(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined()
        expect(readBech32(text.toUpperCase())).toBeUndefined()
      }),
      runs(200),
    )
  })

  it.each([
    ['abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw', '00443214c74254b635cf84653a56d7c675be77df'],
    [
      'split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w',
      'c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d',
    ],
  ])('reads the vector %s of BIP 173', (text, bytes) => {
    expect(Buffer.from(readBech32(text)!.bytes).toString('hex')).toBe(bytes)
  })

  it.each(['', '1', 'a1', 'cosmos1', 'cosmos1qqqqq', 'x'.repeat(1_000), '1qqqqqqqq', 'ä1qqqqqqqq'])(
    'refuses %j',
    (text) => {
      expect(readBech32(text)).toBeUndefined()
    },
  )
})
