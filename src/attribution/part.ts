/**
 * A part of the lineage as a graph of its own, made of the versions that a walk reaches: nothing else is read. Where the
 * versions are in a store, this is how one version is looked at among a million.
 */
import { firstIndex } from '../base/search.ts'
import { createGraphBuilder } from './graph.ts'
import type { GraphVersion, LineageGraph } from './model.ts'

/** Numbers of the part are places; `indexOf` gives the version at a place, in the same order. */
export interface GraphPart {
  readonly graph: LineageGraph
  indexOf(place: number): number
  /** Of a version that is not in the part: the place of the one before. */
  placeOf(index: number): number
}

interface Walk {
  /** The versions next to one, in the direction of the walk. */
  readonly next: (index: number) => Iterable<number>
  readonly versionAt: (index: number) => GraphVersion
  /** Edges from the start at most. */
  readonly depthMax?: number | undefined
  /** Of a larger part nothing is made. */
  readonly versionsMax: number
}

/** The part that a walk from `start` reaches, with every edge between its versions; undefined where it is too large. */
export function partFrom(
  start: number,
  { next, versionAt, depthMax = Number.POSITIVE_INFINITY, versionsMax }: Walk,
): GraphPart | undefined {
  const reached = new Set([start])
  let level = [start]
  for (let depth = 0; depth < depthMax && level.length > 0; depth++) {
    const following: number[] = []
    for (const index of level) {
      for (const to of next(index)) {
        if (reached.has(to)) continue
        if (reached.size === versionsMax) return undefined
        reached.add(to)
        following.push(to)
      }
    }
    level = following
  }
  return partOf(Uint32Array.from(reached).sort(), versionAt)
}

function partOf(versions: Uint32Array, versionAt: Walk['versionAt']): GraphPart {
  const places = new Map<number, number>()
  for (const [place, index] of versions.entries()) places.set(index, place)
  const builder = createGraphBuilder()
  for (const index of versions) {
    const { releasedAt, derivedFrom } = versionAt(index)
    const edges = derivedFrom.flatMap((edge) => {
      const source = places.get(edge.source)
      return source === undefined ? [] : [{ ...edge, source }]
    })
    builder.append({ releasedAt, derivedFrom: edges })
  }
  return {
    graph: builder.graph(),
    indexOf: (place) => versions[place]!,
    placeOf: (index) => firstIndex(versions.length, (at) => versions[at]! > index) - 1,
  }
}

/** The whole graph as a part of itself. */
export function wholePart(graph: LineageGraph): GraphPart {
  return { graph, indexOf: (place) => place, placeOf: (index) => index }
}
