/** What reserves hold back, lot by lot, and who owes. A page costs one query. */

import type { BalancePlace, BooksStore, LotPlace, PayeeFilter } from '../../books/port.ts'
import { formatTime } from '../../events/time.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { formatAmount, type LedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { Registry } from '../../registry/index.ts'
import type { ListPart } from '../../usage/lists.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import { cut, type ListPage, oneMore } from './calls.ts'
import type { OwedItem, ReserveItem } from './contractAnswers.ts'

interface ReserveDeps {
  readonly books: BooksStore
  readonly epochs: EpochLog
  readonly registry: Registry
}

/**
 * Lots after the last epoch, sorted by payee and currency as UTF-8 bytes, then by epoch.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function listReserves(
  { books, epochs, registry }: ReserveDeps,
  query: PayeeFilter,
  part: ListPart<LotPlace>,
): Promise<ListPage<ReserveItem, LotPlace>> {
  const list = await epochs.list()
  await requireBooks(books, list)
  if (list.length === 0) return { items: [], next: null }
  return cut(
    await books.lotPage(
      list.map(({ key }) => key),
      query,
      oneMore(part),
    ),
    part,
    ({ payee, currency, epoch, due, left }) => ({
      ...{ payee, currency, epoch },
      due: formatTime(due),
      left: textOf(registry, currency, left),
    }),
    ({ payee, currency, epoch }) => ({ payee, currency, epoch }),
  )
}

/**
 * Balances below 0 after the last epoch, sorted by payee and currency as UTF-8 bytes. Who owes has no lots: they are drawn
 * on first.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function listOwed(
  { books, epochs, registry }: ReserveDeps,
  query: PayeeFilter,
  part: ListPart<BalancePlace>,
): Promise<ListPage<OwedItem, BalancePlace>> {
  const list = await epochs.list()
  await requireBooks(books, list)
  if (list.length === 0) return { items: [], next: null }
  return cut(
    await books.balancePage(
      list.map(({ key }) => key),
      { ...query, owed: true },
      oneMore(part),
    ),
    part,
    ({ payee, currency, balance }) => ({
      ...{ payee, currency },
      owed: textOf(registry, currency, ledgerUnits(-balance)),
    }),
    ({ payee, currency }) => ({ payee, currency }),
  )
}

function textOf({ currencies }: Registry, currency: string, units: LedgerUnits): string {
  return formatAmount(units, currencies.get(currency as never)!.decimals)
}
