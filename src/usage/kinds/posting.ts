/** Rows of postings: one for each transfer, payment made elsewhere, and deposit. */
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { RowKey } from '../../log/keys.ts'
import type { ValuesOf } from '../columns.ts'
import { eventColumns, type Kind } from './kind.ts'

export const posting = {
  table: 'postings',
  columns: [
    ...eventColumns,
    /** `transfer`, `payment` or `deposit`. */
    { name: 'type', type: 'text', fewValues: true },
    /** Whose balance it changes; of a transfer the payee that it is from. */
    { name: 'payee', type: 'text' },
    /** Of a transfer the payee that it goes to; '' of the others. */
    { name: 'to', type: 'text' },
    { name: 'currency', type: 'text', fewValues: true },
    /** Never negative: a transfer and a payment take it from `payee`, a deposit adds it. */
    { name: 'amount', type: 'units' },
    /** The reason of a transfer, the reference of the others. */
    { name: 'note', type: 'text' },
  ],
} as const satisfies Kind

type Columns = typeof posting.columns

export type PostingType = 'transfer' | 'payment' | 'deposit'

interface Names {
  readonly type: PostingType
  readonly payee: PayeeId
  readonly to: PayeeId | ''
  readonly currency: CurrencyCode
}

/** What the columns hold of one posting. */
export type PostingValues = Omit<ValuesOf<Columns>, keyof Names> & Names

/** One posting as stored. */
export type StoredPosting = RowKey & PostingValues
