/** Collects which asset gave to whom, and keeps what a picture can show of it. */
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { grown } from '../tables/grown.ts'
import { PayeeTable } from '../tables/payeeTable.ts'
import { UnitSums } from '../tables/unitSums.ts'
import type { GivenTo } from './table.ts'

/** Payees that are kept of each asset, and of all together. */
const ofAssetMax = 32
const ofAllMax = 1_024

export class GivenLines {
  readonly #currency: CurrencyCode
  readonly #payees = new PayeeTable()
  readonly #totals = new UnitSums()
  #asset: Uint32Array<ArrayBufferLike> = new Uint32Array(1_024)
  #payee: Uint32Array<ArrayBufferLike> = new Uint32Array(1_024)
  readonly #amount = new UnitSums()
  #count = 0

  constructor(currency: CurrencyCode) {
    this.#currency = currency
  }

  add(asset: number, payee: PayeeId, amount: bigint): void {
    const number = this.#payees.numberOf(payee, this.#currency)
    this.#totals.add(number, amount)
    if (this.#count === this.#asset.length) {
      this.#asset = grown(this.#asset, this.#count + 1)
      this.#payee = grown(this.#payee, this.#count + 1)
    }
    this.#asset[this.#count] = asset
    this.#payee[this.#count] = number
    this.#amount.set(this.#count++, amount)
  }

  /**
   * @param assets how many there are
   * @param always payees of whom every line is kept
   */
  kept(assets: number, always: Iterable<PayeeId>): GivenTo {
    const first = this.#firstOfAll(always)
    const { start: from, line } = this.#byAsset(assets)
    const start = new Uint32Array(assets + 1)
    const amount = new UnitSums()
    const numbers = new Map<number, number>()
    const lines: number[] = []
    for (let asset = 0; asset < assets; asset++) {
      const sums = new Map<number, bigint>()
      for (const at of line.subarray(from[asset], from[asset + 1])) {
        const payee = this.#payee[at]!
        sums.set(payee, (sums.get(payee) ?? 0n) + this.#amount.get(at))
      }
      const sorted = [...sums].sort(([, a], [, b]) => compareSize(b, a))
      for (const [place, [payee, sum]] of sorted.entries()) {
        if (sum === 0n || (place >= ofAssetMax && !first.has(payee))) continue
        const number = numbers.get(payee) ?? numbers.size
        numbers.set(payee, number)
        amount.set(lines.length, sum)
        lines.push(number)
      }
      start[asset + 1] = lines.length
    }
    const names = Array.from(numbers.keys(), (number) => this.#payees.payee(number))
    const sizes = Float64Array.from(numbers.keys(), (number) => this.#sizeOf(number))
    return { start, payee: Uint32Array.from(lines), amount, names, sizes, count: this.#payees.size }
  }

  #firstOfAll(always: Iterable<PayeeId>): ReadonlySet<number> {
    const first = Array.from(always, (payee) => this.#payees.numberOf(payee, this.#currency))
    return new Set(first.concat(topOf(this.#payees.size, ofAllMax, (number) => this.#sizeOf(number))))
  }

  #sizeOf(payee: number): number {
    return Math.abs(Number(this.#totals.get(payee)))
  }

  #byAsset(assets: number): { start: Uint32Array; line: Uint32Array } {
    const start = new Uint32Array(assets + 1)
    for (let at = 0; at < this.#count; at++) start[this.#asset[at]! + 1]!++
    for (let asset = 0; asset < assets; asset++) start[asset + 1]! += start[asset]!
    const next = start.slice(0, assets)
    const line = new Uint32Array(this.#count)
    for (let at = 0; at < this.#count; at++) line[next[this.#asset[at]!]!++] = at
    return { start, line }
  }
}

/** By distance from 0. */
function compareSize(a: bigint, b: bigint): number {
  const [left, right] = [a < 0n ? -a : a, b < 0n ? -b : b]
  return left === right ? 0 : left < right ? -1 : 1
}

/**
 * The numbers below `count` with the highest scores above 0, the highest first, of equal ones the lower number: what is
 * not among the first costs one comparison.
 */
export function topOf(count: number, most: number, scoreOf: (number: number) => number): number[] {
  let least = 0
  let found: { number: number; score: number }[] = []
  const cut = (): void => {
    found = found.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, most)
    if (found.length === most) least = found.at(-1)!.score
  }
  if (most < 1) return []
  for (let number = 0; number < count; number++) {
    const score = scoreOf(number)
    // An equal score with a higher number comes after those that are there.
    if (score <= least) continue
    found.push({ number, score })
    if (found.length >= most * 4 + 64) cut()
  }
  cut()
  return found.map(({ number }) => number)
}
