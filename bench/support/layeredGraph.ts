/** Lineage graphs of any size for benchmarks. */
import type { GraphVersion } from '../../src/attribution/model.ts'
import type { Share } from '../../src/money/share.ts'
import type { LineageEdge } from '../../src/registry/model.ts'
import { createRandom } from './random.ts'

interface LayeredGraphOptions {
  readonly layers: number
  readonly versionsPerLayer: number
  /** Sources of a version, all of the layer before. */
  readonly sources: number
  readonly seed: number
}

/**
 * Layers of versions, each derived from random ones of the layer before; about a third of the edges absolute where the
 * stack behind them leaves room, shares of every order of magnitude. Made one by one, so that size is no matter.
 */
export function* layeredVersions(options: LayeredGraphOptions): Generator<GraphVersion> {
  const random = createRandom(options.seed)
  const { layers, versionsPerLayer, sources } = options
  const room = Math.floor(1e9 / sources)
  let before = new Uint32Array(versionsPerLayer)
  for (let layer = 0; layer < layers; layer++) {
    const stacks = new Uint32Array(versionsPerLayer)
    for (let place = 0; place < versionsPerLayer; place++) {
      const derivedFrom: LineageEdge[] = []
      for (let edge = 0; layer > 0 && edge < sources; edge++) {
        // Every source from a slice of its own, so that none is named twice.
        const slice = Math.floor(versionsPerLayer / sources)
        const source = edge * slice + random.below(slice)
        const left = room - before[source]!
        const absolute = left > 0 && random.below(3) === 0
        const share = 1 + Math.floor((absolute ? left : room) ** random.next() - 1)
        if (absolute) stacks[place]! += share + before[source]!
        derivedFrom.push({
          source: (layer - 1) * versionsPerLayer + source,
          relation: 'mergedFrom',
          policy: absolute ? 'absolute' : 'relative',
          share: share as Share,
        })
      }
      yield { releasedAt: layer * versionsPerLayer + place, derivedFrom }
    }
    before = stacks
  }
}
