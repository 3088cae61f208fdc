/**
 * Finds in the registry whether the asset and version of a plain call are known, and prices the call in ledger units.
 * A method returns false or undefined where the reference (slowCall.ts) must judge the call.
 */

import { type CallRow, callText } from './callRow.ts'
import { type CachedAsset, type RegistryCache, rateAt } from './registryCache.ts'
import { powerOfTen, WideSum } from './wideIntegers.ts'

export class FastPricer {
  readonly #cache: RegistryCache
  readonly #sum = new WideSum()
  /** Fraction digits that an amount in the currency of the last `takeCurrency` may have. */
  #digitsMax = 0

  constructor(cache: RegistryCache) {
    this.#cache = cache
  }

  /**
   * The asset of the row, whose texts are in `bytes`; undefined where its text is no asset id. Sets in the row whether
   * asset and version are known.
   */
  lookUp(bytes: Buffer, row: CallRow): CachedAsset | undefined {
    const cache = this.#cache
    const { slices } = row
    const asset = cache.asset(bytes, slices[callText.asset * 2]!, slices[callText.asset * 2 + 1]!)
    if (!asset) return undefined
    const start = slices[callText.version * 2]!
    const end = slices[callText.version * 2 + 1]!
    row.resolvable = end === start ? asset.resolvable : cache.versionResolvable(asset, bytes, start, end)
    return asset
  }

  /** Prices the call by the rate in force at its time. */
  priceByRate(row: CallRow, asset: CachedAsset): boolean {
    const rate = rateAt(asset.rates, row.time)
    if (!rate) return false
    row.priced = true
    row.currency = rate.currency.bytes
    row.currencyIndex = rate.currency.index
    const sum = this.#sum
    const { tokens } = row
    sum.clear()
    sum.addProduct(rate.perCall, 1)
    if (tokens[0]! > 0) sum.addProduct(rate.input, tokens[0]!)
    if (tokens[1]! > 0) sum.addProduct(rate.output, tokens[1]!)
    if (tokens[2]! > 0) sum.addProduct(rate.cacheRead, tokens[2]!)
    if (tokens[3]! > 0) sum.addProduct(rate.cacheWrite, tokens[3]!)
    return sum.write(row.amount, 0)
  }

  /** Takes the currency named in bytes[start .. end), for a call with an amount of its own. */
  takeCurrency(bytes: Buffer, row: CallRow, start: number, end: number): boolean {
    const currency = this.#cache.currency(bytes, start, end)
    if (!currency) return false
    row.priced = false
    row.currency = currency.bytes
    row.currencyIndex = currency.index
    this.#digitsMax = currency.digitsMax
    return true
  }

  /**
   * Takes the amount in bytes[start .. textEnd): as ledger units, and its text without trailing zeros. At most 30
   * digits. Call it after `takeCurrency`.
   */
  takeAmount(bytes: Buffer, row: CallRow, start: number, textEnd: number): boolean {
    const sum = this.#sum
    const digitsMax = this.#digitsMax
    let end = textEnd
    let point = -1
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      if (byte === 0x2e && point < 0) point = at
      else if (byte < 0x30 || byte > 0x39) return false
    }
    const wholeEnd = point < 0 ? end : point
    if (wholeEnd === start || point === end - 1) return false
    if (bytes[start] === 0x30 && wholeEnd - start > 1) return false
    // The limit is on digits as written, including trailing zeros.
    if (point >= 0 && end - point - 1 > digitsMax) return false
    if (point >= 0) {
      while (bytes[end - 1] === 0x30) end--
      if (end - 1 === point) end = point
    }
    row.slices[callText.amount * 2] = start
    row.slices[callText.amount * 2 + 1] = end

    const fraction = end > wholeEnd ? end - wholeEnd - 1 : 0
    const power = digitsMax - fraction
    const digits = wholeEnd - start + fraction
    if (digits > 30) return false
    let low = 0
    let high = 0
    let left = digits
    for (let at = start; at < end; at++) {
      if (at === point) continue
      const digit = bytes[at]! - 0x30
      if (left > 15) high = high * 10 + digit
      else low = low * 10 + digit
      left--
    }
    sum.clear()
    sum.addProduct(powerOfTen(power), low)
    if (high > 0) {
      if (power + 15 > 51) return false
      sum.addProduct(powerOfTen(power + 15), high)
    }
    return sum.write(row.amount, 0)
  }
}
