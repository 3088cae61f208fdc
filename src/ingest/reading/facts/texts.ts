/** What texts are, as bytes[start .. end). */

const payeeBytesMax = 255

/** Printable ASCII without colons, as `ordinaryPayeePattern`. */
export function isOrdinaryPayee(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || end - start > payeeBytesMax) return false
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < 0x20 || byte > 0x7e || byte === 0x3a) return false
  }
  return true
}

/** Whether a time is as `formatTime` writes it. */
export function isWrittenTime(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (bytes[start + 10] !== 0x54 || bytes[end - 1] !== 0x5a) return false
  return length === 20 || (length >= 22 && length <= 27 && bytes[end - 2] !== 0x30)
}

export function isAt(bytes: Uint8Array, start: number, expected: Uint8Array): boolean {
  for (let at = 0; at < expected.length; at++) if (bytes[start + at] !== expected[at]) return false
  return true
}
