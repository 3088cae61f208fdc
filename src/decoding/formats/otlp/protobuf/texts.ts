/**
 * Short texts from bytes. Spans repeat the names of their attributes and most of their values, so a text that is asked
 * for again is the same string: its bytes are compared, and nothing is made.
 */

const bytesMax = 48
const slotCount = 2_048
/** Each text at the place that its bytes give, until another one takes it. All are ASCII. */
const slots: (string | undefined)[] = new Array(slotCount).fill(undefined)

/** The text of UTF-8 bytes[start .. end). */
export function textAt(bytes: Buffer, start: number, end: number): string {
  if (end - start > bytesMax) return bytes.toString('utf8', start, end)
  let hash = end - start
  let all = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    all |= byte
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  if (all >= 0x80) return bytes.toString('utf8', start, end)
  const slot = (hash ^ (hash >>> 15)) & (slotCount - 1)
  const known = slots[slot]
  if (known !== undefined && isSame(known, bytes, start, end)) return known
  const text = bytes.toString('latin1', start, end)
  slots[slot] = text
  return text
}

function isSame(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let at = start; at < end; at++) if (text.charCodeAt(at - start) !== bytes[at]) return false
  return true
}
