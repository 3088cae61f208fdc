/** The part of a graph that revenue of one version can reach, as a graph of its own. */
import { freshMarks } from './marks.ts'
import type { LineageGraph } from './model.ts'

export interface Upstream {
  /** The version and everything upstream of it, ascending: place i of the part is versions[i] of the whole. */
  readonly versions: Uint32Array
  readonly graph: LineageGraph
}

/** Costs what it reaches, whatever the size of the graph. */
export function upstreamOf(graph: LineageGraph, version: number): Upstream {
  const versions = reach(graph, version).sort()
  const versionCount = versions.length
  let edgeCount = 0
  for (const whole of versions) edgeCount += graph.edgeStart[whole + 1]! - graph.edgeStart[whole]!
  const places = placesOf(versions, graph.versionCount)
  const part = {
    versionCount,
    edgeCount,
    edgeStart: new Uint32Array(versionCount + 1),
    edgeSource: new Uint32Array(edgeCount),
    edgeShare: new Uint32Array(edgeCount),
    edgeAbsolute: new Uint8Array(edgeCount),
    edgeRelation: new Uint8Array(edgeCount),
    stack: new Uint32Array(versionCount),
    releasedAt: new Float64Array(versionCount),
  }
  let next = 0
  for (let place = 0; place < versionCount; place++) {
    const whole = versions[place]!
    const end = graph.edgeStart[whole + 1]!
    for (let edge = graph.edgeStart[whole]!; edge < end; edge++, next++) {
      part.edgeSource[next] = places[graph.edgeSource[edge]!]!
      part.edgeShare[next] = graph.edgeShare[edge]!
      part.edgeAbsolute[next] = graph.edgeAbsolute[edge]!
      part.edgeRelation[next] = graph.edgeRelation[edge]!
    }
    part.edgeStart[place + 1] = next
    part.stack[place] = graph.stack[whole]!
    part.releasedAt[place] = graph.releasedAt[whole]!
  }
  return { versions, graph: part }
}

function reach(graph: LineageGraph, version: number): Uint32Array {
  const marks = freshMarks(graph.versionCount)
  let reached = new Uint32Array(64)
  reached[0] = version
  marks.add(version)
  let count = 1
  for (let place = 0; place < count; place++) {
    const from = reached[place]!
    const end = graph.edgeStart[from + 1]!
    for (let edge = graph.edgeStart[from]!; edge < end; edge++) {
      const source = graph.edgeSource[edge]!
      if (!marks.add(source)) continue
      if (count === reached.length) {
        const more = new Uint32Array(count * 2)
        more.set(reached)
        reached = more
      }
      reached[count++] = source
    }
  }
  return reached.subarray(0, count)
}

// Scratch of the size of the graph, only read where it was written by the same call.
let scratch = new Uint32Array(0)

function placesOf(versions: Uint32Array, versionCount: number): Uint32Array {
  if (scratch.length < versionCount) scratch = new Uint32Array(Math.max(versionCount, scratch.length * 2))
  for (let place = 0; place < versions.length; place++) scratch[versions[place]!] = place
  return scratch
}
