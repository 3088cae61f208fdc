/**
 * Why each payee earned, summed over fee groups; computed while it is read, one version at a time, and it may be read
 * again. Lines that differ in payee and amount alone come together: a version may have a hundred thousand contributors.
 */
import type { VersionFlow } from '../../attribution/index.ts'
import type { EarningLine, EarningLines, EarningRun } from '../../books/port.ts'
import { grown } from '../../columns/grown.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { type LedgerUnits, ledgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { feePayee } from './allocation.ts'
import { type CostSum, type CurrencyFlow, type GroupFlow, mergeFlows } from './flow.ts'
import type { HeldVersions } from './holders.ts'
import { RetainedParts } from './retainedParts.ts'

export class DividedEarnings implements EarningLines {
  readonly #flows: readonly CurrencyFlow[]
  readonly #versions: HeldVersions

  constructor(flows: readonly CurrencyFlow[], versions: HeldVersions) {
    this.#flows = flows
    this.#versions = versions
  }

  *[Symbol.iterator](): Generator<EarningLine> {
    for (const { names, payees, amounts, ...source } of this.runs()) {
      for (let line = 0; line < payees.length; line++)
        yield { ...source, payee: names.payee(payees[line]!), amount: ledgerUnits(amounts.get(line)) }
    }
  }

  /** Each run is valid until the next one is asked for. */
  *runs(): Generator<EarningRun> {
    const run = new Run(this.#versions.names)
    for (const { currency, groups } of this.#flows) {
      const source = { currency, asset: '', version: '', role: 'fee' } as const
      for (const [payee, amount] of feesOf(groups)) run.add(payee, amount)
      yield* run.taken(source)
      yield* this.#costRuns(run, currency, groups)
      yield* this.#versionRuns(run, currency, groups)
    }
  }

  *#costRuns(run: Run, currency: CurrencyCode, groups: readonly GroupFlow[]): Generator<EarningRun> {
    for (const { version: index, payee, amount } of costsOf(groups)) {
      const { asset, version } = this.#versions.at(index)!
      run.add(payee, amount)
      yield* run.taken({ currency, asset, version, role: 'cost' })
    }
  }

  *#versionRuns(run: Run, currency: CurrencyCode, groups: readonly GroupFlow[]): Generator<EarningRun> {
    const parts = new RetainedParts(this.#versions)
    for (const { version: index, flows } of mergeFlows(groups)) {
      const { asset, version } = this.#versions.at(index)!
      const source = { currency, asset, version }
      const holders = new Map<PayeeId, LedgerUnits>()
      const ofGroups = flows.filter((flow) => flow !== undefined)
      const pool = divideAll(parts, ofGroups, (payee, amount) =>
        holders.set(payee, plus(holders.get(payee) ?? zeroLedgerUnits, amount)),
      )
      for (const [payee, amount] of holders) run.add(payee, amount)
      yield* run.taken({ ...source, role: 'holder' })
      for (let place = 0; place < parts.payees.length; place++) run.copy(parts.payees[place]!, pool, place)
      yield* run.taken({ ...source, role: 'contributor' })
    }
  }
}

/** @returns by place in `parts.payees`, what each contributor gets of the flows of all groups */
function divideAll(
  parts: RetainedParts,
  ofGroups: readonly VersionFlow[],
  toHolder: (payee: PayeeId, amount: LedgerUnits) => void,
): UnitSums {
  if (ofGroups.length === 1) {
    parts.divide(ofGroups[0]!.version, ofGroups[0]!.retained, toHolder)
    return parts.amounts
  }
  const sums = new UnitSums()
  for (const { version, retained } of ofGroups) {
    parts.divide(version, retained, toHolder)
    for (let place = 0; place < parts.payees.length; place++) sums.addRow(place, parts.amounts, place)
  }
  return sums
}

/** The lines of a run while they come. Those of 0 are left out: what one group brings, another may take back. */
class Run {
  readonly #names: HeldVersions['names']
  #payees = new Uint32Array(0)
  readonly #amounts = new UnitSums()
  #length = 0

  constructor(names: HeldVersions['names']) {
    this.#names = names
  }

  add(payee: PayeeId, amount: bigint): void {
    if (amount === 0n) return
    this.#amounts.set(this.#length, amount)
    this.#addPayee(this.#names.numberOf(payee))
  }

  copy(payee: number, from: UnitSums, fromRow: number): void {
    if (from.isZero(fromRow)) return
    this.#amounts.copy(this.#length, from, fromRow)
    this.#addPayee(payee)
  }

  /** The run of the lines so far, if there are any; the next lines begin another one. */
  *taken(source: Pick<EarningRun, 'currency' | 'asset' | 'version' | 'role'>): Generator<EarningRun> {
    const length = this.#length
    this.#length = 0
    if (length === 0) return
    const payees = this.#payees.subarray(0, length)
    yield { ...source, names: this.#names, payees, amounts: this.#amounts }
  }

  #addPayee(payee: number): void {
    if (this.#length >= this.#payees.length) this.#payees = grown(this.#payees, this.#length + 1)
    this.#payees[this.#length++] = payee
  }
}

function feesOf(groups: readonly GroupFlow[]): Map<PayeeId, LedgerUnits> {
  const sums = new Map<PayeeId, LedgerUnits>()
  for (const group of groups) {
    if (group.result.fee === 0n) continue
    const payee = feePayee(group)
    sums.set(payee, plus(sums.get(payee) ?? zeroLedgerUnits, group.result.fee))
  }
  return sums
}

/** By version and payee. */
function costsOf(groups: readonly GroupFlow[]): Iterable<CostSum> {
  const sums = new Map<string, CostSum>()
  for (const { costs } of groups) {
    for (const cost of costs) {
      const name = `${cost.version} ${cost.payee}`
      const known = sums.get(name)
      sums.set(name, known ? { ...cost, amount: plus(known.amount, cost.amount) } : cost)
    }
  }
  return sums.values()
}
