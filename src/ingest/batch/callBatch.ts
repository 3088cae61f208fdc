/**
 * The calls of one batch as columns, and the byte strings of those identities and contents that are hashed once the
 * batch is full. A row is written in one pass, and the memory is reused for the next batch.
 */

import { identitySize } from '../../identities/port.ts'
import { GrowableTexts } from '../../usage/growableBuffer.ts'
import type { CallColumns } from '../../usage/kinds/call.ts'
import { CallMessages } from '../calls/callMessages.ts'
import type { BlockColumns, BlockOfCalls, CallRow } from '../calls/callRow.ts'
import {
  type CountName,
  columnSlices,
  countNames,
  ofCurrency,
  rowBytes,
  type TextName,
  textNames,
} from './callLayout.ts'
import { putBytes } from './writeColumn.ts'

const amountBytes = 32
const amountWords = amountBytes / 4
/** Amounts take 160 bits. */
const sumWords = 5
/** A loop over so many rows is a function that is called often, so it is compiled once; a longer one in each batch. */
const pieceRows = 1_024

export class CallBatch {
  length = 0
  /** Bytes of the rows' values. */
  bytes = 0
  readonly rowsMax: number
  /** Currency of a row by its number in the cache. */
  readonly currency: Int32Array
  /** 16 bytes a row, once hashed. */
  readonly identity: Uint8Array
  readonly content: Uint8Array
  /** Of the calls that came without hashes. */
  readonly #messages: CallMessages
  /** Records of a block that are rows from `#runRow` on, and are not copied yet. */
  #run: BlockOfCalls | undefined
  #runFrom = 0
  #runTo = 0
  #runRow = 0
  readonly #columns: BlockColumns
  readonly #texts: Readonly<Record<TextName, GrowableTexts>>
  /** `texts` in the order of `textNames`. */
  readonly #textList: readonly GrowableTexts[]
  readonly #time: BigInt64Array
  readonly #timeHalves: Uint32Array
  readonly #counts: Readonly<Record<CountName, BigInt64Array>>
  /** `counts` in the order of `countNames`. */
  readonly #countList: readonly BigInt64Array[]
  readonly #countHalves: readonly Uint32Array[]
  readonly #amount: Uint8Array
  /** The same memory. */
  readonly #amountWords: Uint32Array
  readonly #priced: Uint8Array

  constructor(rowsMax: number) {
    this.rowsMax = rowsMax
    this.currency = new Int32Array(rowsMax)
    this.identity = new Uint8Array(rowsMax * identitySize)
    this.content = new Uint8Array(rowsMax * identitySize)
    this.#messages = new CallMessages(rowsMax)
    this.#texts = byName(textNames, () => new GrowableTexts(rowsMax, 4))
    this.#textList = textNames.map((name) => this.#texts[name])
    this.#time = new BigInt64Array(rowsMax)
    this.#timeHalves = new Uint32Array(this.#time.buffer)
    this.#counts = byName(countNames, () => new BigInt64Array(rowsMax))
    this.#countList = countNames.map((name) => this.#counts[name])
    this.#countHalves = this.#countList.map((column) => new Uint32Array(column.buffer))
    this.#columns = {
      identity: this.identity,
      content: this.content,
      timeHalves: this.#timeHalves,
      countHalves: this.#countHalves,
      texts: this.#textList,
    }
    this.#amount = new Uint8Array(rowsMax * amountBytes)
    this.#amountWords = new Uint32Array(this.#amount.buffer)
    this.#priced = new Uint8Array(rowsMax)
  }

  clear(): void {
    this.length = 0
    this.bytes = 0
    this.#messages.clear()
    this.#run = undefined
    for (const list of this.#textList) list.length = 0
  }

  /**
   * Adds a call to the end of the batch, which must have room. Of a call that was read with its block only what judging
   * added is written; `copyRun` copies the rest.
   */
  append(row: CallRow): void {
    const n = this.length
    for (let i = 0; i < amountWords; i++) this.#amountWords[n * amountWords + i] = row.amountWords[i]!
    this.#priced[n] = row.priced ? 1 : 0
    this.currency[n] = row.currencyIndex
    const { block } = row
    if (block === undefined) {
      this.copyRun()
      this.#appendRow(row)
    } else {
      if (block !== this.#run || row.blockAt !== this.#runTo) {
        this.copyRun()
        this.#run = block
        this.#runFrom = row.blockAt
        this.#runRow = n
      }
      this.#runTo = row.blockAt + 1
      this.bytes += row.blockTextBytes
    }
    this.#appendCurrency(row)
    this.bytes += rowBytes
    this.length = n + 1
  }

  /** Copies what is still to be copied from a block. Call it before the block's memory is used again. */
  copyRun(): void {
    this.#run?.copyTo(this.#columns, this.#runFrom, this.#runTo, this.#runRow)
    this.#run = undefined
  }

  /** Everything of a row that has all its texts, apart from the currency. */
  #appendRow(row: CallRow): void {
    const n = this.length
    this.#timeHalves[n * 2] = row.time % 0x1_0000_0000
    this.#timeHalves[n * 2 + 1] = row.time / 0x1_0000_0000
    for (let i = 0; i < countNames.length; i++) {
      const count = row.tokens[i]!
      const halves = this.#countHalves[i]!
      halves[n * 2] = count < 0 ? 0xffff_ffff : count % 0x1_0000_0000
      halves[n * 2 + 1] = count < 0 ? 0xffff_ffff : count / 0x1_0000_0000
    }
    this.#messages.add(n, row)
    const { slices, bytes } = row
    for (let i = 0; i < textNames.length; i++) {
      const at = columnSlices[i]!
      if (at === ofCurrency) continue
      const list = this.#textList[i]!
      const start = slices[at]!
      const end = slices[at + 1]!
      list.reserve(end - start)
      putBytes(list, bytes, start, end)
      list.offsets[n + 1] = list.length
      this.bytes += end - start
    }
  }

  #appendCurrency({ currency }: CallRow): void {
    const list = this.#texts.currency
    list.reserve(currency.length)
    putBytes(list, currency, 0, currency.length)
    list.offsets[this.length + 1] = list.length
    this.bytes += currency.length
  }

  /** Hashes identities and contents. The columns are complete only after it. */
  hash(): void {
    this.#messages.hashInto(this.identity, this.content)
  }

  /** Drops the rows whose `keep` is not 1. Call it after `hash`. */
  keepOnly(keep: Uint8Array): void {
    const n = this.length
    let to = 0
    for (let row = 0; row < n; row++) {
      if (keep[row] !== 1) continue
      if (to !== row) this.#moveFixed(row, to)
      to++
    }
    for (const column of this.#textList) column.keepOnly(keep, n)
    this.length = to
  }

  #moveFixed(from: number, to: number): void {
    this.identity.copyWithin(to * identitySize, from * identitySize, (from + 1) * identitySize)
    this.content.copyWithin(to * identitySize, from * identitySize, (from + 1) * identitySize)
    this.#amount.copyWithin(to * amountBytes, from * amountBytes, (from + 1) * amountBytes)
    this.#time[to] = this.#time[from]!
    for (const column of this.#countList) column[to] = column[from]!
    this.#priced[to] = this.#priced[from]!
    this.currency[to] = this.currency[from]!
  }

  /** Views of the batch's own memory, valid until `clear`. */
  columns(): CallColumns {
    const n = this.length
    return {
      length: n,
      identity: this.identity.subarray(0, n * identitySize),
      content: this.content.subarray(0, n * identitySize),
      time: this.#time.subarray(0, n),
      amount: this.#amount.subarray(0, n * amountBytes),
      priced: this.#priced.subarray(0, n),
      ...byName(textNames, (name) => this.#texts[name].view(n)),
      ...byName(countNames, (name) => this.#counts[name].subarray(0, n)),
    }
  }

  sourceAt(row: number): string {
    return this.#texts.source.textAt(row)
  }

  idAt(row: number): string {
    return this.#texts.id.textAt(row)
  }

  assetAt(row: number): string {
    return this.#texts.asset.textAt(row)
  }

  versionAt(row: number): string {
    return this.#texts.version.textAt(row)
  }

  /** Σ of the rows' amounts by currency number, in ledger units. */
  sums(): Map<number, bigint> {
    const sums = new Map<number, Float64Array>()
    for (let from = 0; from < this.length; from += pieceRows)
      this.#addTo(sums, from, Math.min(from + pieceRows, this.length))
    return new Map([...sums].map(([currency, sum]) => [currency, fromWords(sum)]))
  }

  #addTo(sums: Map<number, Float64Array>, from: number, to: number): void {
    const words = this.#amountWords
    let currency = -1
    let sum: Float64Array = new Float64Array(0)
    for (let row = from; row < to; row++) {
      if (this.currency[row] !== currency) {
        currency = this.currency[row]!
        sum = sums.get(currency) ?? new Float64Array(sumWords)
        sums.set(currency, sum)
      }
      // 2^16 rows of 32-bit words stay exact in doubles.
      for (let i = 0; i < sumWords; i++) sum[i] = sum[i]! + words[row * amountWords + i]!
    }
  }
}

function byName<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>
}

function fromWords(words: Float64Array): bigint {
  return words.reduceRight((sum, word) => (sum << 32n) + BigInt(word), 0n)
}
