/**
 * Caches what the registry says about calls: assets, their rates and versions, and currencies. Entries are found by the
 * bytes of a call's fields. An entry is updated when the registry has grown.
 */

import { ledgerDigits } from '../../money/ledgerUnits.ts'
import { assetNamed, currencyNamed, isResolvable, type Rate, type Registry } from '../../registry/index.ts'
import { internedMax } from '../limits.ts'
import { ByteMap, equals } from './byteMap.ts'
import { isAssetId } from './nameBytes.ts'
import { type Limbs, toLimbs } from './wideIntegers.ts'

export interface CachedCurrency {
  readonly bytes: Uint8Array
  /** The number of the currency in the cache. */
  readonly index: number
  /** Fraction digits that an amount may have: decimals + 12. */
  readonly digitsMax: number
}

export interface CachedRate {
  readonly effectiveFrom: number
  readonly currency: CachedCurrency
  readonly perCall: Limbs
  readonly input: Limbs
  readonly output: Limbs
  readonly cacheRead: Limbs
  readonly cacheWrite: Limbs
}

export class CachedAsset {
  readonly text: string
  /** Ascending by effectiveFrom. Of equal ones, the later recorded comes later. */
  rates: readonly CachedRate[] = []
  resolvable = false
  seenAt = -1
  lastVersion: Uint8Array = new Uint8Array(0)
  lastVersionResolvable = false
  lastVersionSeenAt = -1

  constructor(text: string) {
    this.text = text
  }
}

export class RegistryCache {
  readonly registry: Registry
  readonly #assets = new ByteMap<CachedAsset>(internedMax)
  readonly #currencies = new ByteMap<CachedCurrency>(internedMax)
  readonly #currencyByCode = new Map<string, CachedCurrency>()
  readonly #currencyList: CachedCurrency[] = []

  constructor(registry: Registry) {
    this.registry = registry
  }

  /** The code of the currency with this number. */
  currencyCode(index: number): string {
    return Buffer.from(this.#currencyList[index]!.bytes).toString()
  }

  /** The registered currency of this name. */
  currency(bytes: Buffer, start: number, end: number): CachedCurrency | undefined {
    const known = this.#currencies.get(bytes, start, end)
    if (known) return known
    const found = this.currencyOf(bytes.toString('latin1', start, end))
    if (found) this.#currencies.add(bytes, start, end, found)
    return found
  }

  currencyOf(code: string): CachedCurrency | undefined {
    const known = this.#currencyByCode.get(code)
    if (known) return known
    const currency = currencyNamed(this.registry, code)
    if (!currency) return undefined
    const entry = {
      bytes: Buffer.from(code),
      index: this.#currencyList.length,
      digitsMax: currency.decimals + ledgerDigits,
    }
    this.#currencyByCode.set(code, entry)
    this.#currencyList.push(entry)
    return entry
  }

  /** The asset with this id, registered or not; `undefined` where the bytes are no asset id. */
  asset(bytes: Buffer, start: number, end: number): CachedAsset | undefined {
    let entry = this.#assets.get(bytes, start, end)
    if (!entry) {
      if (!isAssetId(bytes, start, end)) return undefined
      entry = new CachedAsset(bytes.toString('latin1', start, end))
      this.#assets.add(bytes, start, end, entry)
    }
    if (entry.seenAt !== this.registry.count) this.#look(entry)
    return entry
  }

  /** Whether a version of this name is recorded for the asset. */
  versionResolvable(asset: CachedAsset, bytes: Buffer, start: number, end: number): boolean {
    if (asset.lastVersionSeenAt !== this.registry.count || !equals(asset.lastVersion, bytes, start, end)) {
      asset.lastVersion = Uint8Array.prototype.slice.call(bytes, start, end)
      asset.lastVersionResolvable = isResolvable(
        this.registry,
        asset.text,
        bytes.toString('latin1', start, end),
      )
      asset.lastVersionSeenAt = this.registry.count
    }
    return asset.lastVersionResolvable
  }

  #look(entry: CachedAsset): void {
    entry.seenAt = this.registry.count
    const asset = assetNamed(this.registry, entry.text)
    if (!asset) return
    entry.resolvable = asset.versionCount > 0
    if (asset.ratesByTime.length !== entry.rates.length) {
      entry.rates = asset.ratesByTime.map((rate) => this.#cachedRate(rate))
    }
  }

  #cachedRate(rate: Rate): CachedRate {
    const { perToken } = rate
    return {
      effectiveFrom: rate.effectiveFrom,
      // A rate is recorded only in a registered currency.
      currency: this.currencyOf(rate.currency)!,
      perCall: toLimbs(rate.perCall),
      input: toLimbs(perToken.input),
      output: toLimbs(perToken.output),
      cacheRead: toLimbs(perToken.cacheRead),
      cacheWrite: toLimbs(perToken.cacheWrite),
    }
  }
}

/**
 * The rate in force at `time`: the last one that began by then. It has a search of its own because it runs for each
 * priced call.
 */
export function rateAt(rates: readonly CachedRate[], time: number): CachedRate | undefined {
  let from = 0
  let to = rates.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (rates[middle]!.effectiveFrom <= time) from = middle + 1
    else to = middle
  }
  return rates[from - 1]
}
