/**
 * A column of exact sums of any sign, in typed arrays: 16 bytes a row, outside the heap of JavaScript. A million bigints
 * would be a million objects. A sum of 2^127 or more either way, which hardly any ledger has, is kept in a map beside the
 * arrays.
 */
import { invariant } from '../invariant.ts'
import { grown } from './grown.ts'

const wordBits = 64n
const wordLimit = 1n << wordBits
const wordMask = wordLimit - 1n
const word32 = 2 ** 32
const pairLimit = 1n << (2n * wordBits - 1n)
/** The high word of every sum in the map, and of no other. */
const beyondMark = -(1n << (wordBits - 1n))

/** The highest 32 bits of that word. */
const beyondTop = -(2 ** 31)
/** So many words below 2^32 stay below 2^53. */
const addsMax = 2 ** 20

/** From `first` to before `end`. */
interface Rows {
  readonly first: number
  readonly end: number
}

/** The sums as they are kept in files. */
interface UnitColumns {
  readonly low: BigUint64Array
  readonly high: BigInt64Array
  /** Sums that no row of the columns holds, by row. */
  readonly beyond: readonly (readonly [row: number, sum: bigint])[]
}

export class UnitSums {
  /** Without a copy: the columns belong to the sums from now on. */
  static from({ low, high, beyond }: UnitColumns): UnitSums {
    const sums = new UnitSums()
    sums.#low = low
    sums.#high = high
    for (const [row, sum] of beyond) sums.#beyond.set(row, sum)
    return sums
  }

  /** A row is high · 2^64 + low. */
  #low: BigUint64Array = new BigUint64Array(0)
  #high: BigInt64Array = new BigInt64Array(0)
  readonly #beyond = new Map<number, bigint>()
  #words: { readonly low: Uint32Array; readonly high: Int32Array } | undefined

  /** 0 for a row to which nothing was added. */
  get(row: number): bigint {
    if (row >= this.#low.length) return 0n
    const high = this.#high[row]!
    if (high === 0n) return this.#low[row]!
    return this.#beyond.get(row) ?? (high << wordBits) + this.#low[row]!
  }

  add(row: number, amount: bigint): void {
    if (amount === 0n) return
    this.set(row, this.get(row) + amount)
  }

  set(row: number, sum: bigint): void {
    if (row >= this.#low.length) this.#grow(row + 1)
    if (this.#beyond.size > 0) this.#beyond.delete(row)
    if (sum >= 0n && sum < wordLimit) {
      this.#low[row] = sum
      this.#high[row] = 0n
      return
    }
    this.#low[row] = sum & wordMask
    const high = sum >> wordBits
    const fits = sum < pairLimit && high > beyondMark
    this.#high[row] = fits ? high : beyondMark
    if (!fits) this.#beyond.set(row, sum)
  }

  /** Sets a row to high · 2^32 + low, both from 0 to below 2^32, without a bigint. */
  setWords(row: number, low: number, high: number): void {
    if (row >= this.#low.length) this.#grow(row + 1)
    if (this.#beyond.size > 0) this.#beyond.delete(row)
    const words = this.#asWords()
    const at = row * 2
    words.low[at] = low
    words.low[at + 1] = high
    words.high[at] = 0
    words.high[at + 1] = 0
  }

  /** Adds a row of another column. */
  addRow(row: number, from: UnitSums, fromRow: number): void {
    if (fromRow >= from.#low.length) return
    if (row >= this.#low.length) this.#grow(row + 1)
    const [to, by] = [this.#asWords(), from.#asWords()]
    const [at, of] = [row * 2, fromRow * 2]
    const low = to.low[at]! + by.low[of]!
    const high = to.low[at + 1]! + by.low[of + 1]! + (low < word32 ? 0 : 1)
    // Neither is below 0, nor beyond the columns, nor is their sum 2^64 or more.
    const isPlain = (to.high[at]! | to.high[at + 1]! | by.high[of]! | by.high[of + 1]!) === 0 && high < word32
    if (isPlain) {
      to.low[at] = low
      to.low[at + 1] = high
    } else this.set(row, this.get(row) + from.get(fromRow))
  }

  /** The sum of a row of another column. */
  copy(row: number, from: UnitSums, fromRow: number): void {
    if (from.#beyond.size > 0 || this.#beyond.size > 0) {
      this.set(row, from.get(fromRow))
      return
    }
    if (row >= this.#low.length) this.#grow(row + 1)
    const isSet = fromRow < from.#low.length
    this.#low[row] = isSet ? from.#low[fromRow]! : 0n
    this.#high[row] = isSet ? from.#high[fromRow]! : 0n
  }

  /** Rows of another column, from `first` to before `end`, as the rows from `row` on. */
  copyRows(row: number, from: UnitSums, { first, end }: Rows): void {
    if (from.#beyond.size > 0 || this.#beyond.size > 0) {
      for (let at = first; at < end; at++) this.set(row + at - first, from.get(at))
      return
    }
    const last = row + end - first
    if (last > this.#low.length) this.#grow(last)
    const isSet = Math.max(first, Math.min(end, from.#low.length))
    const [to, of] = [this.#asWords(), from.#asWords()]
    // So few rows that a call of the runtime for each copy would cost more than the loop.
    for (let at = first * 2, next = row * 2; at < isSet * 2; at++, next++) {
      to.low[next] = of.low[at]!
      to.high[next] = of.high[at]!
    }
    if (isSet === end) return
    to.low.fill(0, (row + isSet - first) * 2, last * 2)
    to.high.fill(0, (row + isSet - first) * 2, last * 2)
  }

  /** Σ of the rows from `first` to before `end`. */
  sumOf({ first, end }: Rows): bigint {
    const words = end - first < addsMax && end <= this.#low.length ? this.words : undefined
    let sum = 0n
    if (words === undefined) {
      for (let row = first; row < end; row++) sum += this.get(row)
      return sum
    }
    // Words are added as doubles, which are exact below 2^53: a bigint for each row would be an object for each.
    const { low, high } = words
    let [zero, one, two, three] = [0, 0, 0, 0]
    for (let at = first * 2; at < end * 2; at += 2) {
      zero += low[at]!
      one += low[at + 1]!
      two += high[at]! >>> 0
      three += high[at + 1]!
    }
    for (const word of [three, two, one, zero]) sum = (sum << 32n) + BigInt(word)
    return sum
  }

  /** The sum of a row from 32 bytes, little-endian in two's complement, as tables hold amounts. */
  setBytes(row: number, view: DataView, at: number): void {
    const top = view.getInt32(at + 12, true)
    if (!isExtended(view, at + 16, top >> 31) || top === beyondTop) {
      this.set(row, int256At(view, at))
      return
    }
    if (row >= this.#low.length) this.#grow(row + 1)
    if (this.#beyond.size > 0) this.#beyond.delete(row)
    const { low, high } = this.#asWords()
    low[row * 2] = view.getUint32(at, true)
    low[row * 2 + 1] = view.getUint32(at + 4, true)
    high[row * 2] = view.getInt32(at + 8, true)
    high[row * 2 + 1] = top
  }

  /** Writes the sum of a row, from 0 to below 2^256, as 32 bytes, big-endian. */
  putUint256(row: number, view: DataView, at: number): void {
    const { words } = this
    if (words === undefined || row >= this.#low.length || words.high[row * 2 + 1]! < 0) {
      const sum = this.get(row)
      invariant(sum >= 0n && sum >> 256n === 0n, 'a sum that is written as a uint256 fits it')
      for (let word = 0; word < 4; word++)
        view.setBigUint64(at + 8 * word, (sum >> BigInt(64 * (3 - word))) & wordMask)
      return
    }
    const of = row * 2
    for (let byte = 0; byte < 16; byte += 4) view.setUint32(at + byte, 0)
    view.setInt32(at + 16, words.high[of + 1]!)
    view.setInt32(at + 20, words.high[of]!)
    view.setUint32(at + 24, words.low[of + 1]!)
    view.setUint32(at + 28, words.low[of]!)
  }

  /**
   * The rows as 32-bit words, low ones first: two of `low` and two of `high` a row. Undefined where a sum is beyond them.
   * Valid until the next change.
   */
  get words(): { readonly low: Uint32Array; readonly high: Int32Array } | undefined {
    if (this.#beyond.size > 0) return undefined
    return this.#asWords()
  }

  #asWords(): { readonly low: Uint32Array; readonly high: Int32Array } {
    const [low, high] = [this.#low, this.#high]
    this.#words ??= {
      low: new Uint32Array(low.buffer, low.byteOffset, low.length * 2),
      high: new Int32Array(high.buffer, high.byteOffset, high.length * 2),
    }
    return this.#words
  }

  /** The first rows; those to which nothing was added are 0. Valid until the next change. */
  columns(rows: number): UnitColumns {
    if (this.#low.length < rows) this.#grow(rows)
    return {
      low: this.#low.subarray(0, rows),
      high: this.#high.subarray(0, rows),
      beyond: [...this.#beyond],
    }
  }

  isZero(row: number): boolean {
    if (row >= this.#low.length) return true
    // By words of 32 bits: reading one of 64 makes an object.
    const { low, high } = this.#asWords()
    const at = row * 2
    return low[at] === 0 && low[at + 1] === 0 && high[at] === 0 && high[at + 1] === 0
  }

  /** About how far the sum is from 0: a larger sum has never the smaller size. */
  size(row: number): number {
    if (row >= this.#low.length) return 0
    const { low, high } = this.#asWords()
    const at = row * 2
    if (high[at] === 0 && high[at + 1] === 0) return low[at + 1]! * word32 + low[at]!
    return Math.abs(Number(this.get(row)))
  }

  isSame(row: number, other: UnitSums, otherRow: number): boolean {
    const isHere = row < this.#low.length && otherRow < other.#low.length
    if (!isHere || this.#beyond.size > 0 || other.#beyond.size > 0)
      return this.get(row) === other.get(otherRow)
    const [own, its] = [this.#asWords(), other.#asWords()]
    const [at, to] = [row * 2, otherRow * 2]
    return (
      own.low[at] === its.low[to] &&
      own.low[at + 1] === its.low[to + 1] &&
      own.high[at] === its.high[to] &&
      own.high[at + 1] === its.high[to + 1]
    )
  }

  #grow(rows: number): void {
    this.#words = undefined
    this.#low = grown(this.#low, rows)
    this.#high = grown(this.#high, rows)
  }
}

/** Whether the upper 128 bits of an Int256 repeat the sign of the lower ones. */
function isExtended(view: DataView, at: number, sign: number): boolean {
  let differs = 0
  for (let word = 0; word < 16; word += 4) differs |= view.getInt32(at + word, true) ^ sign
  return differs === 0
}

function int256At(view: DataView, at: number): bigint {
  let value = view.getBigInt64(at + 24, true)
  for (let word = 16; word >= 0; word -= 8) value = (value << wordBits) + view.getBigUint64(at + word, true)
  return value
}
