/** Looks up what a registry event names, and throws if it does not exist. */
import { fail } from '../errors.ts'
import { type AssetId, type CurrencyCode, checkNewPayeeId, type PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import type { Asset, Currency, Payee, Registry } from './model.ts'

/** @throws HeadwaterError `asset.unknown` */
export function knownAsset(registry: Registry, id: AssetId, path = '/data/asset'): Asset {
  return registry.assets.get(id) ?? fail('asset.unknown', `The asset ${id} is not registered.`, { path })
}

/** @throws HeadwaterError `currency.unknown` */
export function knownCurrency(registry: Registry, code: CurrencyCode, path = '/data/currency'): Currency {
  return (
    registry.currencies.get(code) ??
    fail('currency.unknown', `The currency ${code} is not registered${alike(registry, code)}.`, { path })
  )
}

/** Codes are compared as written. */
function alike({ currencies }: Registry, code: CurrencyCode): string {
  const folded = code.toLowerCase()
  const known = [...currencies.keys()].find((other) => other.toLowerCase() === folded)
  return known === undefined ? '' : `; ${known} is`
}

/**
 * Judges a payee that an event names. Every name goes if the ledger has it already.
 * @throws HeadwaterError `payee.unseen`, `payee.notNormal`
 */
export function checkPayee(registry: Registry, payee: PayeeId, path = '/data/payee'): void {
  if (!registry.payees.has(payee)) checkNewPayeeId(payee, path)
}

/** The same; returns the payee that the ledger has. */
export function checkedPayee(registry: Registry, id: PayeeId): Payee | undefined {
  const payee = registry.payees.get(id)
  if (payee === undefined) checkNewPayeeId(id, '/data/payee')
  return payee
}

/** The same for a list of payees. */
export function checkPayees(
  registry: Registry,
  list: readonly { readonly payee: PayeeId }[] | undefined,
  path: string,
): void {
  list?.forEach(({ payee }, index) => {
    checkPayee(registry, payee, `${path}/${index}/payee`)
  })
}

/** Looks up what a recorded fact names. It exists, because the fact was decided before it was recorded. */
export function recorded<Key extends string, Value>(
  map: { get(key: Key): Value | undefined },
  key: Key,
): Value {
  const value = map.get(key)
  invariant(value !== undefined, `the registry knows ${key}, which a recorded fact names`)
  return value
}
