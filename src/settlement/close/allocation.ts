/**
 * Divides what each version retained among its holders and contributors, and gives platform fees and costs to their
 * payees.
 */

import { allocateRetained, type VersionFlow } from '../../attribution/index.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { allLedgerUnits, type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { EarningLine, EarningRole, VersionFlowLine } from '../books.ts'
import { PayeeTable } from '../tables/payeeTable.ts'
import { UnitSums } from '../tables/unitSums.ts'
import { type CostSum, type CurrencyFlow, type GroupFlow, mergeFlows } from './flow.ts'
import type { HeldVersion, HeldVersions } from './holders.ts'
import type { PartsOf } from './parts.ts'

interface CurrencyEarnings {
  readonly currency: CurrencyCode
  readonly gross: LedgerUnits
  readonly fee: LedgerUnits
  /** By holders, contributors and for costs, without the fee. */
  readonly earned: LedgerUnits
  readonly rounding: LedgerUnits
}

export interface Earnings {
  /** Ascending by currency; only currencies with settled calls. */
  readonly currencies: readonly CurrencyEarnings[]
  /** Who earned: the rows of the two sums. */
  readonly payees: PayeeTable
  /** What each payee earned, fees and costs included. */
  readonly earned: UnitSums
  /** The same for the late calls alone. */
  readonly late: UnitSums
  /** The same for what corrections change of calls that were settled before. */
  readonly adjusted: UnitSums
  /** About as many lines the earnings are: one for each payee, role and version of each group. */
  readonly lines: number
}

/** @param collect gets the parts of some payees by asset and role; its table is the one of the result */
export function allocate(
  flows: readonly CurrencyFlow[],
  versions: HeldVersions,
  collect?: PartsOf,
): Earnings {
  const payees = collect?.payees ?? new PayeeTable()
  const [earned, late, adjusted] = [new UnitSums(), new UnitSums(), new UnitSums()]
  let lines = 0
  const currencies = flows.map(({ currency, groups, lateGroups, adjustedGroups }) => {
    const totals = allocateGroups(groups, versions, (payee, amount, role, asset) => {
      lines++
      const number = payees.numberOf(payee, currency)
      earned.add(number, amount)
      if (collect !== undefined && number < collect.concerned) collect.add(number, asset, role, amount)
    })
    const addTo =
      (sums: UnitSums): Give =>
      (payee, amount) =>
        sums.add(payees.numberOf(payee, currency), amount)
    allocateGroups(lateGroups, versions, addTo(late))
    allocateGroups(adjustedGroups, versions, addTo(adjusted))
    return { currency, ...totals }
  })
  return { currencies, payees, earned, late, adjusted, lines }
}

type Give = (payee: PayeeId, amount: LedgerUnits, role: EarningRole, asset: AssetId | '') => void

function allocateGroups(
  groups: readonly GroupFlow[],
  versions: HeldVersions,
  give: Give,
): Omit<CurrencyEarnings, 'currency'> {
  let [gross, fee, earned, rounding] = [0n, 0n, 0n, 0n]
  let asset: AssetId | '' = ''
  const toHolder = (payee: PayeeId, role: EarningRole, amount: LedgerUnits): void =>
    give(payee, amount, role, asset)
  for (const group of groups) {
    const { result } = group
    for (const { version, retained } of result.flows) {
      const held = versions.at(version)!
      asset = held.asset
      const left = allocateRetained(held, retained, toHolder)
      earned += retained - left
      rounding += left
    }
    for (const { version, payee, amount } of group.costs) {
      give(payee, amount, 'cost', versions.at(version)!.asset)
      earned += amount
    }
    if (result.fee !== 0n) give(feePayee(group), result.fee, 'fee', '')
    gross += result.gross
    fee += result.fee
    rounding += result.rounding
  }
  invariant(gross === fee + earned + rounding, 'gross = fee + earned + rounding')
  return allLedgerUnits({ gross, fee, earned, rounding })
}

/** Why each payee earned, summed over fee groups; computed while it is read, one version at a time. */
export function* earningLines(flows: readonly CurrencyFlow[], versions: HeldVersions): Iterable<EarningLine> {
  for (const { currency, groups } of flows) {
    yield* feeLines(currency, groups)
    yield* costLines(currency, groups, versions)
    for (const { version: index, flows: ofGroups } of mergeFlows(groups)) {
      const version = versions.at(index)!
      const { asset, version: name } = version
      for (const { payee, role, amount } of partsOf(version, ofGroups)) {
        // What one group brings, another may take back.
        if (amount !== 0n) yield { payee, currency, asset, version: name, role, amount }
      }
    }
  }
}

type EarningPart = Pick<EarningLine, 'payee' | 'role' | 'amount'>

/** What each holder and contributor of a version gets of the flows of all groups. */
function partsOf(
  version: HeldVersion,
  ofGroups: readonly (VersionFlow | undefined)[],
): Iterable<EarningPart> {
  const flows = ofGroups.filter((flow) => flow !== undefined)
  const parts: EarningPart[] = []
  for (const { retained } of flows)
    allocateRetained(version, retained, (payee, role, amount) => parts.push({ payee, role, amount }))
  if (flows.length === 1) return parts
  const sums = new Map<string, EarningPart>()
  for (const part of parts) {
    // A payee is once among the holders and once among the contributors.
    const name = `${part.role} ${part.payee}`
    const known = sums.get(name)
    sums.set(name, known ? { ...part, amount: plus(known.amount, part.amount) } : part)
  }
  return sums.values()
}

function* feeLines(currency: CurrencyCode, groups: readonly GroupFlow[]): Iterable<EarningLine> {
  const byPayee = new Map<PayeeId, LedgerUnits>()
  for (const group of groups) {
    if (group.result.fee === 0n) continue
    const payee = feePayee(group)
    byPayee.set(payee, plus(byPayee.get(payee) ?? zeroLedgerUnits, group.result.fee))
  }
  for (const [payee, amount] of byPayee)
    if (amount !== 0n) yield { payee, currency, asset: '', version: '', role: 'fee', amount }
}

function* costLines(
  currency: CurrencyCode,
  groups: readonly GroupFlow[],
  versions: HeldVersions,
): Iterable<EarningLine> {
  const sums = new Map<string, CostSum>()
  for (const { costs } of groups) {
    for (const cost of costs) {
      const name = `${cost.version} ${cost.payee}`
      const known = sums.get(name)
      sums.set(name, known ? { ...cost, amount: plus(known.amount, cost.amount) } : cost)
    }
  }
  for (const { version: index, payee, amount } of sums.values()) {
    if (amount === 0n) continue
    const { asset, version } = versions.at(index)!
    yield { payee, currency, asset, version, role: 'cost', amount }
  }
}

/** What versions took in and passed on, summed over fee groups; computed while it is read. */
export function* flowLines(
  flows: readonly CurrencyFlow[],
  versions: HeldVersions,
): Iterable<VersionFlowLine> {
  for (const { currency, groups } of flows) {
    for (const { version: index, flows: ofGroups } of mergeFlows(groups)) {
      const { asset, version } = versions.at(index)!
      const sum = {
        direct: 0n,
        fee: 0n,
        cost: 0n,
        relativeIn: 0n,
        absoluteIn: 0n,
        relativeOut: 0n,
        absoluteOut: 0n,
        retained: 0n,
      }
      for (const flow of ofGroups) {
        if (!flow) continue
        sum.direct += flow.direct
        sum.fee += flow.fee
        if (flow.cost !== 0n) sum.cost += flow.cost
        sum.relativeIn += flow.relativeIn
        sum.absoluteIn += flow.absoluteIn
        sum.relativeOut += flow.relativeOut
        sum.absoluteOut += flow.absoluteOut
        sum.retained += flow.retained
      }
      yield { asset, version, currency, ...allLedgerUnits(sum) }
    }
  }
}

function feePayee({ fee }: GroupFlow): PayeeId {
  invariant(fee.payee !== '', 'a fee above zero has a payee')
  return fee.payee
}
