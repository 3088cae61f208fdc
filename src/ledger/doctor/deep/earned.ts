/** What payees earned in an epoch, by their balances and by their earnings: two walks beside each other, in bounded memory. */

import { byPayeeAndCurrency } from '../../../books/digests.ts'
import type { BooksStore } from '../../../books/port.ts'
import type { ClosedEpoch } from '../../../log/epochClosed.ts'

interface Earned {
  readonly payee: string
  readonly currency: string
  readonly amount: bigint
}

/** A sentence for each payee and currency whose two sums differ. */
export async function* unequalEarnings(
  books: Pick<BooksStore, 'epochBalances' | 'epochEarnings'>,
  { epoch, key }: Pick<ClosedEpoch, 'epoch' | 'key'>,
): AsyncGenerator<string> {
  const [told, summed] = [sums(byBalances(books, key)), sums(books.epochEarnings(key))]
  let [left, right] = [await told.next(), await summed.next()]
  while (!left.done || !right.done) {
    const order = left.done ? 1 : right.done ? -1 : byPayeeAndCurrency(left.value, right.value)
    const [balance, earning] = [order <= 0 ? left.value : undefined, order >= 0 ? right.value : undefined]
    if ((balance?.amount ?? 0n) !== (earning?.amount ?? 0n)) {
      const { payee, currency } = (balance ?? earning)!
      const name = JSON.stringify([payee, currency])
      yield `Of epoch ${epoch}, ${name} earned ${balance?.amount ?? 0n} by its balance and ${earning?.amount ?? 0n} by its earnings.`
    }
    if (order <= 0) left = await told.next()
    if (order >= 0) right = await summed.next()
  }
}

async function* byBalances(
  books: Pick<BooksStore, 'epochBalances'>,
  key: ClosedEpoch['key'],
): AsyncGenerator<Earned> {
  for await (const { payee, currency, earned } of books.epochBalances(key))
    yield { payee, currency, amount: earned }
}

/** Lines of one payee and currency follow each other. */
async function* sums(lines: AsyncIterable<Earned>): AsyncGenerator<Earned, undefined> {
  let sum: Earned | undefined
  for await (const { payee, currency, amount } of lines) {
    if (sum && sum.payee === payee && sum.currency === currency) sum = { ...sum, amount: sum.amount + amount }
    else {
      if (sum) yield sum
      sum = { payee, currency, amount }
    }
  }
  if (sum) yield sum
  return undefined
}
