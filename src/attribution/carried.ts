/**
 * What each edge carried in a division. A division gives what versions took in and passed on; over which edges follows
 * from the same formulas, edge by edge, and is compared with what the division gave.
 */
import { invariant } from '../invariant.ts'
import { type Share, shareFloor } from '../money/share.ts'
import type { LineageGraph, VersionFlow } from './model.ts'

interface CarriedVersion {
  /** The place in the graph. */
  readonly version: number
  /** Left out where the version has only a claim on bases of others that are too small to pay it a unit. */
  readonly flow: VersionFlow | undefined
  /**
   * What the version set aside for absolute edges, less what its own absolute edges carried. Above 0, sources further up
   * get it over edges of other versions; below 0, its edges carried money of versions that derive from it.
   */
  readonly stacked: bigint
  /** Of a version whose absolute edges carry its own base and end there, what the rounding of each edge left; ≥ 0. */
  readonly rounding: bigint
}

interface CarryingEdges {
  /**
   * Whether an edge of the whole graph is capped in the currency. What it carried is known from its standing, so it is
   * left out here.
   */
  readonly isCapped: (edge: number) => boolean
  /** Receives what an edge carried, if anything, with its number in the whole graph. */
  readonly add: (edge: number, amount: bigint) => void
}

/**
 * Gives versions derived-first, each after its edges.
 *
 * @param graph the edges in force for the group, as it was divided
 * @param flows what the division gave, derived-first
 */
export function* carriedBy(
  graph: LineageGraph,
  flows: Iterable<VersionFlow>,
  { isCapped, add }: CarryingEdges,
): Generator<CarriedVersion, undefined> {
  const { edgeStart, edgeSource, edgeShare, edgeAbsolute, edgeNumbers, stack } = graph
  // L of the versions that are still to come, as far as their absolute edges need it.
  const inherited = new Map<number, bigint>()
  let [lapIn, lapOut] = [0n, 0n]
  const next = flows[Symbol.iterator]()
  let head = next.next()
  for (let version = graph.versionCount - 1; version >= 0; version--) {
    if (head.done && inherited.size === 0) break
    const flow = !head.done && head.value.version === version ? head.value : undefined
    if (flow) head = next.next()
    const claim = inherited.get(version) ?? 0n
    inherited.delete(version)
    if (!flow && claim === 0n) continue
    const base = flow ? flow.direct - flow.cost - flow.fee + flow.relativeIn : 0n
    const received = base + (flow?.absoluteIn ?? 0n)
    const line = base + claim
    let [relative, absolute, hasCapped, isDeep] = [0n, 0n, false, claim !== 0n]
    for (let edge = edgeStart[version]!; edge < edgeStart[version + 1]!; edge++) {
      const source = edgeSource[edge]!
      const share = edgeShare[edge]! as Share
      const whole = edgeNumbers?.[edge] ?? edge
      let out: bigint
      if (edgeAbsolute[edge] === 1) {
        out = shareFloor(line, share)
        absolute += out
        if (stack[source]! > 0) {
          isDeep = true
          if (line !== 0n) inherited.set(source, (inherited.get(source) ?? 0n) + line)
        }
      } else if (isCapped(whole)) {
        hasCapped = true
        continue
      } else {
        out = shareFloor(received, share)
        relative += out
      }
      if (out !== 0n) add(whole, out)
    }
    invariant(
      hasCapped || relative === (flow?.relativeOut ?? 0n),
      'relative edges carry what a version passed on',
    )
    lapOut += absolute
    lapIn += flow?.absoluteIn ?? 0n
    const left = (flow?.absoluteOut ?? 0n) - absolute
    invariant(isDeep || left >= 0n, 'absolute edges carry no more than a version set aside for them')
    yield { version, flow, stacked: isDeep ? left : 0n, rounding: isDeep ? 0n : left }
  }
  invariant(head.done === true, 'every flow of a division is one of its graph')
  invariant(lapIn === lapOut, 'absolute edges carry what versions received over them')
}
