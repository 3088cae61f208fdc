/** The balances of all payees, in pages. */

import type { BalancePlace, BooksStore } from '../../books/port.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { formatAmount } from '../../money/ledgerUnits.ts'
import { askedPayoutTerms, hasContracts, type Registry, unnamedPayee } from '../../registry/index.ts'
import type { ListPart } from '../../usage/lists.ts'
import { heldNow } from '../reports/held.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import type { BalanceItem } from './answers.ts'
import { cut, type ListPage, oneMore } from './calls.ts'

export interface BalanceQuery {
  readonly payee?: string
  readonly currency?: string
}

export interface BalanceDeps {
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
  const terms = hasContracts(registry) ? askedPayoutTerms(registry, now) : undefined
  if (closed.length === 0) return { items: [], next: null }
  return cut(
    await books.balancePage(closed, query, oneMore(part)),
    part,
    ({ payee, currency: code, balance, reserved }) => {
      const currency = registry.currencies.get(code)!
      return {
        payee,
        currency: code,
        balance: formatAmount(balance, currency.decimals),
        ...(reserved > 0n && { reserved: formatAmount(reserved, currency.decimals) }),
        ...heldNow(
          { payee: registry.payees.get(payee) ?? unnamedPayee(payee), carried: balance, reserved, terms },
          currency,
          now,
        ),
      }
    },
    ({ payee, currency }) => ({ payee, currency }),
  )
}
