import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearTexts } from '../../src/base/nearTexts.ts'
import { runs } from '../support/properties.ts'

describe('texts that are spelt nearly the same', () => {
  test.each([
    ['model:north/chatt', 'model:north/chat'],
    ['model:north/cht', 'model:north/chat'],
    ['model:north/caht', 'model:north/chat'],
    ['model:nrth/cahtt', 'model:north/chat'],
    ['modell:north/chat', 'model:north/chat'],
  ])('%s is near %s', (text, known) => {
    expect(nearTexts(text, ['dataset:north/web', known, 'model:south/base'])).toEqual([known])
  })

  test('a text is not near itself, and a short one is near to fewer', () => {
    expect(nearTexts('1.0', ['1.0', '1.1', '2.2'])).toEqual(['1.1'])
  })

  test('at most three are given, the nearest first', () => {
    const known = ['model:a/chatts', 'model:a/chat', 'model:a/chattsx', 'model:a/chatty', 'model:a/chatta']
    expect(nearTexts('model:a/chatt', known)).toEqual(['model:a/chat', 'model:a/chatta', 'model:a/chatts'])
  })

  test('one changed letter is always found', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 2, maxLength: 40 }),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (text, place, letter) => {
          const at = place % text.length
          const changed = text.slice(0, at) + letter + text.slice(at + 1)
          expect(nearTexts(changed, [text])).toEqual(changed === text ? [] : [text])
        },
      ),
      runs('cheap'),
    )
  })
})
