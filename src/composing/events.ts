/** The events that a file stands for. Their ids follow from what they are about and from their time. */
import { defined } from '../base/defined.ts'
import type { AgentFile, ComposedEvent } from './schema.ts'

export interface Composed {
  readonly event: ComposedEvent
  /** The place in the file of a place in the event's data, both as JSON pointers. */
  readonly places: readonly (readonly [inEvent: string, inFile: string])[]
}

export interface ComposeOptions {
  /** RFC 3339: the time of the events, where the file has none. */
  readonly now: string
  /** What the ledger has of it already, so that no event says it again. */
  readonly recorded: {
    readonly asset: boolean
    readonly rate: boolean
    readonly cost: (at: number) => boolean
  }
}

const sourceDefault = 'composer'

/** In the order in which they are recorded. */
export function eventsOf(file: AgentFile, { now, recorded }: ComposeOptions): readonly Composed[] {
  const time = file.time === undefined ? now : instant(file.time)
  const event = (what: string, type: string, data: ComposedEvent['data']): ComposedEvent => ({
    specversion: '1.0',
    id: `${what} ${file.asset} ${file.version} ${time}`,
    source: file.source ?? sourceDefault,
    type: `io.headwater.${type}`,
    time,
    data,
  })
  const composed: Composed[] = []
  if (!recorded.asset)
    composed.push({ event: event('registered', 'asset.registered', registrationOf(file)), places: [] })
  composed.push({
    event: event('released', 'version.released', releaseOf(file)),
    places: [['/derivedFrom', '/uses']],
  })
  if (file.rate !== undefined && !recorded.rate) {
    const data = { asset: file.asset, ...priced(file.rate, time) }
    composed.push({ event: event('rate', 'rate.set', data), places: [...ownAsset, ['', '/rate']] })
  }
  for (const [at, cost] of (file.costs ?? []).entries()) {
    if (recorded.cost(at)) continue
    const data = { asset: file.asset, ...priced(cost, time) }
    const places = [...ownAsset, ['', `/costs/${at}`]] as const
    composed.push({ event: event(`cost ${at + 1}`, 'cost.set', data), places })
  }
  return composed
}

const ownAsset = [['/asset', '/asset']] as const

/** Where in the file a fault of an event is, by its pointer into the event. */
export function placeInFile({ places }: Pick<Composed, 'places'>, path: string | undefined): string {
  if (path === undefined || path === '') return ''
  if (!path.startsWith('/data')) return path === '/time' || path === '/source' ? path : ''
  const inData = path.slice('/data'.length)
  for (const [from, to] of places)
    if (inData === from || inData.startsWith(`${from}/`)) return to + inData.slice(from.length)
  return inData
}

function registrationOf({ asset, owner, name, license, metadataUri }: AgentFile) {
  return { asset, ...defined({ owner, name, license, metadataUri }) }
}

function releaseOf(file: AgentFile) {
  const { asset, version, releasedAt, contentDigest, holders, contributorShare, contributors, uses } = file
  return {
    asset,
    version,
    ...defined({
      releasedAt: releasedAt === undefined ? undefined : instant(releasedAt),
      contentDigest,
      holders,
      contributorShare,
      contributors,
      derivedFrom: uses?.map(({ until, ...edge }) => ({
        ...defined(edge),
        ...(until !== undefined && { until: instant(until) }),
      })),
    }),
  }
}

function priced({ effectiveFrom, ...terms }: { readonly effectiveFrom?: string | undefined }, time: string) {
  return {
    ...defined(terms),
    effectiveFrom: effectiveFrom === undefined ? time : instant(effectiveFrom),
  }
}

/** A day is its first moment in UTC. Whether anything else is a time, the events' rules say. */
export function instant(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text
}
