/**
 * Question: how long does a person wait for the explanation of a call, or for a page of a version's lineage?
 * Size: 100,000 versions, grown as model hubs grow (0.18 M edges); and, as the worst case, the layered graph of
 * 1 M edges of the flow benchmark, where a call reaches half of all versions on the average, by more paths than there
 * are atoms. A random version each time, the first page of 100.
 * Estimate: a few to a hundred versions reached make 0.05–0.5 ms; the worst case is two flows and 50,000 results, 100 ms for
 * an explanation and 5 ms for a walk.
 */
import { buildGraph, derivedOf, explainFlow, type LineageGraph, sourcesOf } from '../src/attribution/index.ts'
import { parseShare } from '../src/money/share.ts'
import type { Measurement } from './measurement.ts'
import { grownGraph } from './support/grownLineage.ts'
import { layeredVersions } from './support/layeredGraph.ts'
import { createRandom } from './support/random.ts'

const feeShare = parseShare('0.025')
const amount = 10n ** 24n

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const grown = grownGraph(100_000, 1)
  const layered = buildGraph(layeredVersions({ layers: 100, versionsPerLayer: 1_000, sources: 10, seed: 1 }))
  const often = options.quick ? 500 : 5_000
  const seldom = options.quick ? 15 : 101
  return [...measure('', grown, often), ...measure(', worst case', layered, seldom)]
}

function measure(suffix: string, graph: LineageGraph, count: number): Measurement[] {
  const walks = {
    'one call explained': (version: number) => explainFlow(graph, { version, amount, feeShare }).flows.length,
    'lineage up': (version: number) => sourcesOf(graph, version).total,
    'lineage down': (version: number) => derivedOf(graph, version).total,
  }
  return Object.entries(walks).flatMap(([name, walk]) => {
    const random = createRandom(count)
    walk(0)
    const runs = Array.from({ length: count }, () => {
      const version = random.below(graph.versionCount)
      const start = performance.now()
      const reached = walk(version)
      return { reached, ms: performance.now() - start }
    })
    const times = ascending(runs.map(({ ms }) => ms))
    const reached = ascending(runs.map((one) => one.reached))
    const size = `${graph.versionCount / 1_000}k versions, ${Math.round(graph.edgeCount / 1_000)}k edges, reached: median ${at(reached, 0.5)}, p99 ${at(reached, 0.99)}`
    return [
      { name: `${name}${suffix}, median`, size, value: at(times, 0.5), unit: 'ms' },
      { name: `${name}${suffix}, p99`, size, value: at(times, 0.99), unit: 'ms' },
    ]
  })
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
}
