/**
 * A cache for checking the form of calls without a registry. Every well-formed currency is known and allows the most
 * digits that any currency may, and every asset has a rate. So the fast reader accepts a plain call exactly where
 * `parseEvent` accepts it.
 */

import { currencyPattern } from '../../events/ids.ts'
import { currencyDecimalsMax, ledgerDigits } from '../../money/ledgerUnits.ts'
import { createRegistry } from '../../registry/index.ts'
import { internedMax } from '../limits.ts'
import { ByteMap } from './byteMap.ts'
import { type CachedAsset, type CachedCurrency, type CachedRate, RegistryCache } from './registryCache.ts'

const digitsMax = currencyDecimalsMax + ledgerDigits

export class PermissiveCache extends RegistryCache {
  readonly #wellFormed = new ByteMap<CachedCurrency>(internedMax)

  constructor() {
    super(createRegistry())
  }

  override currency(bytes: Buffer, start: number, end: number): CachedCurrency | undefined {
    const known = this.#wellFormed.get(bytes, start, end)
    if (known) return known
    if (!currencyPattern.test(bytes.toString('latin1', start, end))) return undefined
    const currency = { bytes: Uint8Array.prototype.slice.call(bytes, start, end), index: 0, digitsMax }
    this.#wellFormed.add(bytes, start, end, currency)
    return currency
  }

  override asset(bytes: Buffer, start: number, end: number): CachedAsset | undefined {
    const asset = super.asset(bytes, start, end)
    if (asset && asset.rates.length === 0) asset.rates = [anyRate]
    return asset
  }
}

const anyRate: CachedRate = {
  effectiveFrom: Number.NEGATIVE_INFINITY,
  currency: { bytes: new Uint8Array(0), index: 0, digitsMax },
  perCall: [],
  input: [],
  output: [],
  cacheRead: [],
  cacheWrite: [],
}
