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
 * Layers of versions. Each version is derived from random versions of the previous layer. About a third of the edges are
 * absolute, if the stack behind them leaves room. Shares have every order of magnitude. Versions are made one by one, so a
 * graph of any size fits.
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
        // Each source comes from a slice of its own, so that no source is named twice.
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
