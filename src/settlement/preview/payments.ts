/** Who a close would pay, and how much more than the last epoch paid. */
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { currencyDecimalsMax, formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { BalanceLine, BooksStore } from '../books.ts'
import type { PreparedEpoch } from '../close/prepare.ts'
import type { PreviewPayment } from './answers.ts'

type Paid = Pick<BalanceLine, 'payee' | 'currency' | 'paid' | 'account'>

/** Payments that grow most, in major units, come first. Equal ones are in the order of payees and currencies. */
export async function previewPayments(
  books: BooksStore,
  { input, settled }: PreparedEpoch,
  limit: number,
): Promise<{ total: number; items: PreviewPayment[] }> {
  const last = await paidLast(books, input.previous)
  const currencies = new Map(input.registry.currencies.map((currency) => [currency.code, currency]))
  const compared = settled.payments.lines
    .filter(({ paid }) => paid > 0n)
    .map((line) => {
      const before = last.get(nameOf(line))
      const currency = currencies.get(line.currency)!
      const grown = line.paid - (before?.paid ?? 0n)
      return {
        line,
        before,
        currency,
        grown,
        rank: grown * 10n ** BigInt(currencyDecimalsMax - currency.decimals),
      }
    })
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank > b.rank ? -1 : 1))
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
