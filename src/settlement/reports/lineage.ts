/** The lineage of a version, page by page, in names instead of numbers. */

import { z } from 'zod'
import { derivedOf, sourcesOf } from '../../attribution/index.ts'
import { fail } from '../../errors.ts'
import type { Micros } from '../../events/time.ts'
import { formatTime, parseTime } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import {
  assetNamed,
  edgeAnswer,
  edgeBetween,
  latestVersion,
  type Registry,
  type Version,
  versionNamed,
} from '../../registry/index.ts'
import type { FlowTable } from '../flows/table.ts'
import type { Lineage } from '../lineage.ts'
import type { LineageReport } from '../lineageAnswers.ts'
import { type DetailsFrom, edgeDetails, onwardsFrom, type PageEdge } from './lineageDetails.ts'

/** A place in the walk: pages go on after it. */
export const lineagePlace = z.strictObject({ depth: z.int().positive(), version: z.int().nonnegative() })
type LineagePlace = z.infer<typeof lineagePlace>

export interface LineageWalk {
  readonly asset: string
  /** Default: the latest by releasedAt. */
  readonly version?: string
  /** `up` (default) to the sources, `down` to what was derived. */
  readonly direction?: 'up' | 'down'
  /** Edges at most; default no limit. */
  readonly depth?: number
  /** Only versions released by then, RFC 3339. */
  readonly asOf?: string
  /** Whether edges that ended or are capped, contradictions and what goes on from each node are marked. Default: no. */
  readonly details?: boolean
  /** The closed epoch whose flow over each edge is given, with details. */
  readonly epoch?: number
}

/** Part of a walk: `limit` nodes after `after`. */
export interface LineagePart {
  readonly limit: number
  readonly after?: LineagePlace
}

/** A page whose `next` is a place, not yet a cursor. */
export type LineagePage = Omit<LineageReport, 'next'> & { readonly next: LineagePlace | null }

/** What details of a page are read from. */
export interface LineageDeps extends Pick<DetailsFrom, 'registry' | 'books'> {
  readonly lineage: Lineage
  readonly epochs: EpochLog
  readonly clock: () => Date
  /** The flow of a closed epoch. */
  readonly flowOf: (closed: ClosedEpoch) => Promise<FlowTable>
}

/** @throws HeadwaterError `asset.unknown`, `version.unknown`, `epoch.unknown`, `time.*`, `request.malformed` */
export async function lineageReport(
  deps: LineageDeps,
  query: LineageWalk,
  part: LineagePart,
): Promise<LineagePage> {
  const { registry } = deps
  const { direction = 'up', details = query.epoch !== undefined } = query
  const depth = query.depth === undefined ? null : positive('depth', query.depth)
  const asOf = query.asOf === undefined ? null : parseTime(query.asOf, '/asOf')
  const start = startOf(registry, query, asOf)
  const page = pageFrom(deps, { start, direction, depth, asOf }, part)
  const detailsOf = details
    ? await edgeDetails(await detailsFrom(deps, query, asOf), edgesOf(page))
    : undefined
  return {
    asset: start.asset,
    version: start.version,
    direction,
    depth,
    asOf: asOf === null ? null : formatTime(asOf),
    total: page.total,
    nodes: page.nodes.map(({ version, depth: distance, edges }) => ({
      asset: version.asset,
      version: version.version,
      releasedAt: formatTime(version.releasedAt),
      depth: distance,
      ...(details && { onwards: onwardsFrom(registry, version, direction) }),
      edges: edges.map((one) => ({
        // Up, the nearer version that takes from the node; down, the nearer one that it takes from.
        ...edgeAnswer(registry, one.edge, direction === 'up' ? one.derived : one.source),
        ...detailsOf?.(one),
      })),
    })),
    next: page.next,
  }
}

interface Walk {
  readonly start: Version
  readonly direction: 'up' | 'down'
  readonly depth: number | null
  readonly asOf: Micros | null
}

interface Page {
  readonly total: number
  readonly nodes: readonly {
    readonly version: Version
    readonly depth: number
    readonly edges: readonly PageEdge[]
  }[]
  readonly next: LineagePlace | null
}

function pageFrom(
  { registry, lineage }: Pick<LineageDeps, 'registry' | 'lineage'>,
  { start, direction, depth, asOf }: Walk,
  { limit, after }: LineagePart,
): Page {
  const [walk, partOf] =
    direction === 'up' ? ([sourcesOf, lineage.upstream] as const) : ([derivedOf, lineage.downstream] as const)
  const { graph, indexOf, placeOf } = partOf.call(lineage, start.index, depth ?? undefined)
  const versionAt = (place: number) => registry.versions.at(indexOf(place))!
  const page = walk(graph, placeOf(start.index), {
    limit,
    ...(depth !== null && { depthMax: depth }),
    ...(asOf !== null && { asOf }),
    ...(after && { after: { depth: after.depth, version: placeOf(after.version) } }),
  })
  const nodes = page.nodes.map(({ version, depth: distance, edges }) => ({
    version: versionAt(version),
    depth: distance,
    edges: edges.map(({ from, to }) => {
      const [derived, source] = [versionAt(from), versionAt(to)]
      return { derived, source, edge: edgeBetween(derived, source) }
    }),
  }))
  const next = page.next ? { depth: page.next.depth, version: indexOf(page.next.version) } : null
  return { total: page.total, nodes, next }
}

function* edgesOf({ nodes }: Page): Generator<PageEdge> {
  for (const { edges } of nodes) yield* edges
}

async function detailsFrom(
  { registry, books, epochs, clock, flowOf }: LineageDeps,
  { epoch }: LineageWalk,
  asOf: Micros | null,
): Promise<DetailsFrom> {
  const closed = epoch === undefined ? undefined : await epochs.get(epoch)
  const list = await epochs.list()
  return {
    registry,
    books,
    closed: list.slice(0, closed?.epoch ?? list.length).map(({ key }) => key),
    flow: closed && (await flowOf(closed)),
    at: asOf ?? closed?.until ?? clock().getTime() * 1_000,
  }
}

/** The version named, or the latest by release (of those released by `asOf`). */
function startOf(registry: Registry, { asset, version }: LineageWalk, asOf: Micros | null): Version {
  const found = assetNamed(registry, asset)
  if (!found) fail('asset.unknown', `The asset ${asset} is not registered.`, { path: '/asset' })
  const start =
    version === undefined
      ? latestVersion(registry, found.id, asOf ?? undefined)
      : versionNamed(registry, found, version)
  if (start !== undefined) return start
  const what =
    version === undefined
      ? asOf === null
        ? 'a version'
        : 'a version released by then'
      : `the version ${version}`
  fail('version.unknown', `The asset ${asset} does not have ${what}.`, { path: '/version' })
}

function positive(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    fail('request.malformed', `${name} is a whole number of at least 1.`, { path: `/${name}` })
  return value
}
