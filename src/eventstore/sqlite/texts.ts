/**
 * Events as bytes. The rows of a page come as one blob with a line for each, because a call and an object for each row
 * take ten times as long. A line is what the checksum of the event is over (see sums.ts), and the checksum before it:
 *
 *     SUM POSITION REVISION RECORDED_MS ID TYPE STREAM DATA
 *
 * Only lines of exactly this form are read here. Whatever is not, damage too, is read row by row, which says what is wrong.
 */
import { isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'
import type { EventTexts, Revision } from '../port.ts'

/** SQL over `events` and `sums`; its parameter is the name of the stream. */
export const lineSql = (sum: string): string =>
  `concat(${sum}, ' ', position, ' ', revision, ' ', recorded_ms, ' ', id, ' ', type, ' ', ?, ' ', data, char(10))`

const newline = 0x0a
const space = 0x20
const idLength = 36
/** Milliseconds of a `Date`. */
const timeMax = 8.64e15

interface ExpectedEvents {
  readonly stream: string
  /** Of the first event. */
  readonly revision: Revision
  readonly count: number
}

/** @returns undefined where the lines are not those of the expected events, all whole */
export function readLines(lines: Uint8Array, expected: ExpectedEvents): EventTexts | undefined {
  // Bytes that are no UTF-8 are what no append wrote.
  if (!isUtf8(lines)) return undefined
  return new LineReader(lines).read(expected)
}

class LineReader {
  readonly #bytes: Buffer
  #at = 0
  readonly #typeNames: string[] = []
  /** Where the type of the last event was: events of one type mostly follow each other. */
  #type = { number: -1, start: 0, length: 0 }

  constructor(lines: Uint8Array) {
    this.#bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length)
  }

  read({ stream, revision, count }: ExpectedEvents): EventTexts | undefined {
    const bytes = this.#bytes
    const name = Buffer.from(` ${stream} `)
    const positions = new Float64Array(count)
    const [starts, ends] = [new Uint32Array(count), new Uint32Array(count)]
    const types = new Uint16Array(count)
    for (let index = 0; index < count; index++) {
      const end = bytes.indexOf(newline, this.#at)
      const sum = this.#number()
      const from = this.#at
      const position = this.#number()
      if (end < 0 || position === undefined || this.#number() !== revision + index) return undefined
      const recordedMs = this.#number()
      if (recordedMs === undefined || recordedMs > timeMax || !this.#skipId()) return undefined
      const type = this.#readType(end)
      if (type === undefined || !this.#skip(name)) return undefined
      // Events of a version without checksums have none.
      if (sum !== undefined && crc32(bytes.subarray(from, end)) !== sum) return undefined
      positions[index] = position
      types[index] = type
      starts[index] = this.#at
      ends[index] = end
      this.#at = end + 1
    }
    if (this.#at !== bytes.length) return undefined
    return { stream, revision, positions, types, typeNames: this.#typeNames, bytes, starts, ends }
  }

  /** Digits and the space behind them; undefined where there are none. */
  #number(): number | undefined {
    const bytes = this.#bytes
    let value = 0
    let at = this.#at
    for (; bytes[at]! >= 0x30 && bytes[at]! <= 0x39; at++) value = value * 10 + (bytes[at]! - 0x30)
    const found = at > this.#at && bytes[at] === space && Number.isSafeInteger(value)
    if (bytes[at] === space) this.#at = at + 1
    return found ? value : undefined
  }

  /** A UUID. */
  #skipId(): boolean {
    const bytes = this.#bytes
    const end = this.#at + idLength
    for (let at = this.#at; at < end; at++) if (bytes[at] === space || bytes[at] === newline) return false
    this.#at = end
    return bytes[end] === space
  }

  /** The number of the type behind a space. Leaves the place at the space after it. */
  #readType(lineEnd: number): number | undefined {
    const bytes = this.#bytes
    const start = this.#at + 1
    const { number, start: before, length } = this.#type
    let at = 0
    while (at < length && bytes[start + at] === bytes[before + at]) at++
    if (number >= 0 && at === length && bytes[start + at] === space) {
      this.#at = start + length
      return number
    }
    const end = bytes.indexOf(space, start)
    if (end < 0 || end > lineEnd) return undefined
    const name = bytes.toString('utf8', start, end)
    const known = this.#typeNames.indexOf(name)
    if (known < 0) this.#typeNames.push(name)
    this.#type = { number: known < 0 ? this.#typeNames.length - 1 : known, start, length: end - start }
    this.#at = end
    return this.#type.number
  }

  #skip(expected: Buffer): boolean {
    const bytes = this.#bytes
    for (let at = 0; at < expected.length; at++) if (bytes[this.#at + at] !== expected[at]) return false
    this.#at += expected.length
    return true
  }
}
