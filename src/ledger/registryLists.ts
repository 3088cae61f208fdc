/** Lists of the registry: payees, and the rates and fees that are in force at a moment, or that ever were set. */
import { z } from 'zod'
import { parseAccount, parseEvmChain } from '../events/account.ts'
import { formatTime, type Micros, parseTime } from '../events/time.ts'
import { formatShare } from '../money/share.ts'
import {
  type Asset,
  type Fee,
  feeAt,
  idsBeginning,
  payeeNamed,
  payeesOfAccount,
  type Rate,
  type Registry,
  rateAt,
} from '../registry/index.ts'
import { decodeCursor, encodeCursor } from '../service/cursor.ts'
import {
  type FeePage,
  type InForceQuery,
  type PayeePage,
  type PayeeQuery,
  type PayeeView,
  pageItemsDefault,
  type RatePage,
  type RateQuery,
} from '../service/headwater.ts'
import { nextAfter, pageOf, partOf } from '../service/pages.ts'
import { findAsset, viewRate } from './registryViews.ts'

/** In the order recorded. @throws HeadwaterError `cursor.malformed`, `account.*`, `chain.*`, `address.*` */
export function listPayees(registry: Registry, now: Date, query: PayeeQuery = {}): PayeePage {
  const { prefix, account, ...page } = query
  if (account !== undefined) {
    const bound = payeesBoundTo(registry, now, account, prefix)
    const { items, next } = pageOf(bound, page)
    return { items: items.map((id) => viewPayee(registry, id)), total: bound.length, next }
  }
  const { from, limit } = partOf(page)
  const { ids, total } = idsBeginning(registry.payees, prefix ?? '', { from, limit })
  return { items: ids.map((id) => viewPayee(registry, id)), total, next: nextAfter(from + limit, total) }
}

function payeesBoundTo(registry: Registry, now: Date, account: string, prefix = ''): string[] {
  const asked = parseAccount(account)
  parseEvmChain(asked.chain)
  const ids = payeesOfAccount(registry, asked, now.getTime() * 1_000)
  return ids.filter((id) => id.startsWith(prefix))
}

function viewPayee(registry: Registry, id: string): PayeeView {
  const { name, accounts } = payeeNamed(registry, id)!
  return {
    payee: id,
    name: name ?? null,
    accounts: [...accounts].map(([chain, account]) => ({ chain, account })),
  }
}

/** The place of a rate: the number of its asset in the order recorded, and its number by effectiveFrom. */
const ratePlace = z.tuple([z.number().int().nonnegative(), z.number().int()])

/** By asset, in the order recorded. @throws HeadwaterError `asset.unknown`, `time.*`, `cursor.malformed` */
export function listRates(registry: Registry, now: Date, query: RateQuery = {}): RatePage {
  const { limit = pageItemsDefault, cursor, asset: wanted, history = false } = query
  const at = momentOf(query, now)
  const [firstAsset, shownPlace] = cursor === undefined ? [0, -1] : decodeCursor(cursor, ratePlace)
  const assets = wanted === undefined ? registry.assets.ids() : [findAsset(registry, wanted).id]
  const items: RatePage['items'][number][] = []
  let last: z.infer<typeof ratePlace> | undefined
  let number = -1
  for (const id of assets) {
    if (++number < firstAsset) continue
    const asset = registry.assets.get(id)!
    for (const [place, { rate, inForce }] of ratesOf(registry, asset, at, history).entries()) {
      if (number === firstAsset && place <= shownPlace) continue
      if (items.length === limit) return { at: formatTime(at), items, next: encodeCursor(last) }
      items.push({ asset: asset.id, ...viewRate(rate, registry.currencies.get(rate.currency)!), inForce })
      last = [number, place]
    }
  }
  return { at: formatTime(at), items, next: null }
}

function ratesOf(
  registry: Registry,
  asset: Asset,
  at: Micros,
  history: boolean,
): { rate: Rate; inForce: boolean }[] {
  const current = rateAt(registry, asset.id, at)
  return asset.ratesByTime
    .map((rate) => ({ rate, inForce: rate === current }))
    .filter(({ inForce }) => history || inForce)
}

/** @throws HeadwaterError `time.*`, `cursor.malformed` */
export function listFees(registry: Registry, now: Date, query: InForceQuery = {}): FeePage {
  const { history = false, at: _at, ...page } = query
  const at = momentOf(query, now)
  const current = feeAt(registry, at)
  const fees: readonly Fee[] = history ? registry.feesByTime : current === undefined ? [] : [current]
  const { items, next } = pageOf(fees, page)
  return {
    at: formatTime(at),
    items: items.map((fee) => ({
      share: formatShare(fee.share),
      payee: fee.payee,
      effectiveFrom: formatTime(fee.effectiveFrom),
      inForce: fee === current,
    })),
    next,
  }
}

function momentOf({ at }: InForceQuery, now: Date): Micros {
  return at === undefined ? now.getTime() * 1_000 : parseTime(at, '/at')
}
