/** Collects which asset gave to whom, and keeps what a picture can show of it. */
import { turn } from '../../base/turn.ts'
import { grown } from '../../columns/grown.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { HeldVersions } from '../close/holders.ts'
import { RetainedParts } from '../close/retainedParts.ts'
import { AssetRuns } from './assetRuns.ts'
import type { GivenTo } from './table.ts'

/** Payees that are kept of each asset, and of all together. */
const ofAssetMax = 32
const ofAllMax = 1_024
/** Parts after which other work of this process has its turn. */
const partsPerTurn = 262_144

/**
 * An asset may give to very many, so no part is kept: what each payee got of all is added up while flows come, and what an
 * asset gave to each is divided once more at the end, when it is known who got most.
 */
export class GivenLines {
  readonly #names: HeldVersions['names']
  readonly #parts: RetainedParts
  /** By number of the payee. */
  readonly #totals = new UnitSums()
  /** 1 for a payee who got something. */
  #given = new Uint8Array(0)
  #count = 0
  readonly #flows = new AssetRuns()
  readonly #costs = new AssetRuns()

  constructor(held: HeldVersions) {
    this.#names = held.names
    this.#parts = new RetainedParts(held)
  }

  /** What a version of the asset retained. @returns what rounding leaves of it */
  addFlow(asset: number, version: number, retained: bigint): bigint {
    this.#flows.add(asset, version, retained)
    const toHolder = (payee: PayeeId, amount: bigint) => this.#give(this.#names.numberOf(payee), amount)
    const left = this.#parts.divide(version, retained, toHolder)
    const { payees, amounts } = this.#parts
    for (let place = 0; place < payees.length; place++) {
      if (amounts.isZero(place)) continue
      this.#mark(payees[place]!)
      this.#totals.addRow(payees[place]!, amounts, place)
    }
    return left
  }

  addCost(asset: number, payee: PayeeId, amount: bigint): void {
    const number = this.#names.numberOf(payee)
    this.#costs.add(asset, number, amount)
    this.#give(number, amount)
  }

  #give(payee: number, amount: bigint): void {
    this.#mark(payee)
    this.#totals.add(payee, amount)
  }

  #mark(payee: number): void {
    if (payee >= this.#given.length) this.#given = grown(this.#given, this.#names.size)
    this.#count += 1 - this.#given[payee]!
    this.#given[payee] = 1
  }

  /**
   * @param assets how many there are
   * @param always payees of whom every line is kept
   */
  async kept(assets: number, always: Iterable<PayeeId>): Promise<GivenTo> {
    const first = this.#firstOfAll(always)
    const [flows, costs] = [this.#flows.byAsset(assets), this.#costs.byAsset(assets)]
    const start = new Uint32Array(assets + 1)
    const amount = new UnitSums()
    const numbers = new Map<number, number>()
    const lines: number[] = []
    const sums = new Gathered(this.#names.size)
    let done = 0
    for (let asset = 0; asset < assets; asset++) {
      for (const at of flows.of(asset)) this.#divideInto(sums, flows.number(at), flows.amount(at))
      for (const at of costs.of(asset)) sums.add(costs.number(at), costs.amount(at))
      for (const payee of sums.largest(ofAssetMax, first)) {
        const number = numbers.get(payee) ?? numbers.size
        numbers.set(payee, number)
        amount.copy(lines.length, sums.amounts, payee)
        lines.push(number)
      }
      start[asset + 1] = lines.length
      done += sums.clear()
      if (done < partsPerTurn) continue
      done = 0
      await turn()
    }
    const names = Array.from(numbers.keys(), (number) => this.#names.payee(number))
    const sizes = Float64Array.from(numbers.keys(), (number) => this.#totals.size(number))
    return { start, payee: Uint32Array.from(lines), amount, names, sizes, count: this.#count }
  }

  #divideInto(sums: Gathered, version: number, retained: bigint): void {
    this.#parts.divide(version, retained, (payee, part) => sums.add(this.#names.numberOf(payee), part))
    const { payees, amounts } = this.#parts
    for (let place = 0; place < payees.length; place++) sums.addRow(payees[place]!, amounts, place)
  }

  #firstOfAll(always: Iterable<PayeeId>): ReadonlySet<number> {
    const first = Array.from(always, (payee) => this.#names.numberOf(payee))
    for (const payee of first) this.#mark(payee)
    return new Set(first.concat(topOf(this.#names.size, ofAllMax, (number) => this.#totals.size(number))))
  }
}

/** What one asset gave, by number of the payee. */
class Gathered {
  readonly amounts = new UnitSums()
  /** 1 for a payee who is in the list. */
  readonly #isListed: Uint8Array
  #payees = new Uint32Array(1_024)
  #count = 0

  constructor(payees: number) {
    this.#isListed = new Uint8Array(payees)
  }

  add(payee: number, amount: bigint): void {
    this.#list(payee)
    this.amounts.add(payee, amount)
  }

  addRow(payee: number, from: UnitSums, row: number): void {
    if (from.isZero(row)) return
    this.#list(payee)
    this.amounts.addRow(payee, from, row)
  }

  #list(payee: number): void {
    if (this.#isListed[payee] === 1) return
    this.#isListed[payee] = 1
    if (this.#count === this.#payees.length) this.#payees = grown(this.#payees, this.#count + 1)
    this.#payees[this.#count++] = payee
  }

  /** The payees who got most, the largest first, then those of `always` that are not among them, likewise. */
  largest(most: number, always: ReadonlySet<number>): number[] {
    const size = (at: number) => this.amounts.size(this.#payees[at]!)
    const top = topOf(this.#count, most, size)
    const least = top.length < most ? 0 : size(top.at(-1)!)
    const isTop = new Set(top)
    const rest: number[] = []
    if (least > 0) {
      for (let at = 0; at < this.#count; at++)
        if (always.has(this.#payees[at]!) && size(at) > 0 && !isTop.has(at)) rest.push(at)
      rest.sort((one, other) => size(other) - size(one) || one - other)
    }
    return [...top, ...rest].map((at) => this.#payees[at]!)
  }

  /** @returns how many payees there were */
  clear(): number {
    const count = this.#count
    for (let at = 0; at < count; at++) {
      this.#isListed[this.#payees[at]!] = 0
      this.amounts.set(this.#payees[at]!, 0n)
    }
    this.#count = 0
    return count
  }
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
