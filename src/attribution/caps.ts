/** What capped edges carried so far, and what each may carry of the revenue that its version receives now. */
import type { CurrencyCode } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import { shareFloor } from '../money/share.ts'
import type { LineageGraph } from './model.ts'

/** Where a capped edge stands in one currency, over all epochs and groups of calls so far; ledger units. */
export interface EdgeStanding {
  /** Its number in the graph. */
  readonly edge: number
  /** X: what its version received while the edge was in force. Below zero where corrections took more than calls brought. */
  readonly received: bigint
  /** What it carried of that, from 0 to its cap. */
  readonly paid: bigint
}

interface CappedEdge {
  readonly share: number
  readonly cap: bigint
  received: bigint
  paid: bigint
}

/**
 * The capped edges of a graph in one currency. An edge carries a share of what its version received to date, up to the
 * cap, less what it carried before. So the groups of calls of a currency go one after the other, in one order: see
 * docs/semantics.md, "Edges that end and edges that are capped".
 *
 * @example
 * const capped = { relation: 'trainedOn', policy: 'relative', share: parseShare('0.2'), caps: [{ currency: 'USD', amount: 150n }] }
 * const graph = buildGraph([
 *   { releasedAt: 0, derivedFrom: [] },
 *   { releasedAt: 1, derivedFrom: [{ source: 0, ...capped }] },
 * ])
 * const caps = new EdgeCaps(graph, 'USD')
 * for (const amount of [1_000n, -300n]) {
 *   const result = flow(graph, { versions: Uint32Array.of(1), amounts: [amount] }, zeroShare, caps)
 *   console.log(result.flows.at(0).relativeOut)
 * }
 * console.log(caps.standings())
 * // 150n
 * // -10n
 * // [ { edge: 0, received: 700n, paid: 140n } ]
 */
export class EdgeCaps {
  readonly #edges = new Map<number, CappedEdge>()
  readonly #numbers: readonly number[]

  /**
   * @param graph the whole graph, whatever parts of it are divided
   * @param before where edges stood; those left out carried nothing so far
   */
  constructor(graph: LineageGraph, currency: CurrencyCode, before: Iterable<EdgeStanding> = []) {
    invariant(graph.edgeNumbers === undefined, 'caps are numbered as edges of the whole graph')
    for (const [edge, caps] of graph.edgeCaps ?? []) {
      const cap = edge < graph.edgeCount ? caps.find((one) => one.currency === currency) : undefined
      if (cap === undefined) continue
      this.#edges.set(edge, { share: graph.edgeShare[edge]!, cap: cap.amount, received: 0n, paid: 0n })
    }
    for (const { edge, received, paid } of before) {
      const known = this.#edges.get(edge)
      invariant(known !== undefined, 'an edge with a standing is capped')
      known.received = received
      known.paid = paid
    }
    this.#numbers = [...this.#edges.keys()].sort((a, b) => a - b)
  }

  /** Numbers of the capped edges, ascending. */
  get edges(): readonly number[] {
    return this.#numbers
  }

  /** Σ of the caps. */
  get most(): bigint {
    let most = 0n
    for (const { cap } of this.#edges.values()) most += cap
    return most
  }

  has(edge: number): boolean {
    return this.#edges.has(edge)
  }

  /** What the edge carries where its version received `received` more. */
  carry(number: number, received: bigint): bigint {
    const edge = this.#edges.get(number)
    invariant(edge !== undefined, 'only capped edges are asked for')
    edge.received += received
    const due = dueOf(edge)
    const most = due - edge.paid
    const share = shareFloor(received, edge.share)
    const out = received >= 0n && share < most ? share : most
    edge.paid += out
    invariant(edge.paid >= 0n && edge.paid <= edge.cap, 'the cap of an edge is never passed')
    return out
  }

  /** Where edges stand now, ascending by number; only those that received or carried something. */
  standings(): EdgeStanding[] {
    return this.#numbers
      .map((edge) => ({ edge, ...this.standing(edge) }))
      .filter(({ received, paid }) => received !== 0n || paid !== 0n)
  }

  standing(edge: number): Omit<EdgeStanding, 'edge'> {
    const { received, paid } = this.#edges.get(edge)!
    return { received, paid }
  }
}

/** h: what the edge is to have carried of everything that its version received to date. */
function dueOf({ received, share, cap }: CappedEdge): bigint {
  if (received <= 0n) return 0n
  const due = shareFloor(received, share)
  return due < cap ? due : cap
}
