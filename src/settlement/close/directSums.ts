/** Sums of calls by version, currency, fee group, cut, payee of costs and lateness, added and subtracted. */
import { type LedgerUnits, ledgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { DirectSum } from '../../usage/reader.ts'

/** Each list may have several sums of one name; the result has one. */
export function addSums(sums: readonly DirectSum[], more: readonly DirectSum[]): DirectSum[] {
  const total = new Map<string, DirectSum>()
  for (const sum of [...sums, ...more]) add(total, sum)
  return [...total.values()]
}

/** `less` is a part of `sums`. */
export function subtractSums(sums: readonly DirectSum[], less: readonly DirectSum[]): DirectSum[] {
  const total = new Map<string, DirectSum>()
  for (const sum of [...sums, ...less.map(negated)]) add(total, sum)
  return [...total.values()].filter(
    ({ calls, amount, cost }) => calls > 0 || amount !== 0n || (cost ?? 0n) !== 0n,
  )
}

function add(total: Map<string, DirectSum>, sum: DirectSum): void {
  const name = nameOf(sum)
  const known = total.get(name)
  if (known === undefined) {
    total.set(name, sum)
    return
  }
  const cost = sum.cost !== undefined && { cost: plus(known.cost ?? zeroLedgerUnits, sum.cost) }
  const [calls, amount] = [known.calls + sum.calls, plus(known.amount, sum.amount)]
  total.set(name, { ...known, calls, amount, ...cost })
}

function negated(sum: DirectSum): DirectSum {
  const { calls, amount, cost } = sum
  return {
    ...sum,
    calls: -calls,
    amount: ledgerUnits(-amount),
    ...(cost !== undefined && { cost: ledgerUnits(-cost) }),
  }
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
