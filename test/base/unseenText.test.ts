/** Which characters are not seen, and how a name is printed. */
import { describe, expect, it } from 'vitest'
import { confusableGroups, skeletonOf } from '../../src/base/confusables/skeleton.ts'
import {
  characterName,
  escaped,
  isBlank,
  isControl,
  isInvisible,
  shownName,
  unseenCharacter,
} from '../../src/base/unseenText.ts'

describe('the lists of characters', () => {
  it('are those of the Unicode of this Node: where it has others, the lists are looked at again', () => {
    const differing: string[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code)
      const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(character)
      const blank = /\p{White_Space}/u.test(character) && !isControl(code)
      if (isInvisible(code) !== invisible || isBlank(code) !== blank) differing.push(characterName(code))
    }
    expect(differing).toEqual([])
  })

  it('name a character as messages show it', () => {
    expect([0x200b, 0xfe0f, 0xe0041, 0xfff0].map(characterName)).toEqual([
      'U+200B ZERO WIDTH SPACE',
      'U+FE0F VARIATION SELECTOR-16',
      'U+E0041 TAG CHARACTER',
      'U+FFF0',
    ])
  })
})

describe('a character that is not seen', () => {
  it.each([
    ['ann ', 0x20, 4],
    ['\u00a0ann', 0xa0, 1],
    ['an\u200bn', 0x200b, 3],
    ['\ufeffann', 0xfeff, 1],
    ['a\u202enn', 0x202e, 2],
    ['a\u2028nn', 0x2028, 2],
    ['😀\u00ad', 0xad, 2],
    ['\u3164', 0x3164, 1],
  ])('is found in %j', (text, code, position) => {
    expect(unseenCharacter(text)).toEqual({ code, position })
  })

  it('is not found in plain names, with blanks between words', () => {
    for (const text of ['ann', 'North Lab', 'Zoë', '北方', '😀', 'a  b', 'eip155:1:0x00'])
      expect(unseenCharacter(text)).toBeUndefined()
  })
})

describe('a printed name', () => {
  it('shows blanks at its ends and characters that are not seen', () => {
    expect(
      ['ann', 'ann ', ' ann', 'ann\u200b', '\ufeffann', 'a\u00a0b', 'North Lab', 'x\u{e0041}'].map(shownName),
    ).toEqual([
      'ann',
      '"ann\\u0020"',
      '"\\u0020ann"',
      '"ann\\u200b"',
      '"\\ufeffann"',
      '"a\\u00a0b"',
      'North Lab',
      '"x\\u{e0041}"',
    ])
  })

  it('differs from that of every name that differs in such characters only', () => {
    const names = [
      'ann',
      'ann ',
      ' ann',
      'ann\u200b',
      'ann\\u200b',
      '"ann\\u200b"',
      '"ann"',
      '\ufeffann',
      'ann\u3000',
      'é',
      'e\u0301',
    ]
    expect(new Set(names.map(shownName)).size).toBe(names.length)
  })

  it('sends no control character and no lone surrogate to the terminal', () => {
    expect(escaped('a\u001b[31m\n\u202e\ud800b')).toBe('a\\u001b[31m\\u000a\\u202e\\ud800b')
  })
})

describe('ids that look alike', () => {
  it('have one skeleton: letters of another script, digits, marks, characters that are not seen', () => {
    expect(
      confusableGroups(['ann', 'bob', 'аnn', 'user1', 'userl', 'é', 'e\u0301', 'ann\u200b', 'ANN']),
    ).toEqual([
      ['ann', 'аnn', 'ann\u200b'],
      ['user1', 'userl'],
      ['é', 'e\u0301'],
    ])
  })

  it('are compared by the examples of UTS #39', () => {
    expect(skeletonOf('раураl')).toBe(skeletonOf('paypal'))
    expect(skeletonOf('ѕсоре')).toBe(skeletonOf('scope'))
    expect(skeletonOf('ﬁ')).toBe(skeletonOf('fi'))
    expect(skeletonOf('scope')).not.toBe(skeletonOf('Scope'))
  })
})
