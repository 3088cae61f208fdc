/**
 * A file of columns of numbers, one after the other, behind a head with what is no column. A reader takes the columns as
 * they are, so a file with millions of rows is there in the time that its bytes take.
 *
 * | bytes | what |
 * |---|---|
 * | 4 | the number of the form; tells the order of bytes in a number too |
 * | 4 | the length of the head, as JSON in UTF-8 |
 * | 32 | SHA-256 of everything after it |
 * | … | the head, then the columns, each from a multiple of 8 on |
 */
import { createHash } from 'node:crypto'

export type Column = Uint8Array | Uint32Array | Float64Array | BigUint64Array | BigInt64Array

const hashAt = 8
const startBytes = hashAt + 32
const boundary = 8
/** A file is read at once. */
const bytesMax = 2 ** 31 - 1

/** @returns the file in parts; undefined where it would be too large to be read */
export function columnFile(
  form: number,
  head: object,
  columns: readonly Column[],
): (() => Iterable<Uint8Array>) | undefined {
  const text = Buffer.from(JSON.stringify(head))
  const parts = [text, ...columns.map(bytesOf)].flatMap(padded)
  const size = parts.reduce((sum, { length }) => sum + length, startBytes)
  if (size > bytesMax) return undefined
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  const start = Buffer.alloc(startBytes)
  start.set(bytesOf(Uint32Array.of(form, text.length)))
  start.set(hash.digest(), hashAt)
  return () => [start, ...parts]
}

interface WholeFile {
  readonly size: number
  read(offset: number, length: number): Uint8Array
}

/** @returns undefined where the file is damaged, or of another form */
export function readColumnFile<Head>(
  form: number,
  file: WholeFile,
): { head: Head; columns: ColumnReader } | undefined {
  if (file.size < startBytes || file.size > bytesMax) return undefined
  const bytes = alignedBytes(file.read(0, file.size))
  const [found, headBytes] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)
  if (found !== form) return undefined
  const content = bytes.subarray(startBytes)
  const hash = createHash('sha256').update(content).digest()
  if (!hash.equals(bytes.subarray(hashAt, startBytes))) return undefined
  const text = Buffer.from(content.buffer, content.byteOffset, headBytes).toString('utf8')
  return { head: JSON.parse(text) as Head, columns: new ColumnReader(bytes, startBytes + headBytes!) }
}

/** Names as columns: all as one text, and the length of each. As UTF-16, which has every text of JavaScript as it is. */
export function nameColumns(names: readonly string[]): readonly Column[] {
  return [Buffer.from(names.join(''), 'utf16le'), Uint32Array.from(names, ({ length }) => length)]
}

/** Takes the columns in the order in which they were written. */
export class ColumnReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = upToBoundary(at)
  }

  take<Taken extends Column>(
    type: (new (
      buffer: ArrayBufferLike,
      offset: number,
      length: number,
    ) => Taken) & {
      readonly BYTES_PER_ELEMENT: number
    },
    length: number,
  ): Taken {
    const { buffer, byteOffset } = this.#bytes
    const taken = new type(buffer, byteOffset + this.#at, length)
    this.#at += upToBoundary(length * type.BYTES_PER_ELEMENT)
    return taken
  }

  /** @param letters of all names */
  names<Name extends string>(count: number, letters: number): Name[] {
    const { buffer, byteOffset, length } = this.take(Uint8Array, letters * 2)
    const text = Buffer.from(buffer, byteOffset, length).toString('utf16le')
    let at = 0
    return Array.from(this.take(Uint32Array, count), (size) => {
      at += size
      return text.slice(at - size, at) as Name
    })
  }
}

function padded(bytes: Uint8Array): Uint8Array[] {
  const length = upToBoundary(bytes.length) - bytes.length
  return length === 0 ? [bytes] : [bytes, new Uint8Array(length)]
}

function upToBoundary(length: number): number {
  return Math.ceil(length / boundary) * boundary
}

function bytesOf({ buffer, byteOffset, byteLength }: Column): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Where the bytes of a small file begin in the middle of a buffer, a copy of them. */
function alignedBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % boundary === 0 ? bytes : Uint8Array.from(bytes)
}
