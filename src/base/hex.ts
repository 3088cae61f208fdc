/** Bytes as hex text, and back. Plain JavaScript, so that a browser can load it. */

/** Value of each ASCII hex digit; -1 for every other character. */
const digitValues = new Int8Array(128).fill(-1)
/** The two digits of each byte. */
const byteTexts: string[] = []
/** The same digits as ASCII codes, one after the other. */
const byteDigits = new Uint8Array(512)
/** Two digits at a time, in the machine's byte order. */
const digitPairs = new Uint16Array(byteDigits.buffer)
const [prefix] = new Uint16Array(Uint8Array.of(0x30, 0x78).buffer)
for (let value = 0; value < 16; value++) {
  digitValues[value.toString(16).charCodeAt(0)] = value
  digitValues[value.toString(16).toUpperCase().charCodeAt(0)] = value
}
for (let byte = 0; byte < 256; byte++) {
  const text = byte.toString(16).padStart(2, '0')
  byteTexts.push(text)
  byteDigits[2 * byte] = text.charCodeAt(0)
  byteDigits[2 * byte + 1] = text.charCodeAt(1)
}

const ascii = new TextDecoder()
/** A string has a maximum length; the text of this many runs at a time stays far below it. */
const runsMax = 1 << 16
/** For a few runs, such as a proof: memory of its own costs a call as much as the digits do. */
const smallRoom = new Uint16Array(2_048)

/** Bytes as lower-case hex digits. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += byteTexts[bytes[i]!]
  return text
}

/**
 * Reads `0x` and exactly 2·`length` hex digits of either case into `into` from `at`. False where `text` is not that.
 */
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

/** `0x` and the lower-case hex digits of each run of `size` bytes. Decodes many runs at a time: trees have millions. */
export function writeHex(bytes: Uint8Array, size: number): string[] {
  const count = bytes.length / size
  const texts = new Array<string>(count)
  const width = 2 + 2 * size
  for (let first = 0; first < count; first += runsMax) {
    const last = Math.min(count, first + runsMax)
    const all = digits(bytes.subarray(first * size, last * size), size)
    for (let i = first; i < last; i++) texts[i] = all.slice((i - first) * width, (i - first + 1) * width)
  }
  return texts
}

/** `0x` and the digits of one run of `size` bytes after the other. */
function digits(bytes: Uint8Array, size: number): string {
  const length = (bytes.length / size) * (1 + size)
  const out = length <= smallRoom.length ? smallRoom : new Uint16Array(length)
  let to = 0
  for (let from = 0; from < bytes.length; from += size) {
    out[to++] = prefix!
    for (let at = from; at < from + size; at++) out[to++] = digitPairs[bytes[at]!]!
  }
  return ascii.decode(out.subarray(0, length))
}

/** The two digits of a byte as ASCII codes, into `into` from `at` on. */
export function putDigits(byte: number, into: Uint8Array, at: number): void {
  into[at] = byteDigits[2 * byte]!
  into[at + 1] = byteDigits[2 * byte + 1]!
}

function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code < 128 ? digitValues[code]! : -1
}
