/**
 * Columns in memory, in Arrow's layout. Each has a type in which it is sent (`wire`) and an SQL expression that
 * converts it to the type of the table. Arrow has no 256-bit integers, so they are sent as 32 bytes and reinterpreted.
 */
import { invariant } from '../../invariant.ts'

export interface InputColumn {
  readonly name: string
  /** Type in a table. */
  readonly type: string
  /** Type in which it is sent. */
  readonly wire: 'String' | 'Int64' | 'UInt8' | `FixedString(${number})`
  /** SQL that turns the wire value into `type`. */
  readonly expression: string
  readonly length: number
  /** Of a text: length + 1 offsets into the UTF-8 bytes of `values`. Other columns have values only. */
  readonly offsets?: Int32Array
  readonly values: Uint8Array
}

/** UTF-8 text that is in Arrow's layout already. */
export function textColumn(
  name: string,
  length: number,
  text: { offsets: Int32Array; bytes: Uint8Array },
): InputColumn {
  invariant(text.offsets.length > length, `text column ${name} has an offset for each row and one more`)
  return {
    name,
    type: 'String',
    wire: 'String',
    expression: name,
    length,
    offsets: text.offsets,
    values: text.bytes,
  }
}

export function strings(name: string, values: readonly string[]): InputColumn {
  const offsets = new Int32Array(values.length + 1)
  let size = 0
  for (const value of values) size += value.length
  // One byte for each character, which is enough for ASCII such as asset ids and versions. It grows for other texts.
  let bytes: Buffer = Buffer.allocUnsafe(size)
  let at = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (at + value.length * 3 > bytes.length) {
      const exact = Buffer.byteLength(value)
      if (at + exact > bytes.length) bytes = grow(bytes, at, at + exact)
    }
    at += bytes.write(value, at)
    offsets[i + 1] = at
  }
  return textColumn(name, values.length, { offsets, bytes: bytes.subarray(0, at) })
}

function grow(bytes: Buffer, used: number, need: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(need, used * 2))
  bytes.copy(larger, 0, 0, used)
  return larger
}

/** Integers from 0 to below 2^53. */
export function naturals(
  name: string,
  values: readonly number[],
  type: 'UInt8' | 'UInt32' | 'UInt64',
): InputColumn {
  const wire = new BigInt64Array(values.length)
  for (let i = 0; i < values.length; i++) wire[i] = BigInt(values[i]!)
  return { ...int64(name, wire), type, expression: `to${type}(${name})` }
}

export function int64(name: string, values: BigInt64Array): InputColumn {
  return {
    name,
    type: 'Int64',
    wire: 'Int64',
    expression: name,
    length: values.length,
    values: bytesOf(values),
  }
}

/** Microseconds since 1970 as `DateTime64(6, 'UTC')`. */
export function moments(name: string, micros: BigInt64Array): InputColumn {
  return {
    ...int64(name, micros),
    type: "DateTime64(6, 'UTC')",
    expression: `fromUnixTimestamp64Micro(${name}, 'UTC')`,
  }
}

export function bytes8(name: string, values: Uint8Array): InputColumn {
  return { name, type: 'UInt8', wire: 'UInt8', expression: name, length: values.length, values }
}

/** `width` bytes a row. */
export function fixed(name: string, width: number, values: Uint8Array): InputColumn {
  invariant(values.length % width === 0, `column ${name} has ${width} bytes a row`)
  const type = `FixedString(${width})` as const
  return { name, type, wire: type, expression: name, length: values.length / width, values }
}

/** 32 hex digits a row. */
export function hexKeys(name: string, values: readonly string[]): InputColumn {
  const bytes = Buffer.alloc(values.length * 16)
  for (let i = 0; i < values.length; i++) {
    invariant(bytes.write(values[i]!, i * 16, 'hex') === 16, `${name} has 32 hex digits`)
  }
  return fixed(name, 16, bytes)
}

/** 32 bytes a row, little-endian, as UInt256. */
export function uint256(name: string, values: Uint8Array): InputColumn {
  return { ...fixed(name, 32, values), type: 'UInt256', expression: `reinterpretAsUInt256(${name})` }
}

/** The same as Int256, in two's complement. */
export function int256(name: string, values: Uint8Array): InputColumn {
  return { ...fixed(name, 32, values), type: 'Int256', expression: `reinterpretAsInt256(${name})` }
}

/** The largest amount that fits one word. */
export const low64 = (1n << 64n) - 1n

export const wordsOfAmount = 4

export function amounts(name: string, values: readonly bigint[]): InputColumn {
  const words = new BigUint64Array(values.length * wordsOfAmount)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < 0n || value >> 256n !== 0n) invariant(false, `${name} fits 256 bits`)
    writeWords(words, i, value)
  }
  return uint256(name, new Uint8Array(words.buffer))
}

/**
 * 256 bits of a row, little-endian, over zeros. Many amounts are 0, and nearly all fit one word.
 * @param value not negative
 */
export function writeWords(words: BigUint64Array, row: number, value: bigint): void {
  let at = row * wordsOfAmount
  if (value <= low64) {
    if (value !== 0n) words[at] = value
    return
  }
  for (let rest = value; rest !== 0n; rest >>= 64n) words[at++] = rest & low64
}

function bytesOf(values: BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
