/**
 * Calls one by one. A page costs one query; where a version is asked for without an epoch it may cost a few, as the
 * version that serves a call that names none follows from the registry.
 */
import { setImmediate } from 'node:timers/promises'
import { fail } from '../../errors.ts'
import { formatTime } from '../../events/time.ts'
import { type Registry, servedTime } from '../../registry/index.ts'
import type { CallPlace, CallState, ListedCall, ListPart } from '../../usage/lists.ts'
import { locateCall } from '../reports/findEpoch.ts'
import type { CallItem } from './answers.ts'
import {
  amounts,
  type CallListDeps,
  cut,
  type EachCallQuery,
  filterOf,
  type ListPage,
  oneMore,
  readStates,
  releasesOf,
} from './calls.ts'
import { settledWindow } from './settledWindow.ts'

type Part = ListPart<CallPlace>
type Page = ListPage<CallItem, CallPlace>

/** Calls that are looked at for a page. */
const lookedAtMax = 2_000
const readAtOnce = 250

/**
 * The oldest first. A page may have fewer items than asked for although more follow.
 * @throws HeadwaterError `epoch.none`, `epoch.unknown`, `request.malformed`, `time.*`, `data.outOfStep`
 */
export async function listCalls(deps: CallListDeps, query: EachCallQuery, part: Part): Promise<Page> {
  const { asset, version, epoch } = query
  if (version !== undefined && asset === undefined)
    fail('request.malformed', 'A version is one of an asset: name the asset too.', { path: '/asset' })
  if (epoch !== undefined) return listSettled(deps, { ...query, epoch }, part)
  if (asset !== undefined && version !== undefined)
    return listServed(deps, { ...query, asset, version }, part)
  const states = await readStates(deps, asset)
  const calls = await deps.lists.calls(states, filterOf(query), oneMore(part))
  return cut(calls, part, itemsOf(deps.registry), placeOf)
}

async function listSettled(
  deps: CallListDeps,
  query: EachCallQuery & { readonly epoch: number },
  part: Part,
): Promise<Page> {
  const { asset, version, state } = query
  const closed = await deps.epochs.get(query.epoch)
  if (state !== undefined && state !== 'settled') return { items: [], next: null }
  const upTo = (await deps.epochs.list()).slice(0, closed.epoch)
  const window = await settledWindow(deps, upTo, releasesOf(deps.registry, asset))
  const served =
    asset !== undefined && version !== undefined
      ? { name: version, unnamed: servedTime(deps.registry, asset, version, closed.registryRevision) }
      : undefined
  const filter = { ...filterOf(query), version: served }
  const calls = await deps.lists.settled({ ...window, filter }, oneMore(part))
  const item = itemsOf(deps.registry)
  return cut(calls, part, (call) => item({ ...call, state: 'settled' }), placeOf)
}

async function listServed(
  deps: CallListDeps,
  query: EachCallQuery & { readonly asset: string; readonly version: string },
  { limit, after }: Part,
): Promise<Page> {
  const { lists, registry } = deps
  const states = await readStates(deps, query.asset)
  const epochs = await deps.epochs.list()
  const unnamed = servedTime(registry, query.asset, query.version)
  const filter = { ...filterOf(query), version: { name: query.version, unnamed } }
  const isServed = (call: ListedCall) =>
    call.version === query.version ||
    locateCall(registry, epochs, call).resolved?.version.version === query.version
  const item = itemsOf(registry)
  const items: CallItem[] = []
  let place = after
  for (let lookedAt = 0; lookedAt < lookedAtMax; lookedAt += readAtOnce) {
    const calls = await lists.calls(states, filter, { limit: readAtOnce, ...(place && { after: place }) })
    for (const call of calls) {
      if (isServed(call)) {
        if (items.length === limit) return { items, next: place! }
        items.push(item(call))
      }
      place = placeOf(call)
    }
    if (calls.length < readAtOnce) return { items, next: null }
    await setImmediate()
  }
  return { items, next: place! }
}

type Listed = Pick<
  ListedCall,
  'id' | 'source' | 'time' | 'asset' | 'version' | 'currency' | 'amount' | 'priced'
> & { readonly state: CallState }

function itemsOf(registry: Registry): (call: Listed) => CallItem {
  const text = amounts(registry)
  return ({ id, source, time, asset, version, currency, amount, priced, state }) => ({
    id,
    source,
    time: formatTime(time),
    asset,
    version: version === '' ? null : version,
    currency,
    amount: text(amount, currency),
    priced,
    state,
  })
}

function placeOf({ time, partition, revision, row }: CallPlace): CallPlace {
  return { time, partition, revision, row }
}
