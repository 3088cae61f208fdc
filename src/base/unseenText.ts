/**
 * Characters that a person cannot see where a text is printed: they make two names print alike. Both lists are fixed
 * here, so that every version of Node judges a name alike. They are those of Unicode 17, and a test compares them with
 * the Unicode of the Node that runs it.
 */

import { seenCharacterName } from './characterNames.ts'

/** Default_Ignorable_Code_Point, which includes Bidi_Control: first and last code point of each range. */
const ignorableRanges: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfff8],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
]

/** White_Space without the control characters. The last two separate lines. */
const blankNames = new Map([
  [0x0020, 'SPACE'],
  [0x00a0, 'NO-BREAK SPACE'],
  [0x1680, 'OGHAM SPACE MARK'],
  [0x2000, 'EN QUAD'],
  [0x2001, 'EM QUAD'],
  [0x2002, 'EN SPACE'],
  [0x2003, 'EM SPACE'],
  [0x2004, 'THREE-PER-EM SPACE'],
  [0x2005, 'FOUR-PER-EM SPACE'],
  [0x2006, 'SIX-PER-EM SPACE'],
  [0x2007, 'FIGURE SPACE'],
  [0x2008, 'PUNCTUATION SPACE'],
  [0x2009, 'THIN SPACE'],
  [0x200a, 'HAIR SPACE'],
  [0x202f, 'NARROW NO-BREAK SPACE'],
  [0x205f, 'MEDIUM MATHEMATICAL SPACE'],
  [0x3000, 'IDEOGRAPHIC SPACE'],
  [0x2028, 'LINE SEPARATOR'],
  [0x2029, 'PARAGRAPH SEPARATOR'],
])

const ignorableNames = new Map([
  [0x00ad, 'SOFT HYPHEN'],
  [0x034f, 'COMBINING GRAPHEME JOINER'],
  [0x061c, 'ARABIC LETTER MARK'],
  [0x115f, 'HANGUL CHOSEONG FILLER'],
  [0x1160, 'HANGUL JUNGSEONG FILLER'],
  [0x180e, 'MONGOLIAN VOWEL SEPARATOR'],
  [0x200b, 'ZERO WIDTH SPACE'],
  [0x200c, 'ZERO WIDTH NON-JOINER'],
  [0x200d, 'ZERO WIDTH JOINER'],
  [0x200e, 'LEFT-TO-RIGHT MARK'],
  [0x200f, 'RIGHT-TO-LEFT MARK'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE'],
  [0x2060, 'WORD JOINER'],
  [0x2061, 'FUNCTION APPLICATION'],
  [0x2062, 'INVISIBLE TIMES'],
  [0x2063, 'INVISIBLE SEPARATOR'],
  [0x2064, 'INVISIBLE PLUS'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE'],
  [0x2068, 'FIRST STRONG ISOLATE'],
  [0x2069, 'POP DIRECTIONAL ISOLATE'],
  [0x3164, 'HANGUL FILLER'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER'],
])

/** Printable ASCII without blanks at the ends: nearly every text. */
const plainPattern = /^(?:[!-~](?:[ -~]*[!-~])?)?$/

/** C0, DEL or C1. */
export function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f)
}

/** Whether the code point shows nothing, wherever it is: default-ignorable, bidirectional, or a line separator. */
export function isInvisible(code: number): boolean {
  if (code < 0xad) return false
  if (code === 0x2028 || code === 0x2029) return true
  return ignorableRanges.some(([first, last]) => code >= first && code <= last)
}

export function isBlank(code: number): boolean {
  return blankNames.has(code)
}

/** A character as messages name it: `U+200B ZERO WIDTH SPACE`. The number alone for most letters beyond Latin. */
export function characterName(code: number): string {
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const name =
    blankNames.get(code) ?? ignorableNames.get(code) ?? nameByRange(code) ?? seenCharacterName(code)
  return name === undefined ? number : `${number} ${name}`
}

function nameByRange(code: number): string | undefined {
  if (code >= 0xfe00 && code <= 0xfe0f) return `VARIATION SELECTOR-${code - 0xfe00 + 1}`
  if (code >= 0xe0100 && code <= 0xe01ef) return `VARIATION SELECTOR-${code - 0xe0100 + 17}`
  if (code >= 0xe0020 && code <= 0xe007f) return 'TAG CHARACTER'
  return undefined
}

/** A character that is not seen, and its place among the characters of the text, from 1. */
interface UnseenCharacter {
  readonly code: number
  readonly position: number
}

/** The first character that is not seen: an invisible one anywhere, or white space at an end. */
export function unseenCharacter(text: string): UnseenCharacter | undefined {
  if (plainPattern.test(text)) return undefined
  const codes = Array.from(text, (character) => character.codePointAt(0)!)
  const index = codes.findIndex(
    (code, at) =>
      isControl(code) || isInvisible(code) || ((at === 0 || at === codes.length - 1) && isBlank(code)),
  )
  return index < 0 ? undefined : { code: codes[index]!, position: index + 1 }
}

/** `text` with every character that is not seen escaped: control and invisible ones, and white space but U+0020. */
export function escaped(text: string): string {
  return escapedIf(text, (code) => isInvisible(code) || (code !== 0x20 && isBlank(code)) || isSurrogate(code))
}

/** Control characters are escaped too. */
function escapedIf(text: string, hidden: (code: number) => boolean): string {
  let shown = ''
  for (const character of text) {
    const code = character.codePointAt(0)!
    shown += isControl(code) || hidden(code) ? escapeOf(code) : character
  }
  return shown
}

/**
 * A name as it is printed: as it is where all of it is seen, otherwise in quotes, with blanks at its ends and
 * characters that are not seen escaped. Of a name that is not in NFC, all characters but ASCII are. So no two names
 * print alike that differ only by these.
 */
export function shownName(name: string): string {
  if (plainPattern.test(name) && !name.startsWith('"')) return name
  const shown = name.normalize('NFC') === name ? escaped(name) : escapedIf(name, (code) => code > 0x7e)
  if (shown === name && !/^[" ]| $/.test(name)) return name
  const inner = shown.replace(/^ +| +$/g, (blanks) => escapeOf(0x20).repeat(blanks.length))
  return `"${inner}"`
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff
}

function escapeOf(code: number): string {
  const digits = code.toString(16)
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}
