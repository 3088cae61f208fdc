/** The order in which versions can be released: sources first. */
import { compareUtf8 } from '../base/utf8.ts'
import { circlesAmong } from './cycles.ts'
import type { Draft, DraftAsset, DraftEdge, DraftVersion } from './draft.ts'
import { shownVersion } from './versions.ts'

/** The versions under construction that an edge leads to: one, or all of an asset where the release pins the latest. */
export function targetsOf({ to, toVersion }: DraftEdge): DraftVersion[] {
  if (toVersion === undefined) return [...to.versions.values()]
  const target = to.versions.get(toVersion)
  return target === undefined ? [] : [target]
}

/** Leaves out every edge that is part of a circle. @returns the circles, each as names */
export function breakCycles(draft: Draft): string[][] {
  const byName = new Map(allVersions(draft.sorted()).map((version) => [shownVersion(version), version]))
  const edgesOf = (name: string) => byName.get(name)!.edges.flatMap(targetsOf).map(shownVersion)
  const circles = circlesAmong([...byName.keys()], edgesOf)
  for (const circle of circles) {
    const members = new Set(circle)
    for (const name of circle) {
      const version = byName.get(name)!
      const within = new Set(
        version.edges.filter((edge) => targetsOf(edge).some((target) => members.has(shownVersion(target)))),
      )
      version.edges.splice(0, Infinity, ...version.edges.filter((edge) => !within.has(edge)))
      for (const edge of within) {
        const message =
          circle.length === 1
            ? 'it is derived from itself'
            : `it is part of a circle of ${circle.length} versions`
        for (const stated of edge.stated) draft.leaveOut(stated, 'cycle', message)
        if (draft.holds('cycle')) version.reasons.add(message)
      }
    }
  }
  return circles.map((circle) => circle.sort(compareUtf8))
}

function allVersions(assets: readonly DraftAsset[]): DraftVersion[] {
  return assets.flatMap(({ versions }) =>
    [...versions.values()].sort((one, other) => compareUtf8(one.version, other.version)),
  )
}

/** Sources before what is derived from them; otherwise by name, so that the same lineage has one order. */
export function releaseOrder(draft: Draft): DraftVersion[] {
  const versions = allVersions(draft.sorted())
  const waitsFor = new Map(versions.map((version) => [version, new Set(version.edges.flatMap(targetsOf))]))
  const derived = new Map<DraftVersion, DraftVersion[]>()
  for (const [version, sources] of waitsFor) {
    for (const source of sources) listIn(derived, source).push(version)
  }
  const place = new Map(versions.map((version, index) => [version, index]))
  const ordered: DraftVersion[] = []
  let ready = versions.filter((version) => waitsFor.get(version)!.size === 0)
  while (ready.length > 0) {
    ordered.push(...ready)
    const next = new Set<DraftVersion>()
    for (const source of ready) {
      for (const version of derived.get(source) ?? []) {
        const waiting = waitsFor.get(version)!
        waiting.delete(source)
        if (waiting.size === 0) next.add(version)
      }
    }
    ready = [...next].sort((one, other) => place.get(one)! - place.get(other)!)
  }
  return ordered
}

function listIn(lists: Map<DraftVersion, DraftVersion[]>, key: DraftVersion): DraftVersion[] {
  const known = lists.get(key) ?? []
  lists.set(key, known)
  return known
}
