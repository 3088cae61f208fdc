/** Rows of corrections: one for each refund of a call, dispute of a call, and closing of a dispute. */
import type { CurrencyCode } from '../../events/ids.ts'
import type { RowKey } from '../../log/keys.ts'
import type { ValuesOf } from '../columns.ts'
import { eventColumns, type Kind } from './kind.ts'

export const correction = {
  table: 'corrections',
  columns: [
    ...eventColumns,
    /** `refunded`, `disputed` or `closed`. */
    { name: 'type', type: 'text', fewValues: true },
    /** The identity of what the event names: a call, or of `closed` a dispute. It may come later, or never. */
    { name: 'target', type: 'key16' },
    { name: 'targetSource', type: 'text', fewValues: true },
    { name: 'targetId', type: 'text' },
    /** Of `refunded`: currency and amount as the event gives them; '' and 0 where it gives neither. */
    { name: 'currency', type: 'text', fewValues: true },
    { name: 'amount', type: 'units' },
    /** 1 for a refund without an amount: it is of what other refunds leave. */
    { name: 'whole', type: 'flag' },
    { name: 'reason', type: 'text' },
  ],
} as const satisfies Kind

type Columns = typeof correction.columns

export type CorrectionType = 'refunded' | 'disputed' | 'closed'

interface Names {
  readonly type: CorrectionType
  readonly currency: CurrencyCode | ''
}

/** What the columns hold of one correction. */
export type CorrectionValues = Omit<ValuesOf<Columns>, keyof Names> & Names

/** One correction as stored. */
export type StoredCorrection = RowKey & CorrectionValues
