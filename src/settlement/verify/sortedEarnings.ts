/**
 * Computed earnings in the order in which the books are read, so that the two are compared in one walk. A ledger may have
 * many millions of them, so they are sorted in columns: 32 bytes a line, and no object for any.
 */

import type { EarningLine, EarningLines } from '../../books/port.ts'
import { PayeeRows } from '../../books/tables/payeeRows.ts'
import { PayeeTable } from '../../books/tables/payeeTable.ts'
import { grown } from '../../columns/grown.ts'
import { Ranked } from '../../columns/ranked.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'

type Source = Pick<EarningLine, 'asset' | 'version' | 'role'>

/** Ascending by payee, currency, asset, version, role, as UTF-8 bytes. */
export function* sortedEarnings(earnings: EarningLines): Generator<EarningLine> {
  const [payees, sources, amounts] = [new PayeeTable(), new Sources(), new UnitSums()]
  const rows = new Map<CurrencyCode, PayeeRows>()
  let [payeeOf, sourceOf] = [new Uint32Array(0), new Uint32Array(0)]
  let count = 0
  for (const run of earnings.runs()) {
    const ofCurrency = rows.get(run.currency) ?? new PayeeRows(run.names, payees, run.currency)
    rows.set(run.currency, ofCurrency)
    const end = count + run.payees.length
    if (end > payeeOf.length) {
      payeeOf = grown(payeeOf, end)
      sourceOf = grown(sourceOf, end)
    }
    sourceOf.fill(sources.numberOf(run), count, end)
    for (let line = 0; count < end; line++) {
      payeeOf[count] = ofCurrency.of(run.payees[line]!)
      amounts.copy(count++, run.amounts, line)
    }
  }
  const unsorted = Uint32Array.from({ length: count }, (_, line) => line)
  // The sort is stable, so what orders last is sorted by first.
  const bySource = sortedBy(unsorted, sourceOf, Uint32Array.from(sources.ranks()))
  const order = sortedBy(bySource, payeeOf, inverse(payees.sorted()))
  for (const line of order) {
    const payee = payeeOf[line]!
    yield {
      payee: payees.payee(payee),
      currency: payees.currency(payee),
      ...sources.source(sourceOf[line]!),
      amount: ledgerUnits(amounts.get(line)),
    }
  }
}

/** What earnings come from; lines of one version come together. */
class Sources {
  readonly #names = new Ranked<string>()
  readonly #sources: Source[] = []
  #last: { readonly source: Source; readonly number: number } | undefined

  numberOf({ asset, version, role }: Source): number {
    const last = this.#last
    if (last && last.source.role === role && last.source.version === version && last.source.asset === asset)
      return last.number
    // No asset, version or role has a character below the space's, so names order as their parts do.
    const number = this.#names.numberOf(`${asset} ${version} ${role}`)
    const source = { asset, version, role }
    if (number === this.#sources.length) this.#sources.push(source)
    this.#last = { source, number }
    return number
  }

  source(number: number): Source {
    return this.#sources[number]!
  }

  ranks(): readonly number[] {
    return this.#names.ranks()
  }
}

/** Lines ascending by the rank of what `numberOf` gives them; equal ones keep their order. */
function sortedBy(lines: Uint32Array, numberOf: Uint32Array, ranks: Uint32Array): Uint32Array {
  const next = new Uint32Array(ranks.length + 1)
  for (const line of lines) next[ranks[numberOf[line]!]! + 1]!++
  for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!
  const sorted = new Uint32Array(lines.length)
  for (const line of lines) sorted[next[ranks[numberOf[line]!]!]!++] = line
  return sorted
}

/** The place of each number in `order`. */
function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length)
  for (let place = 0; place < order.length; place++) places[order[place]!] = place
  return places
}
