/**
 * The paths by which revenue of derived versions reaches a version, the shortest first, up to a limit: walked from the
 * version downstream. What a path brings follows the division as `attribution/paths.ts` explains it.
 */

import { type LedgerUnits, ledgerUnits } from '../money/ledgerUnits.ts'
import { formatShare, shareFloor } from '../money/share.ts'
import { edgeBetween, type LineageEdge, type Registry, type Version } from '../registry/index.ts'

/** Paths that are walked for one version, and the edges of the longest. */
const pathsMax = 256
const edgesMax = 12
/** Derived versions of one version that are looked at. */
const derivedMax = 64

export interface PathInto {
  readonly from: Version
  readonly over: readonly {
    readonly asset: string
    readonly version: string
    readonly relation: LineageEdge['relation']
    readonly share: string
  }[]
  /** @param net direct revenue of `from` without fee and costs */
  brings(net: bigint): LedgerUnits
}

/** @param revisionMax of the registry: versions that were released later are not looked at */
export function pathsInto(
  { versions }: Registry,
  target: Version,
  revisionMax = Number.POSITIVE_INFINITY,
): PathInto[] {
  const paths: { readonly from: Version; readonly steps: readonly Step[] }[] = [{ from: target, steps: [] }]
  for (let index = 0; index < paths.length && paths.length < pathsMax; index++) {
    const { from, steps } = paths[index]!
    if (steps.length === edgesMax) continue
    for (const derived of versions.derivedFrom(from.index, derivedMax)) {
      if (paths.length === pathsMax) break
      const version = versions.at(derived)!
      // Versions are in the order of their release.
      if (version.revision > revisionMax) break
      paths.push({ from: version, steps: [{ edge: edgeBetween(version, from), to: from }, ...steps] })
    }
  }
  return paths.map(({ from, steps }) => ({
    from,
    over: steps.map(({ edge: { relation, share }, to: { asset, version } }) => ({
      ...{ asset, version, relation, share: formatShare(share) },
    })),
    brings: (net) => ledgerUnits(broughtOver(steps, net)),
  }))
}

interface Step {
  readonly edge: LineageEdge
  readonly to: Version
}

/** Of absolute edges in a row only the last pays, out of the base before them. */
function broughtOver(steps: readonly Step[], net: bigint): bigint {
  let received = net
  let base = net
  for (const { edge } of steps) {
    if (edge.policy === 'absolute') received = shareFloor(base, edge.share)
    else {
      received = shareFloor(received, edge.share)
      base = received
    }
  }
  return received
}
