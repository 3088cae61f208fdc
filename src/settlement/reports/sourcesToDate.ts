/** Where a payee's earnings came from: its sources, the events that released them, and the paths of the largest. */

import { type PathInto, pathsInto } from '../../attribution/pathsInto.ts'
import { formatTime } from '../../events/time.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { streams } from '../../log/streams.ts'
import { formatAmount } from '../../money/ledgerUnits.ts'
import {
  assetNamed,
  factFromRecorded,
  type Registry,
  type Version,
  versionNamed,
} from '../../registry/index.ts'
import type { BooksStore, EarningToDate, NetToDate } from '../books.ts'
import type { StatementToDate } from '../toDateAnswers.ts'

type Listed = Pick<StatementToDate['currencies'][number], 'sources' | 'sourcesMore'>
type Source = Listed['sources'][number]

/** The largest sources of all currencies together, whose paths are looked for. */
const tracedMax = 12
const pathsShownMax = 4
/** Sources whose releases are read from the log. */
const eventsMax = 400

interface SourceDeps {
  readonly events: EventStore
  readonly books: BooksStore
  readonly registry: Registry
}

/** @returns the sources in a currency */
export async function sourcesOf(
  deps: SourceDeps,
  list: readonly ClosedEpoch[],
  earnings: readonly EarningToDate[],
): Promise<(currency: string, decimals: number) => Listed> {
  const { registry, books } = deps
  const named = new Map<EarningToDate, Version>()
  for (const earning of earnings) {
    const asset = earning.asset === '' ? undefined : assetNamed(registry, earning.asset)
    const version = asset && versionNamed(registry, asset, earning.version)
    if (version !== undefined) named.set(earning, version)
  }
  const traced = tracedOf([...named.keys()])
  const paths = new Map(traced.map((earning) => [earning, pathsInto(registry, named.get(earning)!)]))
  const served = new Map<number, Version>()
  for (const found of paths.values()) for (const { from } of found) served.set(from.index, from)
  const closed = list.map(({ key }) => key)
  const nets = served.size === 0 ? [] : await books.netToDate(closed, [...served.values()])
  const events = await releasesOf(deps, [...new Set([...named.values()])].slice(0, eventsMax))
  return (currency, decimals) => {
    const own = earnings.filter((earning) => earning.currency === currency)
    return {
      sources: own.map((earning): Source => {
        const { asset, version, role, amount, first, last } = earning
        const release = named.get(earning)
        return {
          ...{ asset, version, role, earned: formatAmount(amount, decimals), first, last },
          event: (release && events.get(release.revision)) ?? null,
          paths: largest(paths.get(earning) ?? [], nets, { currency, decimals }),
        }
      }),
      sourcesMore: (own[0]?.sources ?? 0) - own.length,
    }
  }
}

/** Costs are of the calls of the version itself, so no path leads to them. */
function tracedOf(earnings: readonly EarningToDate[]): EarningToDate[] {
  return earnings
    .filter(({ role, amount }) => role !== 'cost' && role !== 'fee' && amount > 0n)
    .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1))
    .slice(0, tracedMax)
}

function largest(
  paths: readonly PathInto[],
  nets: readonly NetToDate[],
  { currency, decimals }: { readonly currency: string; readonly decimals: number },
): Source['paths'] {
  const netOf = new Map(
    nets
      .filter((net) => net.currency === currency)
      .map(({ asset, version, net }) => [JSON.stringify([asset, version]), net]),
  )
  return paths
    .map((path) => {
      const { asset, version } = path.from
      const net = netOf.get(JSON.stringify([asset, version])) ?? 0n
      return { from: { asset, version }, over: path.over, amount: path.brings(net) }
    })
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.amount === b.amount ? a.over.length - b.over.length : a.amount > b.amount ? -1 : 1))
    .slice(0, pathsShownMax)
    .map(({ from, over, amount }) => ({ from, over, amount: formatAmount(amount, decimals) }))
}

async function releasesOf(
  { events }: Pick<SourceDeps, 'events'>,
  versions: readonly Version[],
): Promise<Map<number, Source['event']>> {
  const found = new Map<number, Source['event']>()
  for (const { revision } of versions) {
    for await (const event of events.readStream(streams.registry, { from: revision, limit: 1 })) {
      const { type, source, id, time } = factFromRecorded(event.type, event.data)
      found.set(revision, { type, source, id, time: formatTime(time) })
    }
  }
  return found
}
