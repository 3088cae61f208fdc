/**
 * The division of revenue over the lineage graph, exact to the ledger unit and linear in its edges. The loop over the
 * edges runs in WebAssembly on whole numbers in flat memory (see assembly/). referenceFlow.ts has the same formulas in
 * bigints, and the tests compare the two.
 */
import { firstIndex } from '../base/search.ts'
import { invariant } from '../invariant.ts'
import { allLedgerUnits, ledgerUnits, sumLimit } from '../money/ledgerUnits.ts'
import { type Share, shareCeil, shareFloor, sharePartsWhole } from '../money/share.ts'
import { layOut, runDivision } from './flowEngine.ts'
import { createNumbers, type Numbers, widthOf } from './flowNumbers.ts'
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
 * Divides `direct`, the summed revenue of one currency, fee share and fee payee, over all versions upstream. Ledger
 * units in and out; `feeShare` in parts per billion. Asserts gross = fee + retained + rounding.
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
export function flow(graph: LineageGraph, direct: DirectRevenue, feeShare: Share): DividedRevenue {
  const gross = judge(graph, direct, feeShare)
  const width = widthOf(gross)
  const result = runDivision(layOut(graph, direct.versions.length, width), graph, direct, feeShare)
  const totals = createNumbers(result.totals, width)
  const [fee, retained, absoluteOut, absoluteIn] = [totals.at(0), totals.at(1), totals.at(2), totals.at(3)]
  const rounding = absoluteOut - absoluteIn
  invariant(rounding >= 0n, 'sources are never promised more over absolute edges than is set aside for them')
  invariant(gross === fee + retained + rounding, 'gross = fee + retained + rounding')
  const records = createNumbers(result.records, width)
  const flows = new DividedFlows({ graph, direct, feeShare, emitted: result.emitted, records })
  return { flows, ...allLedgerUnits({ gross, fee, retained, rounding }) }
}

/** Checks what the caller passes, and returns Σ direct. */
function judge(graph: LineageGraph, direct: DirectRevenue, feeShare: Share): bigint {
  const { versions, amounts } = direct
  invariant(versions.length === amounts.length, 'one amount of direct revenue a version')
  invariant(
    Number.isInteger(feeShare) && feeShare >= 0 && feeShare <= sharePartsWhole,
    'a fee is from 0 to 1, in parts per billion',
  )
  let gross = 0n
  let before = -1
  for (let place = 0; place < versions.length; place++) {
    const version = versions[place]!
    invariant(
      version > before && version < graph.versionCount,
      'direct revenue is ascending by known version',
    )
    invariant(amounts[place]! >= 0n, 'direct revenue is never negative')
    before = version
    gross += amounts[place]!
  }
  invariant(gross < sumLimit, 'revenue adds up to less than 2^256 ledger units')
  return gross
}

interface Divided {
  readonly graph: LineageGraph
  readonly direct: DirectRevenue
  readonly feeShare: number
  /** Ascending by version: the last is the first of the list. */
  readonly emitted: Uint32Array
  /** Of each emitted version: relative in, absolute in, relative out. */
  readonly records: Numbers
}

/** The module returns only what needs the edges; fee, absolute out and retained are computed from it here. */
class DividedFlows implements ReadableFlows {
  readonly length: number
  readonly #graph: LineageGraph
  readonly #direct: DirectRevenue
  readonly #feeShare: number
  readonly #emitted: Uint32Array
  readonly #records: Numbers

  constructor({ graph, direct, feeShare, emitted, records }: Divided) {
    this.length = emitted.length
    this.#graph = graph
    this.#direct = direct
    this.#feeShare = feeShare
    this.#emitted = emitted
    this.#records = records
  }

  at(index: number): VersionFlow | undefined {
    if (!(index >= 0 && index < this.length)) return undefined
    const place = this.length - 1 - index
    return this.#make(place, placeOf(this.#direct.versions, this.#emitted[place]!))
  }

  versions(): Uint32Array {
    return this.#emitted.toReversed()
  }

  *[Symbol.iterator](): Generator<VersionFlow, undefined> {
    // Both lists are ascending, so one walk back through them joins them.
    const { versions } = this.#direct
    let directPlace = versions.length - 1
    for (let place = this.length - 1; place >= 0; place--) {
      const version = this.#emitted[place]!
      while (directPlace >= 0 && versions[directPlace]! > version) directPlace--
      yield this.#make(place, versions[directPlace] === version ? directPlace : -1)
    }
  }

  #make(place: number, directPlace: number): VersionFlow {
    const version = this.#emitted[place]!
    const direct = directPlace < 0 ? 0n : this.#direct.amounts[directPlace]!
    const relativeIn = this.#records.at(place * 3)
    const absoluteIn = this.#records.at(place * 3 + 1)
    const relativeOut = this.#records.at(place * 3 + 2)
    const fee = direct === 0n ? 0n : shareFloor(direct, this.#feeShare)
    const base = direct - fee + relativeIn
    const stack = this.#graph.stack[version]!
    const absoluteOut = stack === 0 ? 0n : shareCeil(base, stack)
    const retained = base + absoluteIn - relativeOut - absoluteOut
    // Field by field: spreading a second object costs half as much again, and a group has 100,000 of these.
    return {
      version,
      direct: ledgerUnits(direct),
      fee: ledgerUnits(fee),
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
