/** Sums of calls by version, currency, fee group and lateness, added and subtracted. */
import { type LedgerUnits, minus, plus } from '../../money/ledgerUnits.ts'
import type { DirectSum } from '../../usage/reader.ts'

export function addSums(sums: readonly DirectSum[], more: readonly DirectSum[]): DirectSum[] {
  return combine(sums, more, (sum, other) => ({
    ...sum,
    calls: sum.calls + other.calls,
    amount: plus(sum.amount, other.amount),
  }))
}

/** `less` is a part of `sums`. */
export function subtractSums(sums: readonly DirectSum[], less: readonly DirectSum[]): DirectSum[] {
  const left = combine(sums, less, (sum, other) => ({
    ...sum,
    calls: sum.calls - other.calls,
    amount: minus(sum.amount, other.amount),
  }))
  return left.filter((sum) => sum.calls > 0)
}

function combine(
  sums: readonly DirectSum[],
  others: readonly DirectSum[],
  join: (sum: DirectSum, other: DirectSum) => DirectSum,
): DirectSum[] {
  const byName = new Map(sums.map((sum) => [nameOf(sum), sum]))
  for (const other of others) {
    const sum = byName.get(nameOf(other))
    byName.set(nameOf(other), sum ? join(sum, other) : other)
  }
  return [...byName.values()]
}

function nameOf({ version, currency, feeGroup, late }: DirectSum): string {
  return `${version} ${feeGroup} ${late} ${currency}`
}

export function callsIn(sums: readonly DirectSum[]): number {
  return sums.reduce((total, { calls }) => total + calls, 0)
}

export function amountsOf(sums: readonly DirectSum[]): ReadonlyMap<DirectSum['currency'], LedgerUnits> {
  const amounts = new Map<DirectSum['currency'], LedgerUnits>()
  for (const { currency, amount } of sums) {
    const before = amounts.get(currency)
    amounts.set(currency, before === undefined ? amount : plus(before, amount))
  }
  return amounts
}
