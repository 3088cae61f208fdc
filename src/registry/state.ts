/**
 * The registry that `evolve` changes; all other code reads it as a `Registry`. It is in memory, whole or as a layer over
 * a registry that does not change, of which only what is asked for is read.
 */

import type { AssetId, CurrencyCode, PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import { AssetState } from './assetState.ts'
import { KnownLayer } from './layer.ts'
import type { Asset, Currency, Fee, Payee, Registry } from './model.ts'
import { VersionLayer } from './versionLayer.ts'

export class RegistryState implements Registry {
  count: number
  digest: string
  readonly currencies: Map<CurrencyCode, Currency>
  readonly currenciesByToken: Map<string, CurrencyCode>
  readonly fees: Fee[]
  readonly feesByTime: Fee[]
  readonly payees: KnownLayer<PayeeId, Payee>
  readonly assets: KnownLayer<AssetId, Asset, AssetState>
  readonly versions: VersionLayer
  readonly #below: Registry | undefined

  /** @param below does not change, except that `saved` says so */
  constructor(below?: Registry) {
    this.#below = below
    this.count = below?.count ?? 0
    this.digest = below?.digest ?? digestOfNothing
    this.currencies = new Map(below?.currencies)
    this.currenciesByToken = new Map(below?.currenciesByToken)
    this.fees = [...(below?.fees ?? [])]
    this.feesByTime = [...(below?.feesByTime ?? [])]
    this.payees = new KnownLayer(below?.payees)
    this.assets = new KnownLayer<AssetId, Asset, AssetState>(below?.assets)
    this.versions = new VersionLayer(below?.versions)
  }

  /** Number of events that are applied and not below. */
  get unsaved(): number {
    return this.count - (this.#below?.count ?? 0)
  }

  *payeesNamed(name: string): Iterable<PayeeId> {
    for (const id of this.#below?.payeesNamed(name) ?? []) if (this.payees.get(id)!.name === name) yield id
    const named: PayeeId[] = []
    for (const [id, payee] of this.payees.changed)
      if (payee.name === name && this.#below?.payees.get(id)?.name !== name) named.push(id)
    yield* named
  }

  /** An asset to change: its state in this layer. */
  changing(id: AssetId): AssetState {
    const own = this.assets.own(id)
    if (own !== undefined) return own
    const below = this.assets.get(id)
    invariant(below !== undefined, `the registry knows ${id}, which a recorded fact names`)
    const changed = new AssetState(below, below)
    this.assets.replace(id, changed)
    return changed
  }

  /** Call it when everything applied is below. */
  saved(): void {
    this.payees.clear()
    this.assets.clear()
    this.versions.clear()
  }
}

/** The digest before the first fact. */
export const digestOfNothing = '0'.repeat(64)

/** An empty registry; or one that continues `below`. */
export function createRegistry(below?: Registry): RegistryState {
  return new RegistryState(below)
}
