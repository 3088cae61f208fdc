/** Divides what each version retained among its holders and contributors, and gives platform fees to their payees. */

import { allocateRetained, type VersionFlow } from '../../attribution/index.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { allLedgerUnits, type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { Numbered, Version } from '../../registry/index.ts'
import type { EarningLine, EarningRole, VersionFlowLine } from '../books.ts'
import { PayeeTable } from '../tables/payeeTable.ts'
import { UnitSums } from '../tables/unitSums.ts'
import { type CurrencyFlow, type GroupFlow, mergeFlows } from './flow.ts'

interface CurrencyEarnings {
  readonly currency: CurrencyCode
  readonly gross: LedgerUnits
  readonly fee: LedgerUnits
  /** By holders and contributors, without the fee. */
  readonly earned: LedgerUnits
  readonly rounding: LedgerUnits
}

export interface Earnings {
  /** Ascending by currency; only currencies with settled calls. */
  readonly currencies: readonly CurrencyEarnings[]
  /** Who earned: the rows of the two sums. */
  readonly payees: PayeeTable
  /** What each payee earned, fees included. */
  readonly earned: UnitSums
  /** The same for the late calls alone. */
  readonly late: UnitSums
  /** About as many lines the earnings are: one for each payee, role and version of each group. */
  readonly lines: number
}

export function allocate(flows: readonly CurrencyFlow[], versions: Numbered<Version>): Earnings {
  const [payees, earned, late] = [new PayeeTable(), new UnitSums(), new UnitSums()]
  let lines = 0
  const currencies = flows.map(({ currency, groups, lateGroups }) => {
    const totals = allocateGroups(groups, versions, (payee, amount) => {
      lines++
      earned.add(payees.numberOf(payee, currency), amount)
    })
    allocateGroups(lateGroups, versions, (payee, amount) =>
      late.add(payees.numberOf(payee, currency), amount),
    )
    return { currency, ...totals }
  })
  return { currencies, payees, earned, late, lines }
}

function allocateGroups(
  groups: readonly GroupFlow[],
  versions: Numbered<Version>,
  give: (payee: PayeeId, amount: LedgerUnits) => void,
): Omit<CurrencyEarnings, 'currency'> {
  let [gross, fee, earned, rounding] = [0n, 0n, 0n, 0n]
  const toHolder = (payee: PayeeId, _role: EarningRole, amount: LedgerUnits): void => give(payee, amount)
  for (const group of groups) {
    const { result } = group
    for (const { version, retained } of result.flows) {
      const left = allocateRetained(versions.at(version)!, retained, toHolder)
      earned += retained - left
      rounding += left
    }
    if (result.fee > 0n) give(feePayee(group), result.fee)
    gross += result.gross
    fee += result.fee
    rounding += result.rounding
  }
  invariant(gross === fee + earned + rounding, 'gross = fee + earned + rounding')
  return allLedgerUnits({ gross, fee, earned, rounding })
}

/** Why each payee earned, summed over fee groups; computed while it is read, one version at a time. */
export function* earningLines(
  flows: readonly CurrencyFlow[],
  versions: Numbered<Version>,
): Iterable<EarningLine> {
  for (const { currency, groups } of flows) {
    yield* feeLines(currency, groups)
    for (const { version: index, flows: ofGroups } of mergeFlows(groups)) {
      const version = versions.at(index)!
      const of = { currency, asset: version.asset, version: version.version }
      for (const part of partsOf(version, ofGroups)) yield { ...of, ...part }
    }
  }
}

type EarningPart = Pick<EarningLine, 'payee' | 'role' | 'amount'>

/** What each holder and contributor of a version gets of the flows of all groups. */
function partsOf(version: Version, ofGroups: readonly (VersionFlow | undefined)[]): Iterable<EarningPart> {
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
    yield { payee, currency, asset: '', version: '', role: 'fee', amount }
}

/** What versions took in and passed on, summed over fee groups; computed while it is read. */
export function* flowLines(
  flows: readonly CurrencyFlow[],
  versions: Numbered<Version>,
): Iterable<VersionFlowLine> {
  for (const { currency, groups } of flows) {
    for (const { version: index, flows: ofGroups } of mergeFlows(groups)) {
      const { asset, version } = versions.at(index)!
      const sum = {
        direct: 0n,
        fee: 0n,
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
