/** Where a payee's earnings came from: its sources, the events that released them, and the paths of the largest. */

import { SourcePaths } from '../../attribution/sourcePaths.ts'
import type { BooksStore, EarningToDate } from '../../books/port.ts'
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
import type { StatementToDate } from '../toDateAnswers.ts'

type Listed = Pick<StatementToDate['currencies'][number], 'sources' | 'sourcesMore'>
type Source = Listed['sources'][number]

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
  const closed = list.map(({ key }) => key)
  const pathsOf = await new SourcePaths(registry, (versions) => books.netToDate(closed, versions)).of(
    earnings,
  )
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
          paths: pathsOf(earning, decimals),
        }
      }),
      sourcesMore: (own[0]?.sources ?? 0) - own.length,
    }
  }
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
