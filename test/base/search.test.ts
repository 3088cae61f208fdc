import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstIndex } from '../../src/base/search.ts'
import { runs } from '../support/properties.ts'

describe('firstIndex', () => {
  it('finds what a search from the front finds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(21), (numbers, wanted) => {
        const ascending = numbers.sort((a, b) => a - b)
        const found = firstIndex(ascending.length, (at) => ascending[at]! >= wanted)
        const expected = ascending.findIndex((number) => number >= wanted)
        expect(found).toBe(expected < 0 ? ascending.length : expected)
      }),
      runs('cheap'),
    )
  })

  it('asks about twenty times in a million', () => {
    let asked = 0
    const found = firstIndex(1_000_000, (at) => {
      asked++
      return at >= 777_777
    })
    expect(found).toBe(777_777)
    expect(asked).toBeLessThanOrEqual(20)
  })
})
