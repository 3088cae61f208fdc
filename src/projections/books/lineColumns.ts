/**
 * Builds the columns of an insert line by line, so that no list of the lines and no list of each column's values is kept:
 * a close of millions of payees writes tens of millions of lines. Neighbouring lines have many texts in common, which are
 * copied instead of encoded.
 */

import type { AmountOf, LineRows, TextOf } from '../../books/lineRows.ts'
import type { EarningRun } from '../../books/port.ts'
import { grown } from '../../columns/grown.ts'
import type { RowTexts } from '../../columns/rowTexts.ts'
import type { UnitSums } from '../../columns/unitSums.ts'
import { invariant } from '../../invariant.ts'
import {
  type InputColumn,
  int256,
  low64,
  textColumn,
  uint256,
  wordsOfAmount,
  writeWords,
} from '../engine/columns.ts'
import type { BookTable } from './tables.ts'

export class LineColumns<Line> {
  #length = 0
  readonly #texts: { readonly name: keyof Line & string; readonly column: Texts }[]
  readonly #amounts: { readonly name: keyof Line & string; readonly column: Amounts }[]
  readonly #signed: { readonly name: keyof Line & string; readonly column: Amounts }[]

  /** @param contracted whether the lines may have amounts that contracts alone make */
  constructor(table: BookTable<Line>, contracted: boolean) {
    const signed = (table.signed ?? []).filter((name) => contracted || !table.contractual?.includes(name))
    this.#texts = table.texts.map((name) => ({ name, column: new Texts() }))
    this.#amounts = table.amounts.map((name) => ({ name, column: new Amounts() }))
    this.#signed = signed.map((name) => ({ name, column: new Amounts() }))
  }

  get length(): number {
    return this.#length
  }

  add(line: Line): void {
    const at = this.#length++
    for (const { name, column } of this.#texts) column.add(at, line[name] as string)
    for (const { name, column } of this.#amounts) column.set(at, line[name] as bigint, name)
    for (const { name, column } of this.#signed) column.setSigned(at, line[name] as bigint, name)
  }

  addRows({ texts, amounts }: LineRows<Line>, rows: Uint32Array): void {
    const first = this.#length
    this.#length += rows.length
    for (const { name, column } of this.#texts) column.addRows(first, texts[name as TextOf<Line>], rows)
    for (const { name, column } of this.#amounts)
      column.copyRows(first, amounts[name as AmountOf<Line>], rows, (at, value) =>
        column.set(at, value, name),
      )
    for (const { name, column } of this.#signed) {
      const put = (at: number, value: bigint) => column.setSigned(at, value, name)
      column.copyRows(first, amounts[name as AmountOf<Line>], rows, put)
    }
  }

  /** The lines of a run from the line `from` to the one before `end`. */
  addRun({ names, payees, amounts, ...source }: EarningRun, from: number, end: number): void {
    const first = this.#length
    this.#length += end - from
    for (const { name, column } of this.#texts) {
      if (name === 'payee') column.addRows(first, names, payees.subarray(from, end))
      else column.fill(first, source[name as keyof typeof source], end - from)
    }
    for (const { column, name } of this.#signed) {
      invariant(name === 'amount', 'lines of a run have one amount')
      column.copy(first, amounts, from, end)
    }
  }

  /** They are views of what the next lines are written to once it is cleared. */
  columns(): InputColumn[] {
    const { length } = this
    return [
      ...this.#texts.map(({ name, column }) => textColumn(name, length, column.part(length))),
      ...this.#amounts.map(({ name, column }) => uint256(name, column.part(length))),
      ...this.#signed.map(({ name, column }) => int256(name, column.part(length))),
    ]
  }

  /** Removes all lines and keeps the memory: arrays that grow again for each insert make the collector work. */
  clear(): void {
    for (const { column } of this.#texts) column.clear()
    for (const { column } of [...this.#amounts, ...this.#signed]) column.clear(this.#length)
    this.#length = 0
  }
}

/** A text of this many bytes or more is copied by the runtime. */
const longText = 48
/** UTF-8 takes at most so many bytes for a unit of UTF-16. */
const bytesOfUnit = 3
const bytesMin = 4_096

class Texts {
  #offsets = new Uint32Array(1)
  #bytes = Buffer.allocUnsafe(bytesMin)
  #at = 0
  /** The text before, and where its bytes begin. */
  #last = ''
  #lastAt = 0

  add(line: number, text: string): void {
    const at = this.#at
    this.#reserve(text.length * bytesOfUnit)
    if (text === this.#last) this.#repeat()
    else this.#encode(text)
    this.#last = text
    this.#lastAt = at
    this.#end(line)
  }

  addRows(line: number, texts: RowTexts, rows: Uint32Array): void {
    let end = line
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!
      const length = texts.length(row)
      this.#reserve(length)
      texts.copy(row, this.#bytes, this.#at)
      this.#at += length
      this.#end(end++)
    }
    this.#last = ''
    this.#lastAt = this.#at
  }

  /** The same text in so many lines. */
  fill(line: number, text: string, count: number): void {
    if (count === 0) return
    this.add(line, text)
    const [from, length] = [this.#lastAt, this.#at - this.#lastAt]
    this.#reserve(length * (count - 1))
    const end = from + length * count
    // What is there is copied as a whole, so each copy is as long as all before it.
    for (let done = length; done > 0 && from + done < end; done *= 2)
      this.#bytes.copyWithin(from + done, from, Math.min(from + done, end - done))
    for (let other = 1; other < count; other++) {
      this.#at += length
      this.#end(line + other)
    }
    this.#lastAt = this.#at - length
  }

  #end(line: number): void {
    if (line + 1 >= this.#offsets.length) this.#offsets = grown(this.#offsets, line + 2)
    this.#offsets[line + 1] = this.#at
  }

  part(length: number): { offsets: Int32Array; bytes: Uint8Array } {
    const offsets = new Int32Array(this.#offsets.buffer, 0, length + 1)
    return { offsets, bytes: this.#bytes.subarray(0, this.#at) }
  }

  clear(): void {
    this.#at = 0
    this.#last = ''
    this.#lastAt = 0
  }

  #repeat(): void {
    const [bytes, from, end] = [this.#bytes, this.#lastAt, this.#at]
    const length = end - from
    if (length >= longText) bytes.copyWithin(end, from, end)
    else for (let at = 0; at < length; at++) bytes[end + at] = bytes[from + at]!
    this.#at = end + length
  }

  #encode(text: string): void {
    const [bytes, from] = [this.#bytes, this.#at]
    if (text.length < longText) {
      let at = 0
      for (; at < text.length; at++) {
        const unit = text.charCodeAt(at)
        if (unit > 127) break
        bytes[from + at] = unit
      }
      if (at === text.length) {
        this.#at = from + at
        return
      }
    }
    this.#at = from + bytes.write(text, from)
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#at + more, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}

/** Words of 32 bits. */
const halvesOfAmount = wordsOfAmount * 2

/** 256 bits a line. */
class Amounts {
  #words = new BigUint64Array(0)

  set(line: number, value: bigint, name: string): void {
    if (value < 0n || (value > low64 && value >> 256n !== 0n)) invariant(false, `${name} fits 256 bits`)
    this.#write(line, value)
  }

  setSigned(line: number, value: bigint, name: string): void {
    const rest = value >= 0n && value <= low64 ? 0n : value >> 255n
    if (rest !== 0n && rest !== -1n) invariant(false, `${name} fits 255 bits and a sign`)
    this.#write(line, rest === 0n ? value : BigInt.asUintN(256, value))
  }

  /** Rows of a column of sums, from `from` to the one before `end`. */
  copy(line: number, sums: UnitSums, from: number, end: number): void {
    const words = sums.words
    if (words === undefined) {
      for (let row = from; row < end; row++) this.setSigned(line + row - from, sums.get(row), 'amount')
      return
    }
    this.#reserve((line + end - from) * wordsOfAmount)
    const { low, high } = words
    const to = new Uint32Array(this.#words.buffer)
    for (let row = from, at = line * halvesOfAmount; row < end; row++, at += halvesOfAmount) {
      const of = row * 2
      to[at] = low[of]!
      to[at + 1] = low[of + 1]!
      to[at + 2] = high[of]!
      to[at + 3] = high[of + 1]!
      if (high[of + 1]! < 0) to.fill(0xffff_ffff, at + 4, at + halvesOfAmount)
    }
  }

  /** Rows of a column of sums; 0 where there is none. @param put takes sums that are beyond words, or below 0 */
  copyRows(
    line: number,
    sums: UnitSums | undefined,
    rows: Uint32Array,
    put: (line: number, value: bigint) => void,
  ): void {
    this.#reserve((line + rows.length) * wordsOfAmount)
    if (sums === undefined) return
    const words = sums.words
    const to = new Uint32Array(this.#words.buffer)
    for (let place = 0; place < rows.length; place++) {
      const of = rows[place]! * 2
      if (words === undefined) put(line + place, sums.get(rows[place]!))
      else if (of >= words.low.length) continue
      else if (words.high[of + 1]! < 0) put(line + place, sums.get(rows[place]!))
      else {
        const at = (line + place) * halvesOfAmount
        to[at] = words.low[of]!
        to[at + 1] = words.low[of + 1]!
        to[at + 2] = words.high[of]!
        to[at + 3] = words.high[of + 1]!
      }
    }
  }

  part(length: number): Uint8Array {
    return new Uint8Array(this.#words.buffer, 0, length * wordsOfAmount * this.#words.BYTES_PER_ELEMENT)
  }

  clear(lines: number): void {
    this.#words.fill(0n, 0, lines * wordsOfAmount)
  }

  #reserve(words: number): void {
    if (words > this.#words.length) this.#words = grown(this.#words, words)
  }

  #write(line: number, value: bigint): void {
    // The length after growing is no multiple of a line's words, so all words of the line are asked for.
    this.#reserve((line + 1) * wordsOfAmount)
    writeWords(this.#words, line, value)
  }
}
