/** Divides what each version retained among its holders and contributors, and gives platform fees to their payees. */

import { allocateRetained } from '../../attribution/index.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { allLedgerUnits, type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { Numbered, Version } from '../../registry/index.ts'
import type { EarningLine, EarningRole, VersionFlowLine } from '../books.ts'
import { type CurrencyFlow, type GroupFlow, mergeFlows } from './flow.ts'

export interface CurrencyEarnings {
  readonly currency: CurrencyCode
  readonly gross: LedgerUnits
  readonly fee: LedgerUnits
  /** By holders and contributors, without the fee. */
  readonly earned: LedgerUnits
  readonly rounding: LedgerUnits
  /** What each payee earned, fees included; above zero only. */
  readonly byPayee: ReadonlyMap<PayeeId, LedgerUnits>
  /** The same for the late calls alone. */
  readonly lateByPayee: ReadonlyMap<PayeeId, LedgerUnits>
}

export function allocate(flows: readonly CurrencyFlow[], versions: Numbered<Version>): CurrencyEarnings[] {
  return flows.map(({ currency, groups, lateGroups }) => {
    const all = allocateGroups(groups, versions)
    const late = allocateGroups(lateGroups, versions)
    return { currency, ...all, lateByPayee: late.byPayee }
  })
}

function allocateGroups(
  groups: readonly GroupFlow[],
  versions: Numbered<Version>,
): Omit<CurrencyEarnings, 'currency' | 'lateByPayee'> {
  const byPayee = new Map<PayeeId, LedgerUnits>()
  let [gross, fee, earned, rounding] = [0n, 0n, 0n, 0n]
  const give = (payee: PayeeId, amount: LedgerUnits): void => {
    byPayee.set(payee, plus(byPayee.get(payee) ?? zeroLedgerUnits, amount))
  }
  const toHolder = (payee: PayeeId, _role: EarningRole, amount: LedgerUnits): void => {
    give(payee, amount)
    earned += amount
  }
  for (const group of groups) {
    const { result } = group
    for (const { version, retained } of result.flows) {
      rounding += allocateRetained(versions.at(version)!, retained, toHolder)
    }
    if (result.fee > 0n) give(feePayee(group), result.fee)
    gross += result.gross
    fee += result.fee
    rounding += result.rounding
  }
  invariant(gross === fee + earned + rounding, 'gross = fee + earned + rounding')
  return { ...allLedgerUnits({ gross, fee, earned, rounding }), byPayee }
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
      const holders = new Map<PayeeId, LedgerUnits>()
      const contributors = new Map<PayeeId, LedgerUnits>()
      for (const flow of ofGroups) {
        if (!flow) continue
        allocateRetained(version, flow.retained, (payee, role, amount) => {
          const list = role === 'holder' ? holders : contributors
          list.set(payee, plus(list.get(payee) ?? zeroLedgerUnits, amount))
        })
      }
      const of = { currency, asset: version.asset, version: version.version }
      for (const [payee, amount] of holders) yield { ...of, payee, role: 'holder', amount }
      for (const [payee, amount] of contributors) yield { ...of, payee, role: 'contributor', amount }
    }
  }
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
