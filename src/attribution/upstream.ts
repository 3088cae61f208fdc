/** The part of a graph that revenue of one version can reach, as a graph of its own. */
import { freshMarks } from './marks.ts'
import type { LineageGraph } from './model.ts'

export interface Upstream {
  /** The version and everything upstream of it, ascending: place i of the part is versions[i] of the whole. */
  readonly versions: Uint32Array
  readonly graph: LineageGraph
}

/** The cost depends on the versions reached, not on the size of the graph. */
export function upstreamOf(graph: LineageGraph, version: number): Upstream {
  const versions = upstreamVersions(graph, [version])
  const versionCount = versions.length
  // The columns are local variables, because the loops read millions of edges one by one.
  const { edgeStart, edgeSource, edgeShare, edgeAbsolute, edgeRelation, stack, releasedAt } = graph
  const { edgeUntil, edgeCaps, edgeNumbers } = graph
  let edgeCount = 0
  for (const whole of versions) edgeCount += edgeStart[whole + 1]! - edgeStart[whole]!
  const places = placesOf(versions, graph.versionCount)
  const starts = new Uint32Array(versionCount + 1)
  const sources = new Uint32Array(edgeCount)
  const shares = new Uint32Array(edgeCount)
  const absolute = new Uint8Array(edgeCount)
  const relation = new Uint8Array(edgeCount)
  const stacks = new Uint32Array(versionCount)
  const times = new Float64Array(versionCount)
  const untils = edgeUntil && new Float64Array(edgeCount)
  const numbers = edgeCaps && new Uint32Array(edgeCount)
  let next = 0
  for (let place = 0; place < versionCount; place++) {
    const whole = versions[place]!
    const end = edgeStart[whole + 1]!
    for (let edge = edgeStart[whole]!; edge < end; edge++, next++) {
      sources[next] = places[edgeSource[edge]!]!
      shares[next] = edgeShare[edge]!
      absolute[next] = edgeAbsolute[edge]!
      relation[next] = edgeRelation[edge]!
      if (untils) untils[next] = edgeUntil[edge]!
      if (numbers) numbers[next] = edgeNumbers?.[edge] ?? edge
    }
    starts[place + 1] = next
    stacks[place] = stack[whole]!
    times[place] = releasedAt[whole]!
  }
  const part = {
    versionCount,
    edgeCount,
    edgeStart: starts,
    edgeSource: sources,
    edgeShare: shares,
    edgeAbsolute: absolute,
    edgeRelation: relation,
    stack: stacks,
    releasedAt: times,
    ...(untils && { edgeUntil: untils }),
    ...(edgeCaps && numbers && { edgeCaps, edgeNumbers: numbers }),
  }
  return { versions, graph: part }
}

/** The versions and everything upstream of them, ascending. The array belongs to the caller. */
export function upstreamVersions(graph: LineageGraph, from: readonly number[]): Uint32Array {
  const { edgeStart, edgeSource } = graph
  const marks = freshMarks(graph.versionCount)
  let reached = new Uint32Array(Math.max(64, from.length))
  let count = 0
  let last = 0
  for (const version of from) {
    if (marks.add(version)) reached[count++] = version
    if (version > last) last = version
  }
  for (let place = 0; place < count; place++) {
    const version = reached[place]!
    const end = edgeStart[version + 1]!
    for (let edge = edgeStart[version]!; edge < end; edge++) {
      const source = edgeSource[edge]!
      if (!marks.add(source)) continue
      if (count === reached.length) {
        const more = new Uint32Array(count * 2)
        more.set(reached)
        reached = more
      }
      reached[count++] = source
    }
  }
  const versions = reached.subarray(0, count)
  if (count < last / denseOneIn) return versions.sort()
  // Sources have lower numbers than the versions. If most were reached, checking each of them costs less than sorting.
  let next = 0
  for (let below = 0; below <= last; below++) if (marks.has(below)) versions[next++] = below
  return versions
}

/** If one version in so many was reached, checking all costs less: a check takes 1 ns, a step of sorting some tens. */
const denseOneIn = 16

// Scratch of the size of the graph. A call reads only the places that it wrote itself.
let scratch = new Uint32Array(0)

function placesOf(versions: Uint32Array, versionCount: number): Uint32Array {
  if (scratch.length < versionCount) scratch = new Uint32Array(Math.max(versionCount, scratch.length * 2))
  for (let place = 0; place < versions.length; place++) scratch[versions[place]!] = place
  return scratch
}
