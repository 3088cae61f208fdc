/** What every string on the wire is measured by: bytes of UTF-8, no lone surrogates. */

/** Bytes of `text` in UTF-8; -1 where it has a lone surrogate, which UTF-8 cannot carry. */
export function utf8Length(text: string): number {
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

/** C0, DEL or C1. */
export function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true
  }
  return false
}
