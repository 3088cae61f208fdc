/** Bytes as 0x text and back. Written out, because a tree of a million leaves has millions of them. */

/** Value of each ASCII hex digit; -1 for every other character. */
const digitValues = new Int8Array(128).fill(-1)
/** The two digits of each byte, as ASCII, one after the other. */
const byteDigits = new Uint8Array(512)
for (let value = 0; value < 16; value++) {
  digitValues[value.toString(16).charCodeAt(0)] = value
  digitValues[value.toString(16).toUpperCase().charCodeAt(0)] = value
}
for (let byte = 0; byte < 256; byte++) {
  const text = byte.toString(16).padStart(2, '0')
  byteDigits[2 * byte] = text.charCodeAt(0)
  byteDigits[2 * byte + 1] = text.charCodeAt(1)
}

const ascii = new TextDecoder()
/** Strings have a greatest length; this many values at a time stay far below it. */
const valuesMax = 1 << 16

/** Reads `0x` and exactly 2·`length` hex digits of either case into `into` from `at`. False where `text` is not that. */
export function readHex(text: unknown, length: number, into: Uint8Array, at: number): boolean {
  if (typeof text !== 'string' || text.length !== 2 + 2 * length || !text.startsWith('0x')) return false
  let signs = 0
  for (let i = 0, from = 2; i < length; i++, from += 2) {
    const high = digitAt(text, from)
    const low = digitAt(text, from + 1)
    signs |= high | low
    into[at + i] = (high << 4) | low
  }
  return signs >= 0
}

/** Lower-case 0x text of each run of `size` bytes. */
export function writeHex(bytes: Uint8Array, size: number): string[] {
  const count = bytes.length / size
  const texts = new Array<string>(count)
  const width = 2 + 2 * size
  for (let first = 0; first < count; first += valuesMax) {
    const last = Math.min(count, first + valuesMax)
    const all = digits(bytes.subarray(first * size, last * size), size)
    for (let i = first; i < last; i++) texts[i] = all.slice((i - first) * width, (i - first + 1) * width)
  }
  return texts
}

/** `0x` and the digits of one run of `size` bytes after the other. */
function digits(bytes: Uint8Array, size: number): string {
  const out = new Uint8Array((bytes.length / size) * (2 + 2 * size))
  let to = 0
  for (let from = 0; from < bytes.length; from++) {
    if (from % size === 0) {
      out[to++] = 0x30
      out[to++] = 0x78
    }
    const pair = 2 * bytes[from]!
    out[to++] = byteDigits[pair]!
    out[to++] = byteDigits[pair + 1]!
  }
  return ascii.decode(out)
}

function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code < 128 ? digitValues[code]! : -1
}
