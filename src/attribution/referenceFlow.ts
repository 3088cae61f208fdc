/**
 * The division of revenue as docs/semantics.md writes it, formula by formula, on bigints. Slow and obvious: what
 * `flow` must agree with to the unit.
 */

import { invariant } from '../invariant.ts'
import { allLedgerUnits } from '../money/ledgerUnits.ts'
import { type Share, shareCeil, shareFloor } from '../money/share.ts'
import type { EdgeCaps } from './caps.ts'
import type { DirectRevenue, FlowResult, LineageGraph, VersionFlow } from './model.ts'

/** Computes what `flow` returns, in the slow way. `feeShare` is in parts per billion. */
export function referenceFlow(
  graph: LineageGraph,
  direct: DirectRevenue,
  feeShare: Share,
  caps?: EdgeCaps,
): FlowResult {
  const directOf = new Map<number, bigint>()
  const costOf = new Map<number, bigint>()
  for (const [at, version] of direct.versions.entries()) {
    directOf.set(version, direct.amounts[at]!)
    costOf.set(version, direct.costs?.[at] ?? 0n)
  }
  const below = direct.amounts.some((amount, at) => amount < (direct.costs?.[at] ?? 0n))
  const relativeIns = new Map<number, bigint>()
  const absoluteIns = new Map<number, bigint>()
  const inheritedBases = new Map<number, bigint>()
  const flows: VersionFlow[] = []
  for (let n = graph.versionCount - 1; n >= 0; n--) {
    const D = directOf.get(n) ?? 0n
    const K = costOf.get(n) ?? 0n
    const relativeIn = relativeIns.get(n) ?? 0n
    const lapIn = absoluteIns.get(n) ?? 0n
    const inherited = inheritedBases.get(n) ?? 0n
    const F = shareFloor(D - K, feeShare)
    const base = D - K - F + relativeIn
    const L = base + inherited
    const R = base + lapIn
    let relativeOut = 0n
    for (let edge = graph.edgeStart[n]!; edge < graph.edgeStart[n + 1]!; edge++) {
      const p = graph.edgeSource[edge]!
      const s = graph.edgeShare[edge]!
      if (graph.edgeAbsolute[edge] === 1) {
        add(absoluteIns, p, shareFloor(L, s))
        add(inheritedBases, p, L)
      } else {
        const whole = graph.edgeNumbers?.[edge] ?? edge
        const out = caps?.has(whole) ? caps.carry(whole, R) : shareFloor(R, s)
        add(relativeIns, p, out)
        relativeOut += out
      }
    }
    const lapOut = shareCeil(base, graph.stack[n]!)
    const retained = R - relativeOut - lapOut
    invariant(below || retained >= 0n, 'no version retains less than nothing')
    // A version may have only a claim (L) on bases that are too small to pay it one unit: nothing flowed through it.
    if (D === 0n && K === 0n && relativeIn === 0n && lapIn === 0n) continue
    flows.push({
      version: n,
      ...allLedgerUnits({
        direct: D,
        fee: F,
        cost: K,
        relativeIn,
        absoluteIn: lapIn,
        relativeOut,
        absoluteOut: lapOut,
        retained,
      }),
    })
  }
  return summed(flows)
}

function summed(flows: VersionFlow[]): FlowResult {
  let gross = 0n
  let fee = 0n
  let cost = 0n
  let retained = 0n
  let rounding = 0n
  for (const flow of flows) {
    gross += flow.direct
    fee += flow.fee
    cost += flow.cost
    retained += flow.retained
    rounding += flow.absoluteOut - flow.absoluteIn
  }
  invariant(rounding >= 0n, 'sources are never promised more over absolute edges than is set aside for them')
  invariant(gross === fee + cost + retained + rounding, 'gross = fee + cost + retained + rounding')
  return { flows, ...allLedgerUnits({ gross, fee, cost, retained, rounding }) }
}

function add(sums: Map<number, bigint>, key: number, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount)
}
