/**
 * The rows of one kind of a batch, as columns: written value by value, hashed many at a time. It serves every kind; calls,
 * which are most rows, have a batch of their own (src/ingest/batch/callBatch.ts).
 */
import { ByteWriter, writeContent, writeIdentity } from '../../events/index.ts'
import { identitySize } from '../../identities/port.ts'
import { digestBytes, keccak256Many } from '../../keccak/index.ts'
import type { OtherKind } from '../../log/keys.ts'
import type { Column, ColumnsOf, ColumnType } from '../../usage/columns.ts'
import { GrowableTexts } from '../../usage/growableBuffer.ts'
import { kinds } from '../../usage/kinds.ts'
import { rowBytesMin } from '../../usage/rowHash.ts'
import { writeAmount } from '../calls/wideIntegers.ts'
import type { OtherRow } from './otherRow.ts'

/** Rows that are hashed at once. */
const pieceRows = 1_024
/** Texts that are hashed of a row: its identity, its content, and what a correction names. */
const messagesMax = 3

type NumberType = Exclude<ColumnType, 'text'>
const widths: Record<NumberType, number> = { key16: identitySize, moment: 8, units: 32, flag: 1, count: 8 }

interface NumberColumn {
  readonly name: string
  readonly type: NumberType
  bytes: Uint8Array
}

interface TextColumn {
  readonly name: string
  readonly texts: GrowableTexts
}

export class KindBatch<Kind extends OtherKind = OtherKind> {
  length = 0
  /** Bytes of the rows' values. */
  bytes = 0
  readonly #numbers: readonly NumberColumn[]
  readonly #texts: readonly TextColumn[]
  readonly #rowBytes: number
  /** Keys of the rows that are not hashed yet, and where each ends. */
  readonly #messages = new ByteWriter(1 << 10)
  readonly #ends = new Int32Array(pieceRows * messagesMax + 1)
  readonly #digests = new Uint8Array(pieceRows * messagesMax * digestBytes)
  readonly #keys: readonly NumberColumn[]
  #hashed = 0

  constructor(kind: Kind, rowsMax: number) {
    const columns: readonly Column[] = kinds[kind].columns
    this.#numbers = columns.flatMap(({ name, type }) =>
      type === 'text' ? [] : [{ name, type, bytes: new Uint8Array(0) }],
    )
    this.#texts = columns.flatMap(({ name, type }) =>
      type === 'text' ? [{ name, texts: new GrowableTexts(rowsMax, 0) }] : [],
    )
    this.#keys = this.#numbers.filter(({ type }) => type === 'key16')
    this.#rowBytes = rowBytesMin(columns)
  }

  clear(): void {
    this.length = 0
    this.bytes = 0
    this.#hashed = 0
    this.#messages.clear()
    for (const { texts } of this.#texts) texts.length = 0
  }

  append({ event, values, target }: OtherRow): void {
    const row = this.length
    const given = values as Readonly<Record<string, unknown>>
    for (const column of this.#numbers) {
      reserve(column, row + 1)
      if (column.type !== 'key16') writeNumber[column.type](column.bytes, row, given[column.name] as never)
    }
    for (const { name, texts } of this.#texts) {
      const from = texts.length
      texts.append(row, given[name] as string)
      this.bytes += texts.length - from
    }
    this.bytes += this.#rowBytes
    this.length++
    this.#addMessages(event, target)
    if (this.length - this.#hashed === pieceRows) this.hash()
  }

  /** In the order of the keys among the columns: identity, content, and what a correction names. */
  #addMessages(event: OtherRow['event'], target: OtherRow['target']): void {
    const messages = this.#messages
    let at = (this.length - 1 - this.#hashed) * this.#keys.length
    writeIdentity(messages, 'C', event.source, event.id)
    this.#ends[++at] = messages.length
    writeContent(messages, event)
    this.#ends[++at] = messages.length
    if (target === undefined) return
    writeIdentity(messages, 'C', target.source, target.id)
    this.#ends[++at] = messages.length
  }

  /** Hashes what is not hashed yet. The columns are complete only after it. */
  hash(): void {
    const rows = this.length - this.#hashed
    if (rows === 0) return
    const count = rows * this.#keys.length
    keccak256Many(
      { bytes: this.#messages.taken(), offsets: this.#ends.subarray(0, count + 1) },
      this.#digests,
    )
    for (let message = 0; message < count; message++) {
      const { bytes } = this.#keys[message % this.#keys.length]!
      const row = this.#hashed + Math.floor(message / this.#keys.length)
      const from = message * digestBytes
      bytes.set(this.#digests.subarray(from, from + identitySize), row * identitySize)
    }
    this.#hashed = this.length
    this.#messages.clear()
  }

  /** 16 bytes a row, once hashed. */
  get identity(): Uint8Array {
    return this.#keys[0]!.bytes.subarray(0, this.length * identitySize)
  }

  get content(): Uint8Array {
    return this.#keys[1]!.bytes.subarray(0, this.length * identitySize)
  }

  /** Drops the rows whose `keep` is not 1. Call it after `hash`. */
  keepOnly(keep: Uint8Array): void {
    let to = 0
    for (let row = 0; row < this.length; row++) {
      if (keep[row] !== 1) continue
      for (const { type, bytes } of this.#numbers) {
        const width = widths[type]
        bytes.copyWithin(to * width, row * width, (row + 1) * width)
      }
      to++
    }
    for (const { texts } of this.#texts) texts.keepOnly(keep, this.length)
    this.length = to
    this.#hashed = to
  }

  /** Views of the batch's own memory, valid until `clear`. */
  columns(): ColumnsOf<(typeof kinds)[Kind]['columns']> {
    const { length } = this
    const columns: Record<string, unknown> = { length }
    for (const { name, type, bytes } of this.#numbers) columns[name] = viewOf[type](bytes, length)
    for (const { name, texts } of this.#texts) columns[name] = texts.view(length)
    return columns as ColumnsOf<(typeof kinds)[Kind]['columns']>
  }

  textAt(name: 'source' | 'id', row: number): string {
    return this.#texts.find((column) => column.name === name)!.texts.textAt(row)
  }

  /** Σ of the rows' amounts by currency, in ledger units; without rows that name no currency. */
  sums(): Map<string, bigint> {
    const amounts = this.#numbers.find(({ name }) => name === 'amount')!.bytes
    const { texts } = this.#texts.find(({ name }) => name === 'currency')!
    const sums = new Map<string, bigint>()
    for (let row = 0; row < this.length; row++) {
      const currency = texts.textAt(row)
      if (currency !== '') sums.set(currency, (sums.get(currency) ?? 0n) + readUnits(amounts, row))
    }
    return sums
  }
}

function reserve(column: NumberColumn, rows: number): void {
  const wanted = rows * widths[column.type]
  if (wanted <= column.bytes.length) return
  const grown = new Uint8Array(Math.max(column.bytes.length * 2, wanted, widths[column.type] * pieceRows))
  grown.set(column.bytes)
  column.bytes = grown
}

const int64 = (bytes: Uint8Array, row: number, value: number): void => {
  new DataView(bytes.buffer).setBigInt64(row * 8, BigInt(value), true)
}

const writeNumber: {
  readonly [Type in Exclude<NumberType, 'key16'>]: (bytes: Uint8Array, row: number, value: never) => void
} = {
  moment: int64,
  count: int64,
  units: (bytes, row, value: bigint) => writeAmount(value, bytes, row * 32),
  flag: (bytes, row, value: boolean) => {
    bytes[row] = value ? 1 : 0
  },
}

const viewOf: Record<NumberType, (bytes: Uint8Array, length: number) => Uint8Array | BigInt64Array> = {
  key16: (bytes, length) => bytes.subarray(0, length * identitySize),
  moment: (bytes, length) => new BigInt64Array(bytes.buffer, 0, length),
  units: (bytes, length) => bytes.subarray(0, length * 32),
  flag: (bytes, length) => bytes.subarray(0, length),
  count: (bytes, length) => new BigInt64Array(bytes.buffer, 0, length),
}

function readUnits(bytes: Uint8Array, row: number): bigint {
  const words = new DataView(bytes.buffer, row * 32, 32)
  let value = 0n
  for (let word = 3; word >= 0; word--) value = (value << 64n) + words.getBigUint64(word * 8, true)
  return value
}
