/** Looks up what a registry event names, and throws if it does not exist. */
import { fail } from '../errors.ts'
import type { AssetId, CurrencyCode } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import type { Asset, Currency, Registry } from './model.ts'

/** @throws HeadwaterError `asset.unknown` */
export function knownAsset(registry: Registry, id: AssetId, path = '/data/asset'): Asset {
  return registry.assets.get(id) ?? fail('asset.unknown', `The asset ${id} is not registered.`, { path })
}

/** @throws HeadwaterError `currency.unknown` */
export function knownCurrency(registry: Registry, code: CurrencyCode, path = '/data/currency'): Currency {
  return (
    registry.currencies.get(code) ??
    fail('currency.unknown', `The currency ${code} is not registered.`, { path })
  )
}

/** Looks up what a recorded fact names. It exists, because the fact was decided before it was recorded. */
export function recorded<Key extends string, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  invariant(value !== undefined, `the registry knows ${key}, which a recorded fact names`)
  return value
}
