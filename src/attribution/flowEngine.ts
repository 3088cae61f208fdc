/**
 * The WebAssembly module behind `flow`: where its arrays lie, and one run of it. One instance a thread: its memory grows
 * to what the largest graph needs (about 200 bytes a version and 9 an edge) and is used again, because fresh memory
 * costs more than the division itself.
 */
import { invariant } from '../invariant.ts'
import { flowWasm } from './flow.wasm.ts'
import { createNumbers, type NumberWidth } from './flowNumbers.ts'
import type { LineageGraph } from './model.ts'

/** Addresses of the arrays of one run, and the bytes that they take in all. */
interface Layout {
  readonly width: NumberWidth
  readonly edgeStart: number
  readonly edgeSource: number
  readonly edgeShare: number
  readonly edgeKind: number
  readonly stack: number
  readonly directVersions: number
  readonly directAmounts: number
  readonly records: number
  readonly emitted: number
  readonly totals: number
  readonly bytes: number
}

/** Of the versions that something flowed through, ascending: relative in, absolute in, relative out of each. */
interface Division {
  readonly emitted: Uint32Array
  readonly records: BigUint64Array
  /** Σ fee, Σ retained, Σ absolute out, Σ absolute in. */
  readonly totals: BigUint64Array
}

// What is used of WebAssembly's own interface; browsers and Node type it in libraries that don't agree.
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  scratchBytes(): number
  divide(
    versionCount: number,
    words: number,
    edgeStart: number,
    edgeSource: number,
    edgeShare: number,
    edgeKind: number,
    stack: number,
    directVersions: number,
    directAmounts: number,
    directCount: number,
    feeShare: bigint,
    records: number,
    emitted: number,
    totals: number,
  ): number
  /** The same for revenue of any sign, and with capped edges. */
  readonly divideSigned: Exports['divide']
}

/** What one run divides: revenue without costs, of each version once, ascending. */
export interface RunInput {
  readonly graph: LineageGraph
  readonly versions: Uint32Array
  readonly amounts: readonly bigint[]
  readonly feeShare: number
  /** For revenue of any sign, and for capped edges; left out for revenue that is not below zero. */
  readonly signed?: {
    /** Edges of the graph whose payments `carry` computes, given what their version received. */
    readonly capped: readonly number[]
    readonly carry: (edge: number, received: bigint) => bigint
  }
}

const pageBytes = 65_536

let engine: Exports | undefined
/** What the module calls for a capped edge, while a run has such edges. */
let carryNow: ((edge: number, received: number, out: number) => void) | undefined
/** Of a capped edge: see assembly/divide.ts. */
const cappedKind = 2

export function layOut(graph: LineageGraph, directCount: number, width: NumberWidth): Layout {
  let end = Math.ceil(flowEngine().scratchBytes() / 64) * 64
  const take = (bytes: number): number => {
    const start = end
    end += Math.ceil(bytes / 8) * 8
    return start
  }
  const { versionCount, edgeCount } = graph
  return {
    width,
    edgeStart: take((versionCount + 1) * 4),
    edgeSource: take(edgeCount * 4),
    edgeShare: take(edgeCount * 4),
    edgeKind: take(edgeCount),
    stack: take(versionCount * 4),
    directVersions: take(directCount * 4),
    directAmounts: take(directCount * width * 8),
    records: take(versionCount * width * 8 * 3),
    emitted: take(versionCount * 4),
    totals: take(4 * width * 8),
    bytes: end,
  }
}

export function runDivision(layout: Layout, input: RunInput): Division {
  const { graph, versions, feeShare, signed } = input
  const { width } = layout
  const wasm = flowEngine()
  const missing = layout.bytes - wasm.memory.buffer.byteLength
  if (missing > 0) wasm.memory.grow(Math.ceil(missing / pageBytes))
  const { buffer } = wasm.memory
  new Uint32Array(buffer, layout.edgeStart).set(graph.edgeStart)
  new Uint32Array(buffer, layout.edgeSource).set(graph.edgeSource)
  new Uint32Array(buffer, layout.edgeShare).set(graph.edgeShare)
  const kinds = new Uint8Array(buffer, layout.edgeKind, graph.edgeCount)
  kinds.set(graph.edgeAbsolute)
  for (const edge of signed?.capped ?? []) kinds[edge] = cappedKind
  new Uint32Array(buffer, layout.stack).set(graph.stack)
  new Uint32Array(buffer, layout.directVersions).set(versions)
  const amounts = createNumbers(new BigUint64Array(buffer, layout.directAmounts), width)
  for (let place = 0; place < versions.length; place++) amounts.set(place, input.amounts[place]!)
  // What the run before left there.
  new Uint8Array(buffer, layout.records, layout.bytes - layout.records).fill(0)
  carryNow =
    signed &&
    ((edge, received, out) => {
      const [from, to] = [received, out].map((at) =>
        createNumbers(new BigUint64Array(buffer, at, width), width, true),
      )
      to!.set(0, signed.carry(edge, from!.at(0)))
    })
  const count = wasm[signed ? 'divideSigned' : 'divide'](
    graph.versionCount,
    width * 2,
    layout.edgeStart,
    layout.edgeSource,
    layout.edgeShare,
    layout.edgeKind,
    layout.stack,
    layout.directVersions,
    layout.directAmounts,
    versions.length,
    BigInt(feeShare),
    layout.records,
    layout.emitted,
    layout.totals,
  )
  invariant(count >= 0, 'no version retains less than nothing')
  const first = graph.versionCount - count
  return {
    emitted: new Uint32Array(buffer, layout.emitted + first * 4, count).slice(),
    records: new BigUint64Array(buffer, layout.records + first * width * 24, count * width * 3).slice(),
    totals: new BigUint64Array(buffer, layout.totals, width * 4).slice(),
  }
}

function flowEngine(): Exports {
  if (!engine) {
    const code = Uint8Array.from(atob(flowWasm), (character) => character.charCodeAt(0))
    const caps = {
      carry: (edge: number, received: number, out: number): void => carryNow!(edge, received, out),
    }
    engine = new WebAssembly.Instance(new WebAssembly.Module(code), { caps }).exports as Exports
  }
  return engine
}
