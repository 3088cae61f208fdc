/** The lineage of a version, page by page, in names instead of numbers. */

import { z } from 'zod'
import { derivedOf, sourcesOf } from '../../attribution/index.ts'
import { fail } from '../../errors.ts'
import type { Micros } from '../../events/time.ts'
import { formatTime, parseTime } from '../../events/time.ts'
import {
  assetNamed,
  edgeAnswer,
  edgeBetween,
  latestVersion,
  type Registry,
  type Version,
  versionNamed,
} from '../../registry/index.ts'

import type { LineageReport } from '../answers.ts'
import type { Lineage } from '../lineage.ts'

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
}

/** Part of a walk: `limit` nodes after `after`. */
export interface LineagePart {
  readonly limit: number
  readonly after?: LineagePlace
}

/** A page whose `next` is a place, not yet a cursor. */
export type LineagePage = Omit<LineageReport, 'next'> & { readonly next: LineagePlace | null }

/** @throws HeadwaterError `asset.unknown`, `version.unknown`, `time.*`, `request.malformed` */
export function lineageReport(
  registry: Registry,
  lineage: Lineage,
  query: LineageWalk,
  { limit, after }: LineagePart,
): LineagePage {
  const { direction = 'up' } = query
  const depth = query.depth === undefined ? null : positive('depth', query.depth)
  const asOf = query.asOf === undefined ? null : parseTime(query.asOf, '/asOf')
  const start = startOf(registry, query, asOf)
  const walk = direction === 'up' ? sourcesOf : derivedOf
  const { graph, indexOf, placeOf } =
    direction === 'up'
      ? lineage.upstream(start.index, depth ?? undefined)
      : lineage.downstream(start.index, depth ?? undefined)
  const versionAt = (place: number) => registry.versions.at(indexOf(place))!
  const page = walk(graph, placeOf(start.index), {
    limit,
    ...(depth !== null && { depthMax: depth }),
    ...(asOf !== null && { asOf }),
    ...(after && { after: { depth: after.depth, version: placeOf(after.version) } }),
  })
  return {
    asset: start.asset,
    version: start.version,
    direction,
    depth,
    asOf: asOf === null ? null : formatTime(asOf),
    total: page.total,
    nodes: page.nodes.map(({ version, depth: distance, edges }) => {
      const node = versionAt(version)
      return {
        asset: node.asset,
        version: node.version,
        releasedAt: formatTime(node.releasedAt),
        depth: distance,
        edges: edges.map(({ from, to }) => edgeReport(registry, [versionAt(from), versionAt(to)], direction)),
      }
    }),
    next: page.next ? { depth: page.next.depth, version: indexOf(page.next.version) } : null,
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

/** The other end of an edge: up, the nearer version that takes from the node; down, the nearer one that it takes from. */
function edgeReport(
  registry: Registry,
  [derived, source]: readonly [Version, Version],
  direction: 'up' | 'down',
): LineageReport['nodes'][number]['edges'][number] {
  const edge = edgeBetween(derived, source)
  return edgeAnswer(registry, edge, direction === 'up' ? derived : source)
}

function positive(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    fail('request.malformed', `${name} is a whole number of at least 1.`, { path: `/${name}` })
  return value
}
