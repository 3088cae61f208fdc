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

  constructor(cache: RegistryCache) {
    this.#cache = cache
  }

  /** Prices a call that the fast reader read, and finds whether its asset and version are known. */
  price(row: CallRow): boolean {
    const asset = this.#lookUp(row)
    if (!asset) return false
    const at = callText.currencyGiven * 2
    const isGiven = row.slices[at] !== row.slices[at + 1]
    return isGiven ? this.#takeAmount(row) : this.#priceByRate(row, asset)
  }

  /** The asset of the row; undefined where its text is no asset id. */
  #lookUp(row: CallRow): CachedAsset | undefined {
    const cache = this.#cache
    const { slices } = row
    const bytes = row.bytes as Buffer
    const asset = cache.asset(bytes, slices[callText.asset * 2]!, slices[callText.asset * 2 + 1]!)
    if (!asset) return undefined
    const start = slices[callText.version * 2]!
    const end = slices[callText.version * 2 + 1]!
    row.resolvable = end === start ? asset.resolvable : cache.versionResolvable(asset, bytes, start, end)
    return asset
  }

  /** Prices the call by the rate in force at its time. */
  #priceByRate(row: CallRow, asset: CachedAsset): boolean {
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

  /** Takes the event's own amount, as ledger units. */
  #takeAmount(row: CallRow): boolean {
    const { slices, amountLow, amountHigh } = row
    const at = callText.currencyGiven * 2
    const currency = this.#cache.currency(row.bytes as Buffer, slices[at]!, slices[at + 1]!)
    if (!currency) return false
    const { digitsMax } = currency
    // The limit is on digits as written, including trailing zeros.
    if (row.amountFractionWritten > digitsMax) return false
    row.priced = false
    row.currency = currency.bytes
    row.currencyIndex = currency.index
    const sum = this.#sum
    const power = digitsMax - row.amountFraction
    sum.clear()
    sum.addProduct(powerOfTen(power), amountLow)
    if (amountHigh > 0) {
      if (power + 15 > 51) return false
      sum.addProduct(powerOfTen(power + 15), amountHigh)
    }
    return sum.write(row.amount, 0)
  }
}
