/**
 * Encodes columns as one block of ClickHouse's Native format. Columns stay columns, and all except texts are sent
 * unchanged. The block of a batch stays one block on the server and becomes one part: all of it or nothing.
 * https://clickhouse.com/docs/interfaces/formats/Native
 */
import { invariant } from '../../invariant.ts'
import type { InputColumn } from './columns.ts'

/** The block, in pieces to be sent one after another. Pieces of fixed width are views, not copies. */
export function encodeNative(columns: readonly InputColumn[]): Uint8Array[] {
  const { length } = columns[0]!
  invariant(
    columns.every((column) => column.length === length),
    'columns of a table are equally long',
  )
  const pieces: Uint8Array[] = [Buffer.from([...varint(columns.length), ...varint(length)])]
  for (const column of columns) {
    pieces.push(prefixed(column.name), prefixed(column.wire))
    if (column.offsets) pieces.push(encodeTexts(length, column.offsets, column.values))
    else pieces.push(column.values.subarray(0, length * widthOf(column.wire)))
  }
  return pieces
}

/** Names and wire types of the columns, for `input('…')`. */
export function nativeStructure(columns: readonly InputColumn[]): string {
  return columns.map(({ name, wire }) => `${name} ${wire}`).join(', ')
}

function widthOf(wire: InputColumn['wire']): number {
  if (wire === 'Int64') return 8
  if (wire === 'UInt8') return 1
  return Number(wire.slice('FixedString('.length, -1))
}

function prefixed(text: string): Uint8Array {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from(varint(bytes.length)), bytes])
}

/** Each text after its length. The caller's bytes may begin anywhere in a larger buffer. */
function encodeTexts(length: number, offsets: Int32Array, bytes: Uint8Array): Uint8Array {
  let size = offsets[length]! - offsets[0]!
  for (let row = 0; row < length; row++) size += varintSize(offsets[row + 1]! - offsets[row]!)
  const out = Buffer.allocUnsafe(size)
  let at = 0
  for (let row = 0; row < length; row++) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!]
    let rest = end - start
    for (; rest > 127; rest >>>= 7) out[at++] = (rest & 127) | 128
    out[at++] = rest
    // Most texts have few bytes: a loop costs less than a call into the runtime.
    if (end - start > 32) out.set(bytes.subarray(start, end), at)
    else for (let place = start; place < end; place++) out[at + place - start] = bytes[place]!
    at += end - start
  }
  invariant(at === size, 'a text column fills the size that was computed for it')
  return out
}

function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest > 127; rest >>>= 7) size++
  return size
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
  return [...bytes, rest]
}
