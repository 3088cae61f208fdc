/** The balances of all payees, in pages. */
import type { EpochLog } from '../../log/epochLog.ts'
import { formatAmount } from '../../money/ledgerUnits.ts'
import type { Registry } from '../../registry/index.ts'
import type { ListPart } from '../../usage/lists.ts'
import type { BalancePlace, BooksStore } from '../books.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import { heldNow } from '../reports/statement.ts'
import type { BalanceItem } from './answers.ts'
import { cut, type ListPage, oneMore } from './calls.ts'

export interface BalanceQuery {
  readonly payee?: string
  readonly currency?: string
}

interface BalanceDeps {
  readonly books: BooksStore
  readonly epochs: EpochLog
  readonly registry: Registry
  readonly clock: () => Date
}

/**
 * Sorted by payee and currency as UTF-8 bytes.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function listBalances(
  { books, epochs, registry, clock }: BalanceDeps,
  query: BalanceQuery,
  part: ListPart<BalancePlace>,
): Promise<ListPage<BalanceItem, BalancePlace>> {
  const list = await epochs.list()
  await requireBooks(books, list)
  const closed = list.map(({ key }) => key)
  const now = clock().getTime() * 1_000
  if (closed.length === 0) return { items: [], next: null }
  return cut(
    await books.balancePage(closed, query, oneMore(part)),
    part,
    ({ payee, currency: code, balance }) => {
      const currency = registry.currencies.get(code)!
      return {
        payee,
        currency: code,
        balance: formatAmount(balance, currency.decimals),
        ...heldNow(registry.payees.get(payee)!, currency, balance, now),
      }
    },
    ({ payee, currency }) => ({ payee, currency }),
  )
}
