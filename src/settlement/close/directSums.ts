/** Sums of calls by version, currency, fee group, cut, payee of costs and lateness, added and subtracted. */
import { type LedgerUnits, minus, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { DirectSum } from '../../usage/reader.ts'

export function addSums(sums: readonly DirectSum[], more: readonly DirectSum[]): DirectSum[] {
  return combine(sums, more, plus, 1)
}

/** `less` is a part of `sums`. */
export function subtractSums(sums: readonly DirectSum[], less: readonly DirectSum[]): DirectSum[] {
  const left = combine(sums, less, minus, -1)
  return left.filter(({ calls, amount, cost }) => calls > 0 || amount !== 0n || (cost ?? 0n) !== 0n)
}

function combine(
  sums: readonly DirectSum[],
  others: readonly DirectSum[],
  join: (amount: LedgerUnits, other: LedgerUnits) => LedgerUnits,
  sign: 1 | -1,
): DirectSum[] {
  const byName = new Map(sums.map((sum) => [nameOf(sum), sum]))
  for (const other of others) {
    const name = nameOf(other)
    const sum = byName.get(name)
    if (sum === undefined) {
      byName.set(name, other)
      continue
    }
    const cost = sum.cost !== undefined && { cost: join(sum.cost, other.cost ?? zeroLedgerUnits) }
    const calls = sum.calls + sign * other.calls
    byName.set(name, { ...sum, calls, amount: join(sum.amount, other.amount), ...cost })
  }
  return [...byName.values()]
}

function nameOf({ version, currency, feeGroup, cut, late, costPayee }: DirectSum): string {
  return `${version} ${feeGroup} ${cut} ${late} ${currency} ${costPayee}`
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
