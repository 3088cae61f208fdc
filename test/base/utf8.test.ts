import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareUtf8 } from '../../src/base/utf8.ts'
import { runs } from '../support/properties.ts'

describe('compareUtf8', () => {
  it('orders strings as their UTF-8 bytes are ordered', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 })
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareUtf8(left, right))).toBe(
          Buffer.compare(Buffer.from(left), Buffer.from(right)),
        )
      }),
      {
        ...runs('cheap'),
        examples: [
          ['\u{10000}', '\uffee'],
          ['\ue000', '\u{10ffff}'],
          ['a', 'a\u{1f600}'],
        ],
      },
    )
  })
})
