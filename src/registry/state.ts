/**
 * The registry that `evolve` changes; all other code reads it as a `Registry`. It is in memory, whole or as a layer over
 * a registry that does not change, of which only what is asked for is read.
 */

import type { Account } from '../events/account.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import { AssetState } from './assetState.ts'
import { ClauseLayer } from './clauseLayer.ts'
import type { Clause, Cut } from './contractModel.ts'
import { DigestChain } from './digestChain.ts'
import { KnownLayer } from './layer.ts'
import type { Asset, Currency, Fee, Payee, Registry, Version } from './model.ts'
import { PayoutRuleLayer } from './payoutRuleLayer.ts'
import { VersionLayer } from './versionLayer.ts'

export class RegistryState implements Registry {
  count: number
  readonly chain: DigestChain
  readonly currencies: Map<CurrencyCode, Currency>
  readonly currenciesByToken: Map<string, CurrencyCode>
  readonly fees: Fee[]
  readonly feesByTime: Fee[]
  readonly payees: KnownLayer<PayeeId, Payee>
  readonly assets: KnownLayer<AssetId, Asset, AssetState>
  readonly versions: VersionLayer
  contractsFrom: number | undefined
  readonly cuts: Cut[]
  readonly clauses: ClauseLayer
  readonly payoutRules: PayoutRuleLayer
  readonly #below: Registry | undefined
  #held: HeldLayer | undefined

  /** @param below does not change, except that `saved` says so */
  constructor(below?: Registry) {
    this.#below = below
    this.count = below?.count ?? 0
    this.chain = new DigestChain(below?.digest ?? digestOfNothing)
    this.currencies = new Map(below?.currencies)
    this.currenciesByToken = new Map(below?.currenciesByToken)
    this.fees = [...(below?.fees ?? [])]
    this.feesByTime = [...(below?.feesByTime ?? [])]
    this.payees = new KnownLayer(below?.payees)
    this.assets = new KnownLayer<AssetId, Asset, AssetState>(below?.assets)
    this.versions = new VersionLayer(below?.versions)
    this.contractsFrom = below?.contractsFrom
    this.cuts = [...(below?.cuts ?? [])]
    this.clauses = new ClauseLayer(below?.clauses)
    this.payoutRules = new PayoutRuleLayer(below?.payoutRules)
  }

  get digest(): string {
    return this.chain.hex
  }

  set digest(digest: string) {
    this.chain.begin(digest)
  }

  /** Number of events that are applied, and neither below nor on their way there. */
  get unsaved(): number {
    return this.count - Math.max(this.#below?.count ?? 0, this.#held?.count ?? 0)
  }

  /** Whether everything applied is below: nothing of it is on its way. */
  get isBelow(): boolean {
    return this.count === (this.#below?.count ?? 0)
  }

  /** Holds what the layer has now, to be written below while the registry goes on. Then call `saved`, or `notSaved`. */
  hold(): void {
    invariant(this.#held === undefined, 'a layer is written once at a time')
    const { count, chain, payees, assets, versions, clauses, payoutRules } = this
    this.#held = {
      count,
      chainEnd: chain.end,
      assetsAdded: assets.added.length,
      assets: [...assets.changed],
      versions: versions.added.slice(),
      versionsChanged: [...versions.changed],
      clausesAdded: clauses.added.length,
      clauses: [...clauses.changed],
      payoutRules: payoutRules.added.length,
    }
    payees.hold()
  }

  *payeesNamed(name: string): Iterable<PayeeId> {
    const named = new Set<PayeeId>()
    for (const id of this.#below?.payeesNamed(name) ?? [])
      if (this.payees.get(id)!.name === name) named.add(id)
    for (const [id, payee] of this.payees.changed) if (payee.name === name) named.add(id)
    yield* named
  }

  *payeesEverBound(account: Account): Iterable<PayeeId> {
    const bound = new Set(this.#below?.payeesEverBound(account))
    for (const [id, { bindings }] of this.payees.changed)
      if (bindings.some(({ address }) => address === account.address)) bound.add(id)
    yield* bound
  }

  *worksOn(payee: PayeeId): Iterable<AssetId> {
    const assets = new Set(this.#below?.worksOn(payee))
    for (const [id, { work }] of this.assets.changed) if (work.payees.includes(payee)) assets.add(id)
    yield* assets
  }

  *assetsWithCosts(): Iterable<AssetId> {
    // A thread may have written below already what is still here.
    const ids = new Set(this.#below?.assetsWithCosts())
    for (const [id, { costs }] of this.assets.changed) if (costs.length > 0) ids.add(id)
    yield* ids
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

  /** Call it when what was held is below. It is forgotten, and what came after it stays. */
  saved(): void {
    const [held, below] = [this.#held, this.#below]
    invariant(held !== undefined && below?.count === held.count, 'what was held is below')
    this.#held = undefined
    this.chain.known(held.chainEnd, below.digest)
    this.payees.forgetHeld()
    this.versions.forgetChanged(held.versionsChanged)
    this.versions.forgetAdded(held.versions)
    this.clauses.forget(held.clausesAdded, held.clauses)
    this.payoutRules.forget(held.payoutRules)
    this.assets.forget(held.assetsAdded, [])
    for (const [id, asset] of held.assets) {
      const over = asset.over(below.assets.get(id)!)
      if (over.isBelow) this.assets.forget(0, [[id, asset]])
      else this.assets.replace(id, over)
    }
  }

  /** Call it when writing what was held has failed. */
  notSaved(): void {
    this.#held = undefined
    this.payees.keepHeld()
  }
}

/** What a layer holds at a moment. Assets are those of the layer, and go on changing. */
interface HeldLayer {
  readonly count: number
  readonly chainEnd: number
  readonly assetsAdded: number
  readonly assets: readonly (readonly [AssetId, AssetState])[]
  readonly versions: readonly Version[]
  /** Versions below that something was transferred in. */
  readonly versionsChanged: readonly (readonly [number, Version])[]
  readonly clausesAdded: number
  readonly clauses: readonly (readonly [string, Clause])[]
  readonly payoutRules: number
}

/** The digest before the first fact. */
export const digestOfNothing = '0'.repeat(64)

/** An empty registry; or one that continues `below`. */
export function createRegistry(below?: Registry): RegistryState {
  return new RegistryState(below)
}
