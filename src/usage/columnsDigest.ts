/**
 * The digest of a batch, against tampering. `sha256-columns` is SHA-256 over the digests of these lists, 32 bytes each.
 * Every list is in row order, and the digest of a list is its SHA-256.
 *
 *   each column of fixed width, in the order of the kind's columns, as one list: keys 16 bytes, moments and counts i64
 *   (−1 where left out), flags u8. Ledger units are three lists: the low 64 bits of every value, u64; the numbers of the
 *   rows, u32, whose value takes more than that; the whole values of these rows, u256 · then one list of all texts: of each row
 *   its texts in the order of the columns, each as UTF-8 and the byte FF, which is never part of UTF-8 · then of each
 *   later column that some row gives: SHA-256 of its name, and the digest of its list
 *
 * Numbers are little-endian, and a list of them begins with its length as LEB128. No two batches of valid texts have the
 * same lists: the first ones fix the number of rows, and so the number of bytes FF. So a collision is one of SHA-256.
 *
 * Hashing columns costs no call a row, here and in the database (src/projections/usage/columnsDigest.ts).
 */
import { createHash, type Hash, hash } from 'node:crypto'
import type { Column, ColumnData, ColumnType, OptionalType, TextColumn } from './columns.ts'
import { firstColumns, laterColumns } from './rowHash.ts'

/** The columns of a batch, whatever its kind. */
type Rows = { readonly length: number } & Readonly<Record<string, unknown>>

/**
 * @param firstRow the number of the first row in its batch
 * @returns 64 hex digits
 */
export function columnsDigest(columns: readonly Column[], rows: Rows, firstRow = 0): string {
  return digestWith(columns, rows, (column) => numberDigests(column, rows, firstRow))
}

/** The digests of several choices of columns of a batch, in their order. A list of numbers is hashed once for all. */
export function columnsDigests(choices: readonly (readonly Column[])[], rows: Rows): string[] {
  const made = new Map<string, readonly Uint8Array[]>()
  const digestsOf = (column: NumberColumn) => {
    const digests = made.get(column.name) ?? numberDigests(column, rows, 0)
    made.set(column.name, digests)
    return digests
  }
  return choices.map((columns) => digestWith(columns, rows, digestsOf))
}

function digestWith(
  columns: readonly Column[],
  rows: Rows,
  digestsOf: (column: NumberColumn) => readonly Uint8Array[],
): string {
  const { length } = rows
  const all = createHash('sha256')
  const first = firstColumns(columns)
  for (const { name, type } of first) {
    if (type !== 'text') for (const digest of digestsOf({ name, type })) all.update(digest)
  }
  const texts = first.filter(({ type }) => type === 'text').map(({ name }) => rows[name] as TextColumn)
  all.update(digestTexts(texts, length))
  for (const { name, type } of laterColumns(columns)) {
    const values = rows[name] as never
    if (isGiven[type](values, length))
      all.update(hash('sha256', name, 'buffer')).update(digestLater[type](values, length))
  }
  return all.digest('hex')
}

interface NumberList {
  readonly length: number
  readonly bytes: Uint8Array
}

type NumberType = Exclude<ColumnType, 'text'>

interface NumberColumn {
  readonly name: string
  readonly type: NumberType
}

/** Of the lists of a column. */
function numberDigests({ name, type }: NumberColumn, rows: Rows, firstRow: number): Uint8Array[] {
  return listsOf[type](rows[name] as never, rows.length, firstRow).map(digestNumbers)
}

const listsOf: {
  [Type in NumberType]: (values: ColumnData[Type], length: number, firstRow: number) => NumberList[]
} = {
  key16: (values, length) => [{ length, bytes: values.subarray(0, length * 16) }],
  moment: (values, length) => [{ length, bytes: bytesOf(values.subarray(0, length)) }],
  units: unitLists,
  flag: (values, length) => [{ length, bytes: values.subarray(0, length) }],
  count: (values, length) => [{ length, bytes: bytesOf(values.subarray(0, length)) }],
}

const isGiven: { [Type in OptionalType]: (values: ColumnData[Type], length: number) => boolean } = {
  count: (values, length) => values.subarray(0, length).some((value) => value !== -1n),
  text: ({ offsets }, length) => offsets[length] !== offsets[0],
}

const digestLater: { [Type in OptionalType]: (values: ColumnData[Type], length: number) => Uint8Array } = {
  count: (values, length) => digestNumbers(listsOf.count(values, length, 0)[0]!),
  text: (values, length) => digestTexts([values], length),
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

const unitBytes = 32
const unitWords = 8

/** Nearly all amounts are below 2^64, and the others are few. */
function unitLists(values: Uint8Array, length: number, firstRow: number): NumberList[] {
  const words = wordsOf(values, length * unitWords)
  const low = new Uint32Array(length * 2)
  const wideRows: number[] = []
  for (let row = 0; row < length; row++) {
    const at = row * unitWords
    low[row * 2] = words[at]!
    low[row * 2 + 1] = words[at + 1]!
    let more = 0
    for (let i = 2; i < unitWords; i++) more |= words[at + i]!
    if (more !== 0) wideRows.push(row)
  }
  const wide = new Uint8Array(wideRows.length * unitBytes)
  wideRows.forEach((row, index) => {
    wide.set(values.subarray(row * unitBytes, (row + 1) * unitBytes), index * unitBytes)
  })
  return [
    { length, bytes: bytesOf(low) },
    { length: wideRows.length, bytes: bytesOf(Uint32Array.from(wideRows, (row) => firstRow + row)) },
    { length: wideRows.length, bytes: wide },
  ]
}

function wordsOf(bytes: Uint8Array, count: number): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, count)
}

function digestNumbers({ length, bytes }: NumberList): Uint8Array {
  return createHash('sha256').update(leb128(length)).update(bytes).digest()
}

function leb128(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.of(...bytes, rest)
}

/** Fits the cache of a core. */
const blockBytes = 65_536
const endOfText = 0xff
const wordBytes = 4
/** Rows that one call of `hashTexts` copies. A function that is called often enough is compiled once and for all. */
const copiedRows = 1_024

/** Texts of rows on their way to a hash, in a block that is hashed when it is full. */
interface TextBlock {
  readonly hashed: Hash
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Bytes that it has. */
  at: number
}

interface TextSource {
  readonly offsets: Int32Array
  readonly view: DataView
}

function digestTexts(columns: readonly TextColumn[], length: number): Uint8Array {
  const sources = columns.map(({ offsets, bytes }) => {
    const { buffer, byteOffset, byteLength } = bytes
    return { offsets, view: new DataView(buffer, byteOffset, byteLength) }
  })
  const bytes = new Uint8Array(blockBytes + wordBytes)
  const block = { hashed: createHash('sha256'), bytes, view: new DataView(bytes.buffer), at: 0 }
  for (let row = 0; row < length; row += copiedRows)
    hashTexts(sources, row, Math.min(row + copiedRows, length), block)
  return block.hashed.update(bytes.subarray(0, block.at)).digest()
}

/**
 * Copies the texts of rows `first` to `end`, exclusive, row by row. This runs for every call, so it copies words of four
 * bytes and lets the next text overwrite what is too much.
 */
function hashTexts(sources: readonly TextSource[], first: number, end: number, block: TextBlock): void {
  const { hashed, bytes, view: blockView } = block
  let { at } = block
  for (let row = first; row < end; row++) {
    for (let i = 0; i < sources.length; i++) {
      const { offsets, view } = sources[i]!
      let from = offsets[row]!
      const to = offsets[row + 1]!
      if (at + to - from >= blockBytes) {
        hashed.update(bytes.subarray(0, at))
        at = 0
        if (to - from >= blockBytes) {
          hashed.update(bytesOf(view).subarray(from, to))
          from = to
        }
      }
      if (to + wordBytes <= view.byteLength) {
        for (let into = at, next = from; next < to; into += wordBytes, next += wordBytes)
          blockView.setUint32(into, view.getUint32(next, true), true)
      } else {
        for (let into = at, next = from; next < to; into++, next++) bytes[into] = view.getUint8(next)
      }
      at += to - from
      bytes[at++] = endOfText
    }
  }
  block.at = at
}
