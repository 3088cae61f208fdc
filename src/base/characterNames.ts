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
  0x00: 'NULL',
  0x08: 'BACKSPACE',
  0x09: 'CHARACTER TABULATION',
  0x0a: 'LINE FEED',
  0x0c: 'FORM FEED',
  0x0d: 'CARRIAGE RETURN',
  0x1b: 'ESCAPE',
  0x7f: 'DELETE',
  0x85: 'NEXT LINE',
}

/** Signs that word processors and locales write in place of ASCII ones. */
const otherNames: Readonly<Record<number, string>> = {
  0xa3: 'POUND SIGN',
  0xa5: 'YEN SIGN',
  0xb7: 'MIDDLE DOT',
  0xd7: 'MULTIPLICATION SIGN',
  0xdf: 'LATIN SMALL LETTER SHARP S',
  0x2010: 'HYPHEN',
  0x2011: 'NON-BREAKING HYPHEN',
  0x2012: 'FIGURE DASH',
  0x2013: 'EN DASH',
  0x2014: 'EM DASH',
  0x2018: 'LEFT SINGLE QUOTATION MARK',
  0x2019: 'RIGHT SINGLE QUOTATION MARK',
  0x201c: 'LEFT DOUBLE QUOTATION MARK',
  0x201d: 'RIGHT DOUBLE QUOTATION MARK',
  0x2022: 'BULLET',
  0x2026: 'HORIZONTAL ELLIPSIS',
  0x2044: 'FRACTION SLASH',
  0x20ac: 'EURO SIGN',
  0x2212: 'MINUS SIGN',
  0x2215: 'DIVISION SLASH',
  0x2236: 'RATIO',
  0xfffd: 'REPLACEMENT CHARACTER',
}

const accents: Readonly<Record<number, string>> = {
  0x300: 'GRAVE',
  0x301: 'ACUTE',
  0x302: 'CIRCUMFLEX',
  0x303: 'TILDE',
  0x304: 'MACRON',
  0x306: 'BREVE',
  0x307: 'DOT ABOVE',
  0x308: 'DIAERESIS',
  0x30a: 'RING ABOVE',
  0x30b: 'DOUBLE ACUTE',
  0x30c: 'CARON',
  0x327: 'CEDILLA',
  0x328: 'OGONEK',
}

/** Undefined for a character that has no name here. */
export function seenCharacterName(code: number): string | undefined {
  return controlNames[code] ?? otherNames[code] ?? asciiName(code) ?? fullwidthName(code) ?? accentedName(code)
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
  return name === undefined || accentName === undefined || rest.length > 0 ? undefined : `${name} WITH ${accentName}`
}
