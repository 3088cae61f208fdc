import { expect, test } from 'vitest'
import { characterName } from '../../src/base/unseenText.ts'

const nameOf = (character: string) => characterName(character.codePointAt(0)!)

test('a character is named by its number and its name', () => {
  const names = {
    ':': 'U+003A COLON',
    ' ': 'U+0020 SPACE',
    '\n': 'U+000A LINE FEED',
    '7': 'U+0037 DIGIT SEVEN',
    a: 'U+0061 LATIN SMALL LETTER A',
    Z: 'U+005A LATIN CAPITAL LETTER Z',
    ü: 'U+00FC LATIN SMALL LETTER U WITH DIAERESIS',
    Č: 'U+010C LATIN CAPITAL LETTER C WITH CARON',
    '–': 'U+2013 EN DASH',
    '：': 'U+FF1A FULLWIDTH COLON',
    '\u200b': 'U+200B ZERO WIDTH SPACE',
    火: 'U+706B',
    '😀': 'U+1F600',
  }
  expect(Object.fromEntries(Object.keys(names).map((character) => [character, nameOf(character)]))).toEqual(
    names,
  )
})

test('every character of printable ASCII has a name', () => {
  for (let code = 0x20; code < 0x7f; code++)
    expect(characterName(code)).toMatch(/^U\+00[0-9A-F]{2} [A-Z-][A-Z -]+$/)
})
