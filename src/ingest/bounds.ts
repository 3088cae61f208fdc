/**
 * What a sender may say in its events: from which sources, about which assets, for which owners. The table has a line
 * for every type of event; one that says nothing of an asset or an owner is for senders without such bounds.
 * docs/security.md shows the table.
 */
import { type Patterns, patternsOf } from '../base/patterns.ts'
import type { Fault } from '../errors.ts'
import { scopeOf, type WireEvent } from '../events/index.ts'
import type { EventBounds } from './answers.ts'
import { type CallRow, callText } from './calls/callRow.ts'

/** Whom an event concerns. */
interface Concern {
  readonly asset?: string
  /** The payee who must be one of the sender's owners. */
  readonly owner?: string
  /** The owner of `asset` must be one of the sender's owners. */
  readonly ofAssetOwner?: true
  /** The source of another event that it corrects: one of the sender's own too. */
  readonly corrects?: { readonly source: string; readonly path: string }
}

type EventType = WireEvent['type']
type Of<Type extends EventType> = Extract<WireEvent, { type: Type }>

/** Undefined where the event concerns every asset and payee. */
const concerns: { readonly [Type in EventType]: (event: Of<Type>) => Concern | undefined } = {
  'io.headwater.currency.registered': () => undefined,
  'io.headwater.currency.bound': () => undefined,
  'io.headwater.fee.set': () => undefined,
  'io.headwater.payee.registered': ({ data }) => ({ owner: data.payee }),
  'io.headwater.payee.bound': ({ data }) => ({ owner: data.payee }),
  'io.headwater.asset.registered': ({ data }) => ({ asset: data.asset, owner: data.owner }),
  'io.headwater.contribution.recorded': ({ data }) => ({ asset: data.asset, ofAssetOwner: true }),
  'io.headwater.version.released': ({ data }) => ({ asset: data.asset, ofAssetOwner: true }),
  'io.headwater.rate.set': ({ data }) => ({ asset: data.asset, ofAssetOwner: true }),
  'io.headwater.cost.set': ({ data }) => ({ asset: data.asset, ofAssetOwner: true }),
  // The payee that gives something up has to be one of the sender's.
  'io.headwater.holding.transferred': ({ data }) => ({ asset: data.asset, owner: data.from }),
  'io.headwater.clause.agreed': ({ data }) => ({ owner: data.payee }),
  'io.headwater.clause.ended': () => undefined,
  'io.headwater.reserve.set': () => undefined,
  'io.headwater.payout.set': () => undefined,
  'io.headwater.payee.held': () => undefined,
  'io.headwater.payee.cleared': () => undefined,
  'io.headwater.withholding.set': () => undefined,
  'io.headwater.call.metered': ({ data }) => ({ asset: data.asset }),
  'io.headwater.call.refunded': ({ data }) => correcting('call', data.call),
  'io.headwater.call.disputed': ({ data }) => correcting('call', data.call),
  'io.headwater.dispute.closed': ({ data }) => correcting('dispute', data.dispute),
  'io.headwater.transfer.recorded': () => undefined,
  'io.headwater.payment.recorded': () => undefined,
  'io.headwater.deposit.recorded': () => undefined,
  'io.headwater.payment.described': ({ data }) => ({ asset: data.asset }),
}

function correcting(field: string, { source }: { readonly source: string }): Concern {
  return { corrects: { source, path: `/data/${field}/source` } }
}

export class Bounds {
  readonly #sources: Patterns | undefined
  readonly #assets: Patterns | undefined
  readonly #owners: Patterns | undefined

  constructor({ sources, assets, owners }: EventBounds) {
    this.#sources = sources && patternsOf(sources)
    this.#assets = assets && patternsOf(assets)
    this.#owners = owners && patternsOf(owners)
  }

  permitsCall({ bytes, slices }: CallRow): boolean {
    const { source, asset } = callText
    return (
      (this.#sources?.matchesBytes(bytes, slices[source * 2]!, slices[source * 2 + 1]!) ?? true) &&
      (this.#assets?.matchesBytes(bytes, slices[asset * 2]!, slices[asset * 2 + 1]!) ?? true)
    )
  }

  /** Why the event is outside, as far as the event itself says. */
  fault(event: WireEvent): Fault | undefined {
    if (this.#sources?.matches(event.source) === false) return outside('source', event.source)
    const assets = this.#assets
    const owners = scopeOf(event) === 'calls' ? undefined : this.#owners
    const { asset, owner, corrects } = concernOf(event) ?? {}
    if (corrects && this.#sources?.matches(corrects.source) === false)
      return { ...outside('source', corrects.source), path: corrects.path }
    if (assets === undefined && owners === undefined) return undefined
    if (asset === undefined && owner === undefined) return wrongType(event)
    // An account belongs to a payee, which no asset speaks for.
    if (asset === undefined && owners === undefined) return wrongType(event)
    if (asset !== undefined && assets?.matches(asset) === false) return outside('asset', asset)
    if (owner !== undefined && owners?.matches(owner) === false) return outside('owner', owner)
    return undefined
  }

  /** The asset whose owner must be one of the sender's: the registry knows whose it is. */
  ownedAsset(event: WireEvent): string | undefined {
    if (this.#owners === undefined || scopeOf(event) === 'calls') return undefined
    const concern = concernOf(event)
    return concern?.ofAssetOwner && concern.asset
  }

  /** @param owner undefined where the asset is not registered */
  ownerFault(asset: string, owner: string | undefined): Fault | undefined {
    if (owner !== undefined && this.#owners?.matches(owner) !== false) return undefined
    if (owner !== undefined) return outside('owner', owner)
    const message = `The asset ${JSON.stringify(asset)} is not registered, so its owner is not known to be one of the sender's.`
    return { code: 'access.owner', message, path: '/data/asset' }
  }
}

const compiled = new WeakMap<EventBounds, Bounds>()

/** The same object for the same bounds: a key has its own. */
export function boundsOf(bounds: EventBounds | undefined): Bounds | undefined {
  if (bounds === undefined) return undefined
  let found = compiled.get(bounds)
  if (found === undefined) {
    found = new Bounds(bounds)
    compiled.set(bounds, found)
  }
  return found
}

/** Whether an event was refused because of its sender: it is not kept, so a key can't fill the list with what it may not send. */
export function isSenderFault({ code }: Fault): boolean {
  return code === 'auth.scope' || code.startsWith('access.')
}

function concernOf<Type extends EventType>(event: Of<Type>): Concern | undefined {
  return (concerns[event.type as Type] as (event: Of<Type>) => Concern | undefined)(event)
}

const places = {
  source: { code: 'access.source', path: '/source' },
  asset: { code: 'access.asset', path: '/data/asset' },
  owner: { code: 'access.owner', path: '/data' },
} as const

function outside(what: keyof typeof places, name: string): Fault {
  const shown = JSON.stringify(name.slice(0, 255))
  return { ...places[what], message: `The sender's key is not for the ${what} ${shown}.` }
}

function wrongType({ type }: WireEvent): Fault {
  const message = `The sender's key is bound to assets or owners, and ${type} concerns others too.`
  return { code: 'access.type', message, path: '/type' }
}
