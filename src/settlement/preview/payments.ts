/** Who a close would pay, and how much more than the last epoch paid. */

import type { BalanceLine, BooksStore } from '../../books/port.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { currencyDecimalsMax, formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/index.ts'
import type { PreparedEpoch } from '../close/prepare.ts'
import type { PreviewPayment } from './answers.ts'

type Paid = Pick<BalanceLine, 'payee' | 'currency' | 'paid' | 'account'>

interface Compared {
  readonly line: BalanceLine
  readonly before: Paid | undefined
  readonly currency: Currency
  /** Ledger units more than the last epoch paid. */
  readonly grown: bigint
  /** The same in a unit that all currencies have. */
  readonly rank: bigint
}

/** Payments that grow most, in major units, come first. Equal ones are in the order of payees and currencies. */
export async function previewPayments(
  books: BooksStore,
  { input, settled }: PreparedEpoch,
  limit: number,
): Promise<{ total: number; items: PreviewPayment[] }> {
  const last = await paidLast(books, input.previous)
  const currencies = new Map(input.registry.currencies.map((currency) => [currency.code, currency]))
  const compared: Compared[] = []
  for (const line of settled.payments.lines) {
    if (line.paid === 0n) continue
    const before = last.get(nameOf(line))
    const currency = currencies.get(line.currency)!
    const grown = line.paid - (before?.paid ?? 0n)
    const rank = grown * 10n ** BigInt(currencyDecimalsMax - currency.decimals)
    compared.push({ line, before, currency, grown, rank })
  }
  compared.sort((a, b) => (a.rank === b.rank ? 0 : a.rank > b.rank ? -1 : 1))
  const items = compared.slice(0, limit).map(({ line, before, currency: { chain, decimals }, grown }) => ({
    payee: line.payee,
    currency: line.currency,
    chain: chain!,
    account: line.account,
    paid: formatAmount(line.paid, decimals),
    difference: formatDifference(grown, decimals),
    last: before ? { paid: formatAmount(before.paid, decimals), account: before.account } : null,
  }))
  return { total: compared.length, items }
}

async function paidLast(books: BooksStore, previous: ClosedEpoch | undefined): Promise<Map<string, Paid>> {
  const paid = new Map<string, Paid>()
  if (previous === undefined) return paid
  for await (const line of books.epochBalances(previous.key)) {
    if (line.paid > 0n) paid.set(nameOf(line), line)
  }
  return paid
}

// A currency code has no blank, so no two lines share a name.
function nameOf({ payee, currency }: Paid): string {
  return `${currency} ${payee}`
}

function formatDifference(units: bigint, decimals: number): string {
  return units < 0n
    ? `-${formatAmount(ledgerUnits(-units), decimals)}`
    : formatAmount(ledgerUnits(units), decimals)
}
