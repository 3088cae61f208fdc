/** The length of strings from outside, in bytes of UTF-8, and what they must not have. */
import { escaped, isControl } from '../base/unseenText.ts'
import { fail } from '../errors.ts'

/** Bytes of `text` in UTF-8; -1 if it has a lone surrogate, which UTF-8 cannot encode. */
function utf8Length(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) continue
    if (code < 0x800) length += 1
    else if (code < 0xd800 || code > 0xdfff) length += 2
    else {
      const next = text.charCodeAt(at + 1)
      if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return -1
      // Two code units, four bytes.
      length += 2
      at++
    }
  }
  return length
}

/** The first control character of `text` (C0, DEL or C1), and its place among the characters, from 1. */
export function controlCharacter(text: string): { code: number; position: number } | undefined {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isControl(code)) return { code, position: Array.from(text.slice(0, at)).length + 1 }
  }
  return undefined
}

/** Whether `measured` returns it. */
export function isMeasured(text: string, bytesMax: number): boolean {
  // Of a text that is too long by its code units, nothing has to be counted.
  if (text.length === 0 || text.length > bytesMax) return false
  const bytes = utf8Length(text)
  return bytes > 0 && bytes <= bytesMax
}

/**
 * Returns `text` if it has 1 to `bytesMax` bytes of UTF-8.
 * @throws HeadwaterError `text.malformed`, `text.length`
 */
export function measured(text: string, bytesMax: number): string {
  const bytes = utf8Length(text)
  if (bytes < 0) fail('text.malformed', 'The text has a lone surrogate, which UTF-8 cannot encode.')
  if (bytes === 0 || bytes > bytesMax)
    fail('text.length', `The text has ${bytes} bytes of UTF-8; 1 to ${bytesMax} are allowed.`)
  return text
}

/** `text` in quotes for a message, cut where it is long. What is not seen is escaped. */
export function quoted(text: string): string {
  return escaped(JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text))
}
