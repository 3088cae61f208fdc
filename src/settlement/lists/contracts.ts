/** Lists about contracts, corrections and payments. What one needs is loaded when it is asked for. */

import type { BalancePlace, BooksStore, LotPlace, PayeeFilter } from '../../books/port.ts'
import type { CorrectionPlace } from '../../usage/correctionLists.ts'
import type { DescriptionPlace, DoublePlace } from '../../usage/descriptionLists.ts'
import type { ListPart } from '../../usage/lists.ts'
import type { ListPage } from './calls.ts'
import type { ClausePlace } from './clauses.ts'
import type { AdvanceItem, ClauseItem, OwedItem, ReserveItem } from './contractAnswers.ts'
import type { DisputeItem, RefundItem } from './correctionAnswers.ts'
import type { CorrectionListDeps, RefundQuery } from './corrections.ts'
import type { DoublePaymentItem, PaymentItem } from './paymentAnswers.ts'
import type { PaymentQuery } from './payments.ts'

/** The errors are listed where each list is implemented. */
export interface ContractLists {
  clauses(query: PayeeFilter, part: ListPart<ClausePlace>): Promise<ListPage<ClauseItem, ClausePlace>>
  /** Clauses with a cap. */
  advances(query: PayeeFilter, part: ListPart<ClausePlace>): Promise<ListPage<AdvanceItem, ClausePlace>>
  /** Lots that are not due after the last closed epoch. */
  reserves(query: PayeeFilter, part: ListPart<LotPlace>): Promise<ListPage<ReserveItem, LotPlace>>
  /** Balances below 0 after the last closed epoch. */
  owed(query: PayeeFilter, part: ListPart<BalancePlace>): Promise<ListPage<OwedItem, BalancePlace>>
  /** Disputes that are open now, the oldest first. */
  disputes(part: ListPart<CorrectionPlace>): Promise<ListPage<DisputeItem, CorrectionPlace>>
  /** All refunds, the oldest first. */
  refunds(query: RefundQuery, part: ListPart<CorrectionPlace>): Promise<ListPage<RefundItem, CorrectionPlace>>
  /** Described payments, the oldest first. */
  payments(
    query: PaymentQuery,
    part: ListPart<DescriptionPlace>,
  ): Promise<ListPage<PaymentItem, DescriptionPlace>>
  /** Payments that were made twice for one purchase, the oldest first. */
  doublePayments(part: ListPart<DoublePlace>): Promise<ListPage<DoublePaymentItem, DoublePlace>>
}

interface ContractDeps extends CorrectionListDeps {
  readonly books: BooksStore
}

export function contractLists(deps: ContractDeps): ContractLists {
  const clauses = () => import('./clauses.ts')
  const reserves = () => import('./reserves.ts')
  const corrections = () => import('./corrections.ts')
  const payments = () => import('./payments.ts')
  return {
    clauses: async (query, part) => (await clauses()).listClauses(deps, query, part),
    advances: async (query, part) => (await clauses()).listAdvances(deps, query, part),
    reserves: async (query, part) => (await reserves()).listReserves(deps, query, part),
    owed: async (query, part) => (await reserves()).listOwed(deps, query, part),
    disputes: async (part) => (await corrections()).listDisputes(deps, part),
    refunds: async (query, part) => (await corrections()).listRefunds(deps, query, part),
    payments: async (query, part) => (await payments()).listPayments(deps, query, part),
    doublePayments: async (part) => (await payments()).listDoublePayments(deps, part),
  }
}
