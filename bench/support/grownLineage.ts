/** A lineage that grew as public model hubs do. */
import { buildGraph, type GraphVersion, type LineageGraph } from '../../src/attribution/index.ts'
import type { Relation } from '../../src/events/edgeNames.ts'
import type { Share } from '../../src/money/share.ts'
import type { LineageEdge } from '../../src/registry/model.ts'
import { createRandom, type Random } from './random.ts'

/**
 * One version in five has no sources (a dataset, a model from scratch); the others have one to eight, few of them many.
 * A source is usually one that other versions chose before. So some bases have thousands of descendants, and most versions
 * have none. One edge in three is absolute if there is room.
 */
export function grownGraph(versionCount: number, seed: number): LineageGraph {
  return buildGraph(grownVersions(versionCount, seed))
}

function* grownVersions(versionCount: number, seed: number): Generator<GraphVersion> {
  const random = createRandom(seed)
  const stacks = new Uint32Array(versionCount)
  // Has every version once, and once more for each time that it was chosen, so a random entry favours popular versions.
  const chosen: number[] = []
  for (let index = 0; index < versionCount; index++) {
    const derivedFrom = index === 0 || random.below(5) === 0 ? [] : sourcesFor(index, random, stacks, chosen)
    for (const { source } of derivedFrom) chosen.push(source)
    chosen.push(index)
    yield { releasedAt: index, derivedFrom }
  }
}

function sourcesFor(
  index: number,
  random: Random,
  stacks: Uint32Array,
  chosen: readonly number[],
): LineageEdge[] {
  const count = 1 + Math.floor(8 * random.next() ** 4)
  const room = Math.floor(1e9 / count)
  const edges = new Map<number, LineageEdge>()
  for (let wish = 0; wish < count; wish++) {
    const source = chosen[random.below(chosen.length)]!
    if (edges.has(source)) continue
    const left = room - stacks[source]!
    const absolute = left > 0 && random.below(3) === 0
    const share = 1 + Math.floor((absolute ? left : room) ** random.next() - 1)
    if (absolute) stacks[index]! += share + stacks[source]!
    const relation: Relation = count > 1 ? 'mergedFrom' : 'finetunedFrom'
    edges.set(source, { source, relation, policy: absolute ? 'absolute' : 'relative', share: share as Share })
  }
  return [...edges.values()]
}
