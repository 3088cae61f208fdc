/** Makes one edge of all statements that say the same. */
import { agreedRelation } from './contradictions.ts'
import type { Draft, DraftEdge, DraftVersion } from './draft.ts'
import type { PlacedEdge } from './versions.ts'

export function mergeEdges(draft: Draft, placed: readonly PlacedEdge[]): DraftEdge[] {
  const byVersion = new Map<DraftVersion, PlacedEdge[]>()
  for (const each of placed) {
    for (const version of each.from) {
      const known = byVersion.get(version) ?? []
      known.push(each)
      byVersion.set(version, known)
    }
  }
  return [...byVersion].flatMap(([from, edges]) =>
    [...Map.groupBy(versioned(edges), ({ to, toVersion }) => `${to.asset} ${toVersion ?? ''}`).values()].map(
      (same): DraftEdge => {
        const { to, toVersion } = same[0]!
        const edge: DraftEdge = { from, to, toVersion, stated: same.map((each) => each.edge) }
        edge.relation = agreedRelation(draft, edge, same)
        return edge
      },
    ),
  )
}

/** A statement without a version says the same as one with a version: a release names a source version once. */
function versioned(edges: readonly PlacedEdge[]): PlacedEdge[] {
  const first = new Map<string, string>()
  for (const { to, toVersion } of edges) {
    if (toVersion !== undefined && !first.has(to.asset)) first.set(to.asset, toVersion)
  }
  return edges.map((edge) =>
    edge.toVersion === undefined ? { ...edge, toVersion: first.get(edge.to.asset) } : edge,
  )
}
