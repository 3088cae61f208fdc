/**
 * Names of characters that a person can see, for messages that say which one is at fault: those of ASCII, accented Latin
 * letters, and signs that are mistaken for ASCII ones. Names of Unicode never change.
 */

/** From U+0021 to U+007E, without digits and letters. */
const asciiNames: Readonly<Record<string, string>> = {
  '!': 'EXCLAMATION MARK',
  '"': 'QUOTATION MARK',
  '#': 'NUMBER SIGN',
  $: 'DOLLAR SIGN',
  '%': 'PERCENT SIGN',
  '&': 'AMPERSAND',
  "'": 'APOSTROPHE',
  '(': 'LEFT PARENTHESIS',
  ')': 'RIGHT PARENTHESIS',
  '*': 'ASTERISK',
  '+': 'PLUS SIGN',
  ',': 'COMMA',
  '-': 'HYPHEN-MINUS',
  '.': 'FULL STOP',
  '/': 'SOLIDUS',
  ':': 'COLON',
  ';': 'SEMICOLON',
  '<': 'LESS-THAN SIGN',
  '=': 'EQUALS SIGN',
  '>': 'GREATER-THAN SIGN',
  '?': 'QUESTION MARK',
  '@': 'COMMERCIAL AT',
  '[': 'LEFT SQUARE BRACKET',
  '\\': 'REVERSE SOLIDUS',
  ']': 'RIGHT SQUARE BRACKET',
  '^': 'CIRCUMFLEX ACCENT',
  _: 'LOW LINE',
  '`': 'GRAVE ACCENT',
  '{': 'LEFT CURLY BRACKET',
  '|': 'VERTICAL LINE',
  '}': 'RIGHT CURLY BRACKET',
  '~': 'TILDE',
}

const digitNames = ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE']

/** Controls have no names in Unicode. These are the aliases that people know. */
const controlNames: Readonly<Record<number, string>> = {
  0: 'NULL',
  8: 'BACKSPACE',
  9: 'CHARACTER TABULATION',
  10: 'LINE FEED',
  12: 'FORM FEED',
  13: 'CARRIAGE RETURN',
  27: 'ESCAPE',
  127: 'DELETE',
  133: 'NEXT LINE',
}

/** Signs that word processors and locales write in place of ASCII ones. */
const otherNames: Readonly<Record<number, string>> = {
  163: 'POUND SIGN',
  165: 'YEN SIGN',
  183: 'MIDDLE DOT',
  215: 'MULTIPLICATION SIGN',
  223: 'LATIN SMALL LETTER SHARP S',
  8208: 'HYPHEN',
  8209: 'NON-BREAKING HYPHEN',
  8210: 'FIGURE DASH',
  8211: 'EN DASH',
  8212: 'EM DASH',
  8216: 'LEFT SINGLE QUOTATION MARK',
  8217: 'RIGHT SINGLE QUOTATION MARK',
  8220: 'LEFT DOUBLE QUOTATION MARK',
  8221: 'RIGHT DOUBLE QUOTATION MARK',
  8226: 'BULLET',
  8230: 'HORIZONTAL ELLIPSIS',
  8260: 'FRACTION SLASH',
  8364: 'EURO SIGN',
  8722: 'MINUS SIGN',
  8725: 'DIVISION SLASH',
  8758: 'RATIO',
  65533: 'REPLACEMENT CHARACTER',
}

const accents: Readonly<Record<number, string>> = {
  768: 'GRAVE',
  769: 'ACUTE',
  770: 'CIRCUMFLEX',
  771: 'TILDE',
  772: 'MACRON',
  774: 'BREVE',
  775: 'DOT ABOVE',
  776: 'DIAERESIS',
  778: 'RING ABOVE',
  779: 'DOUBLE ACUTE',
  780: 'CARON',
  807: 'CEDILLA',
  808: 'OGONEK',
}

/** Undefined for a character that has no name here. */
export function seenCharacterName(code: number): string | undefined {
  return (
    controlNames[code] ?? otherNames[code] ?? asciiName(code) ?? fullwidthName(code) ?? accentedName(code)
  )
}

function asciiName(code: number): string | undefined {
  if (code < 0x21 || code > 0x7e) return undefined
  const character = String.fromCharCode(code)
  if (character >= '0' && character <= '9') return `DIGIT ${digitNames[code - 0x30]}`
  if (character >= 'a' && character <= 'z') return `LATIN SMALL LETTER ${character.toUpperCase()}`
  if (character >= 'A' && character <= 'Z') return `LATIN CAPITAL LETTER ${character}`
  return asciiNames[character]
}

/** Wide forms of ASCII, as input methods of East Asian languages write them. */
function fullwidthName(code: number): string | undefined {
  const name = code >= 0xff01 && code <= 0xff5e ? asciiName(code - 0xfee0) : undefined
  return name && `FULLWIDTH ${name}`
}

/** A Latin letter with one accent, which its decomposition shows. */
function accentedName(code: number): string | undefined {
  if (code < 0xc0 || code > 0x17e) return undefined
  const [letter = '', accent = '', ...rest] = String.fromCharCode(code).normalize('NFD')
  const name = asciiName(letter.charCodeAt(0))
  const accentName = accents[accent.charCodeAt(0)]
  return name === undefined || accentName === undefined || rest.length > 0
    ? undefined
    : `${name} WITH ${accentName}`
}
