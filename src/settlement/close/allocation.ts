/**
 * Divides what each version retained among its holders and contributors, and gives platform fees and costs to their
 * payees.
 */

import type { EarningRole, VersionFlowLine } from '../../books/port.ts'
import { PayeeRows } from '../../books/tables/payeeRows.ts'
import { PayeeTable } from '../../books/tables/payeeTable.ts'
import { NumberSet } from '../../columns/numberSet.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { allLedgerUnits, type LedgerUnits } from '../../money/ledgerUnits.ts'
import { type CurrencyFlow, type GroupFlow, mergeFlows } from './flow.ts'
import type { HeldVersions } from './holders.ts'
import type { PartsOf } from './parts.ts'
import { RetainedParts } from './retainedParts.ts'

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

const noPool = { payees: new Uint32Array(0) }

/** @param collect gets the parts of some payees by asset and role; its table is the one of the result */
export function allocate(
  flows: readonly CurrencyFlow[],
  versions: HeldVersions,
  collect?: PartsOf,
): Earnings {
  const payees = collect?.payees ?? new PayeeTable()
  const [earned, late, adjusted] = [new UnitSums(), new UnitSums(), new UnitSums()]
  const collectPart = (number: number, asset: AssetId | '', role: EarningRole, amount: bigint): void => {
    if (collect !== undefined && amount !== 0n && number < collect.concerned)
      collect.add(number, asset, role, amount)
  }
  let lines = 0
  for (const _ of versions.poolsAhead(versionsOf(flows)));
  const division = new RetainedParts(versions)
  const currencies = flows.map(({ currency, groups, lateGroups, adjustedGroups }) => {
    const rows = new PayeeRows(versions.names, payees, currency)
    addInOrder(rows, versions, versionsOf([{ groups }]))
    const addTo = (sums: UnitSums): Taker => ({
      give: (payee, amount) => sums.add(payees.numberOf(payee, currency), amount),
      givePool: ({ payees: of, amounts }) => {
        for (let place = 0; place < of.length; place++) sums.addRow(rows.of(of[place]!), amounts, place)
      },
    })
    const toEarned = addTo(earned)
    const totals = allocateGroups(groups, versions, division, {
      give(payee, amount, role, asset) {
        lines++
        toEarned.give(payee, amount, role, asset)
        collectPart(payees.numberOf(payee, currency), asset, role, amount)
      },
      givePool(parts, asset) {
        lines += parts.payees.length
        toEarned.givePool(parts, asset)
        if (collect === undefined) return
        for (const [place, of] of parts.payees.entries())
          collectPart(rows.of(of), asset, 'contributor', parts.amounts.get(place))
      },
    })
    allocateGroups(lateGroups, versions, division, addTo(late))
    allocateGroups(adjustedGroups, versions, division, addTo(adjusted))
    return { currency, ...totals }
  })
  return { currencies, payees, earned, late, adjusted, lines }
}

/** Ascending, as the registry has them. */
function versionsOf(flows: readonly Pick<CurrencyFlow, 'groups'>[]): Uint32Array {
  const versions = new Set<number>()
  for (const { groups } of flows)
    for (const { result } of groups) for (const version of result.flows.versions()) versions.add(version)
  return Uint32Array.from(versions).sort()
}

/**
 * Gives contributors their rows in the order of their numbers, in which their ids were read: what goes through the payees
 * in the order of their ids finds most of its columns in neighbouring rows.
 */
function addInOrder(rows: PayeeRows, versions: HeldVersions, indexes: Uint32Array): void {
  const due = new NumberSet()
  for (const index of indexes) {
    const { payees } = versions.poolRead(index) ?? noPool
    for (let place = 0; place < payees.length; place++) due.add(payees[place]!)
  }
  for (let number = 0; number < versions.names.size; number++) if (due.has(number)) rows.of(number)
}

/** What takes the parts of a division. */
interface Taker {
  give(payee: PayeeId, amount: LedgerUnits, role: EarningRole, asset: AssetId | ''): void
  /** The parts of all contributors of a version. */
  givePool(parts: Pick<RetainedParts, 'payees' | 'amounts'>, asset: AssetId): void
}

function allocateGroups(
  groups: readonly GroupFlow[],
  versions: HeldVersions,
  division: RetainedParts,
  taker: Taker,
): Omit<CurrencyEarnings, 'currency'> {
  let [gross, fee, earned, rounding] = [0n, 0n, 0n, 0n]
  let asset: AssetId | '' = ''
  const toHolder = (payee: PayeeId, amount: LedgerUnits): void => taker.give(payee, amount, 'holder', asset)
  for (const group of groups) {
    const { result } = group
    for (const { version, retained } of result.flows) {
      asset = versions.at(version)!.asset
      const left = division.divide(version, retained, toHolder)
      if (division.payees.length > 0) taker.givePool(division, asset)
      earned += retained - left
      rounding += left
    }
    for (const { version, payee, amount } of group.costs) {
      taker.give(payee, amount, 'cost', versions.at(version)!.asset)
      earned += amount
    }
    if (result.fee !== 0n) taker.give(feePayee(group), result.fee, 'fee', '')
    gross += result.gross
    fee += result.fee
    rounding += result.rounding
  }
  invariant(gross === fee + earned + rounding, 'gross = fee + earned + rounding')
  return allLedgerUnits({ gross, fee, earned, rounding })
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

export function feePayee({ fee }: GroupFlow): PayeeId {
  invariant(fee.payee !== '', 'a fee above zero has a payee')
  return fee.payee
}
