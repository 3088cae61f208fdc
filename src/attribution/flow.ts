/**
 * The division of revenue over the lineage graph, exact to the ledger unit and linear in its edges. The loop over the
 * edges runs in WebAssembly on whole numbers in flat memory (see assembly/). referenceFlow.ts has the same formulas in
 * bigints, and the tests compare the two.
 */
import { firstIndex } from '../base/search.ts'
import { invariant } from '../invariant.ts'
import { allLedgerUnits, ledgerUnits } from '../money/ledgerUnits.ts'
import { type Share, shareCeil, shareFloor } from '../money/share.ts'
import type { EdgeCaps } from './caps.ts'
import { layOut, type RunInput, runDivision } from './flowEngine.ts'
import { createNumbers, type Numbers, signedWidthOf, widthOf } from './flowNumbers.ts'
import { type JudgedRevenue, judgeRevenue } from './judgeRevenue.ts'
import type { DirectRevenue, FlowResult, LineageGraph, VersionFlow, VersionFlows } from './model.ts'

/** Flows whose versions can be read without the amounts. */
export interface ReadableFlows extends VersionFlows {
  /** The versions alone, in the order of the list. */
  versions(): Uint32Array
}

export interface DividedRevenue extends FlowResult {
  readonly flows: ReadableFlows
}

/**
 * Divides `direct`, the summed revenue of one currency, fee share, fee payee and cut, over all versions upstream. Ledger
 * units in and out, of any sign; `feeShare` in parts per billion. Asserts gross = fee + cost + retained + rounding.
 *
 * @param caps the capped edges in the currency; what they carry is added to what they carried. Left out: none is capped
 *
 * @example
 * const graph = buildGraph([
 *   { releasedAt: 0, derivedFrom: [] },
 *   { releasedAt: 1, derivedFrom: [{ source: 0, relation: 'trainedOn', policy: 'relative', share: parseShare('0.1') }] },
 * ])
 * const result = flow(graph, { versions: Uint32Array.of(1), amounts: [1_000n] }, parseShare('0.05'))
 * console.log(result.fee, result.rounding)
 * for (const { version, retained } of result.flows) console.log(version, retained)
 * // 50n 0n
 * // 1 855n
 * // 0 95n
 */
export function flow(
  graph: LineageGraph,
  direct: DirectRevenue,
  feeShare: Share,
  caps?: EdgeCaps,
): DividedRevenue {
  const revenue = judgeRevenue(graph, direct, feeShare)
  const { gross, cost, versions, nets } = revenue
  const signed = signedRun(graph, revenue, caps)
  const width = signed
    ? signedWidthOf(revenue.size, graph.edgeCount, graph.versionCount, caps?.most ?? 0n)
    : widthOf(revenue.size)
  const input = { graph, versions, amounts: nets, feeShare, ...(signed && { signed }) }
  const result = runDivision(layOut(graph, versions.length, width), input)
  const totals = createNumbers(result.totals, width, signed !== undefined)
  const [fee, retained, absoluteOut, absoluteIn] = [totals.at(0), totals.at(1), totals.at(2), totals.at(3)]
  const rounding = absoluteOut - absoluteIn
  invariant(rounding >= 0n, 'sources are never promised more over absolute edges than is set aside for them')
  invariant(gross === fee + cost + retained + rounding, 'gross = fee + cost + retained + rounding')
  const records = createNumbers(result.records, width, signed !== undefined)
  const flows = new DividedFlows({ stack: graph.stack, revenue, feeShare, emitted: result.emitted, records })
  return { flows, ...allLedgerUnits({ gross, fee, cost, retained, rounding }) }
}

/** What a run needs beyond revenue that is not below zero over edges that are not capped; undefined where nothing. */
function signedRun(
  graph: LineageGraph,
  { below }: JudgedRevenue,
  caps: EdgeCaps | undefined,
): RunInput['signed'] | undefined {
  const capped = caps ? placesOf(graph, caps.edges) : []
  if (!below && capped.length === 0) return undefined
  const carry = (edge: number, received: bigint): bigint =>
    caps!.carry(graph.edgeNumbers?.[edge] ?? edge, received)
  return { capped, carry }
}

/** Where the edges with these numbers are in the graph; those not in force are left out. Both are ascending. */
function placesOf({ edgeNumbers, edgeCount }: LineageGraph, numbers: readonly number[]): readonly number[] {
  if (edgeNumbers === undefined) return numbers
  const places: number[] = []
  for (const number of numbers) {
    const place = firstIndex(edgeCount, (at) => edgeNumbers[at]! >= number)
    if (edgeNumbers[place] === number) places.push(place)
  }
  return places
}

interface Divided {
  readonly stack: Uint32Array
  readonly revenue: JudgedRevenue
  readonly feeShare: number
  /** Ascending by version: the last is the first of the list. */
  readonly emitted: Uint32Array
  /** Of each emitted version: relative in, absolute in, relative out. */
  readonly records: Numbers
}

/** The module returns only what needs the edges; fee, absolute out and retained are computed from it here. */
class DividedFlows implements ReadableFlows {
  readonly length: number
  readonly #stack: Uint32Array
  readonly #revenue: JudgedRevenue
  readonly #feeShare: number
  readonly #emitted: Uint32Array
  readonly #records: Numbers

  constructor({ stack, revenue, feeShare, emitted, records }: Divided) {
    this.length = emitted.length
    this.#stack = stack
    this.#revenue = revenue
    this.#feeShare = feeShare
    this.#emitted = emitted
    this.#records = records
  }

  at(index: number): VersionFlow | undefined {
    if (!(index >= 0 && index < this.length)) return undefined
    const place = this.length - 1 - index
    return this.#make(place, placeOf(this.#revenue.versions, this.#emitted[place]!))
  }

  versions(): Uint32Array {
    return this.#emitted.toReversed()
  }

  *[Symbol.iterator](): Generator<VersionFlow, undefined> {
    // Both lists are ascending, so one walk back through them joins them.
    const { versions } = this.#revenue
    let directPlace = versions.length - 1
    for (let place = this.length - 1; place >= 0; place--) {
      const version = this.#emitted[place]!
      while (directPlace >= 0 && versions[directPlace]! > version) directPlace--
      yield this.#make(place, versions[directPlace] === version ? directPlace : -1)
    }
  }

  #make(place: number, directPlace: number): VersionFlow {
    const version = this.#emitted[place]!
    const { amounts, costs } = this.#revenue
    const direct = directPlace < 0 ? 0n : amounts[directPlace]!
    const cost = costs === undefined || directPlace < 0 ? 0n : costs[directPlace]!
    const net = costs === undefined ? direct : direct - cost
    const relativeIn = this.#records.at(place * 3)
    const absoluteIn = this.#records.at(place * 3 + 1)
    const relativeOut = this.#records.at(place * 3 + 2)
    const fee = net === 0n ? 0n : shareFloor(net, this.#feeShare)
    const base = net - fee + relativeIn
    const stack = this.#stack[version]!
    const absoluteOut = stack === 0 ? 0n : shareCeil(base, stack)
    const retained = base + absoluteIn - relativeOut - absoluteOut
    // Field by field: spreading a second object costs half as much again, and a group has 100,000 of these.
    return {
      version,
      direct: ledgerUnits(direct),
      fee: ledgerUnits(fee),
      cost: ledgerUnits(cost),
      relativeIn: ledgerUnits(relativeIn),
      absoluteIn: ledgerUnits(absoluteIn),
      relativeOut: ledgerUnits(relativeOut),
      absoluteOut: ledgerUnits(absoluteOut),
      retained: ledgerUnits(retained),
    }
  }
}

/** Where `version` is in the ascending list, or -1. */
function placeOf(versions: Uint32Array, version: number): number {
  const place = firstIndex(versions.length, (at) => versions[at]! >= version)
  return versions[place] === version ? place : -1
}
