/**
 * Question: how fast is the exact division of revenue over a large lineage, is it linear in its edges, and what does
 * reading its result cost?
 * Size: random layered graphs with ten sources a version: 1 M edges of 0.1 M versions, and 10 M of 1 M (4 M of 0.4 M
 * with --quick). Revenue of 2^60 to 2^130 LU on every version, a fee of 0.025.
 * Estimate: an edge is some ten 32-bit multiplications and one cache miss, 30 ns: 30 M edges/s, ten times the reference
 * in bigints (2–3 M); at ten times the size the misses go to main memory: 0.6 of the rate.
 */
import {
  buildGraph,
  type DirectRevenue,
  flow,
  type LineageGraph,
  referenceFlow,
} from '../src/attribution/index.ts'
import { parseShare } from '../src/money/share.ts'
import type { Measurement } from './measurement.ts'
import { layeredVersions } from './support/layeredGraph.ts'
import { createRandom } from './support/random.ts'

const feeShare = parseShare('0.025')
const rounds = 5

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const million = layered(1)
  const build = measureBuild()
  const one = rateOf(million, () => flow(million.graph, million.direct, feeShare))
  const reference = rateOf(million, () => referenceFlow(million.graph, million.direct, feeShare))
  const read = rateOf(million, () => readAll(flow(million.graph, million.direct, feeShare).flows))
  const times = options.quick ? 4 : 10
  const large = layered(times)
  const many = rateOf(large, () => flow(large.graph, large.direct, feeShare))
  return [
    { name: 'lineage graph from versions', size: sizeOf(million.graph), value: build, unit: 'edges/s' },
    {
      name: 'flow',
      size: sizeOf(million.graph),
      value: one,
      unit: 'edges/s',
      peer: 'the same formulas in bigints',
      peerValue: reference,
      ratio: one / reference,
    },
    { name: 'flow, every version flow read', size: sizeOf(million.graph), value: read, unit: 'edges/s' },
    {
      name: 'flow, larger',
      size: sizeOf(large.graph),
      value: many,
      unit: 'edges/s',
      peer: 'flow over 1 M edges',
      peerValue: one,
      ratio: many / one,
    },
  ]
}

interface Case {
  readonly graph: LineageGraph
  readonly direct: DirectRevenue
}

function optionsOf(millions: number) {
  return { layers: 100, versionsPerLayer: 1_010 * millions, sources: 10, seed: millions }
}

function layered(millions: number): Case {
  const graph = buildGraph(layeredVersions(optionsOf(millions)))
  const random = createRandom(7)
  const versions = Uint32Array.from({ length: graph.versionCount }, (_, version) => version)
  const amounts = Array.from(versions, () => (1n << 60n) + random.bigint(130))
  return { graph, direct: { versions, amounts } }
}

function measureBuild(): number {
  const versions = [...layeredVersions(optionsOf(1))]
  const seconds = medianSeconds(() => buildGraph(versions))
  return buildGraph(versions).edgeCount / seconds
}

function rateOf({ graph }: Case, work: () => unknown): number {
  return graph.edgeCount / medianSeconds(work)
}

function readAll(flows: ReturnType<typeof flow>['flows']): bigint {
  let retained = 0n
  for (const one of flows) retained += one.retained
  return retained
}

/** Median seconds of some rounds, after one that warms up. */
function medianSeconds(work: () => unknown): number {
  work()
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now()
    work()
    return (performance.now() - start) / 1_000
  })
  return times.sort((a, b) => a - b)[rounds >> 1]!
}

function sizeOf(graph: LineageGraph): string {
  return `${(graph.edgeCount / 1e6).toFixed(1)} M edges, ${(graph.versionCount / 1e6).toFixed(1)} M versions`
}
