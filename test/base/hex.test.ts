import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hex, readHex, writeHex } from '../../src/base/hex.ts'
import { runs } from '../support/properties.ts'

const byName = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('hex', () => {
  it('writes bytes as Buffer does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(hex(bytes)).toBe(byName(bytes))
      }),
      runs('cheap'),
    )
  })
})

describe('writeHex', () => {
  it('writes each run of bytes with 0x before it', () => {
    const bytes = Uint8Array.from({ length: 6 }, (_, i) => 250 + i)
    expect(writeHex(bytes, 3)).toEqual(['0xfafbfc', '0xfdfeff'])
    expect(writeHex(bytes.subarray(0, 0), 3)).toEqual([])
  })

  it('writes more runs than it decodes at a time', () => {
    const bytes = new Uint8Array(Uint32Array.from({ length: 70_000 }, (_, i) => i).buffer)
    const texts = writeHex(bytes, 4)
    expect(texts).toHaveLength(70_000)
    for (const i of [0, 65_535, 65_536, 69_999])
      expect(texts[i]).toBe(`0x${byName(bytes.subarray(4 * i, 4 * i + 4))}`)
  })
})

describe('readHex', () => {
  it('reads back what writeHex wrote, in either case, and touches no other byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.boolean(), (bytes, upper) => {
        const text = writeHex(bytes, bytes.length)[0]!
        const into = new Uint8Array(bytes.length + 2).fill(7)
        const given = upper ? `0x${text.slice(2).toUpperCase()}` : text
        expect(readHex(given, bytes.length, into, 1)).toBe(true)
        expect(into).toEqual(Uint8Array.of(7, ...bytes, 7))
      }),
      runs('cheap'),
    )
  })

  it.each(['', '0x', 'abcd', '0Xabcd', '0xabc', '0xabcde', '0xabcg', '0xabc\u0100', '0x abc', undefined, 7])(
    'refuses %j for two bytes',
    (text) => {
      expect(readHex(text, 2, new Uint8Array(2), 0)).toBe(false)
    },
  )
})
