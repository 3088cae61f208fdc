/** Lookups by a text that no parser read: under a text of the wrong form the registry has nothing. */
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { Asset, Currency, Payee, Registry, Version } from './model.ts'

export function assetNamed(registry: Registry, text: string): Asset | undefined {
  return registry.assets.get(text as AssetId)
}

export function versionNamed(registry: Registry, asset: Asset, text: string): Version | undefined {
  const index = asset.versionIndex(text as VersionName)
  return index === undefined ? undefined : registry.versions.at(index)
}

export function currencyNamed(registry: Registry, text: string): Currency | undefined {
  return registry.currencies.get(text as CurrencyCode)
}

export function payeeNamed(registry: Registry, text: string): Payee | undefined {
  return registry.payees.get(text as PayeeId)
}
