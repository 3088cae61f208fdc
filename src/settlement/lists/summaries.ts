/** Balances of all payees, and sums of a whole ledger; each is loaded with the first question for it. */

import type { BalancePlace } from '../../books/port.ts'
import type { ListPart } from '../../usage/lists.ts'
import type { BalanceItem } from './answers.ts'
import type { BalanceDeps, BalanceQuery } from './balances.ts'
import type { CallListDeps, ListPage } from './calls.ts'
import type { RevenueQuery } from './revenue.ts'
import type { HeldReport, RevenueReport } from './revenueAnswers.ts'

export interface Summaries {
  /** Calls and amounts by day and by asset, of the days up to that of the newest call. */
  revenue(query?: RevenueQuery): Promise<RevenueReport>
  /** Balances after the last epoch by why a close now would not pay them. */
  held(): Promise<HeldReport>
}

export interface BalanceLists extends Summaries {
  /** Balances of all payees after the last closed epoch. */
  balanceList(query: BalanceQuery, part: ListPart<BalancePlace>): Promise<ListPage<BalanceItem, BalancePlace>>
}

export function summaries(calls: CallListDeps, balances: BalanceDeps): BalanceLists {
  return {
    balanceList: (query, part) =>
      import('./balances.ts').then(({ listBalances }) => listBalances(balances, query, part)),
    revenue: (query) => import('./revenue.ts').then(({ revenueReport }) => revenueReport(calls, query)),
    held: () => import('./held.ts').then(({ heldReport }) => heldReport(balances)),
  }
}
