/**
 * Writers of the byte strings that are hashed, little-endian. The caller makes room before: these run for every field
 * of every call and do not check.
 */

import type { GrowableTexts } from '../../usage/growableBuffer.ts'

const absent = 0xff

/** Written instead of the length where a text is left out. */
export function putAbsent(list: GrowableTexts): void {
  const { bytes, length } = list
  bytes[length] = absent
  bytes[length + 1] = absent
  bytes[length + 2] = absent
  bytes[length + 3] = absent
  list.length = length + 4
}

/** Length of source[start .. end), at most 65,535, as u32, then its bytes. */
export function putText(list: GrowableTexts, source: Uint8Array, start: number, end: number): void {
  const { bytes, length } = list
  const size = end - start
  bytes[length] = size
  bytes[length + 1] = size >>> 8
  bytes[length + 2] = 0
  bytes[length + 3] = 0
  list.length = length + 4
  putBytes(list, source, start, end)
}

/** Texts are short: a loop is faster than a call of `set`. */
export function putBytes(list: GrowableTexts, source: Uint8Array, start: number, end: number): void {
  const { bytes } = list
  let to = list.length
  for (let at = start; at < end; at++) bytes[to++] = source[at]!
  list.length = to
}

/** i64 of a whole number, or of -1. */
export function putCount(list: GrowableTexts, value: number): void {
  const low = value < 0 ? -1 : value % 0x1_0000_0000
  const high = value < 0 ? -1 : Math.floor(value / 0x1_0000_0000)
  const { bytes, length } = list
  bytes[length] = low
  bytes[length + 1] = low >>> 8
  bytes[length + 2] = low >>> 16
  bytes[length + 3] = low >>> 24
  bytes[length + 4] = high
  bytes[length + 5] = high >>> 8
  bytes[length + 6] = high >>> 16
  bytes[length + 7] = high >>> 24
  list.length = length + 8
}
