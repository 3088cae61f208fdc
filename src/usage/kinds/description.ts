/** Rows of descriptions: one for each event that says what a payment on a chain is for. */
import type { AssetId, VersionName } from '../../events/ids.ts'
import type { RowKey } from '../../log/keys.ts'
import type { ValuesOf } from '../columns.ts'
import { eventColumns, type Kind } from './kind.ts'

export const description = {
  table: 'descriptions',
  columns: [
    ...eventColumns,
    /** The payment's key: `<chain>/<token>/<payer>/<nonce>`. */
    { name: 'payment', type: 'text' },
    { name: 'asset', type: 'text', fewValues: true },
    { name: 'version', type: 'text', fewValues: true },
    { name: 'inputTokens', type: 'count' },
    { name: 'outputTokens', type: 'count' },
    { name: 'cacheReadTokens', type: 'count' },
    { name: 'cacheWriteTokens', type: 'count' },
    { name: 'caller', type: 'text' },
    { name: 'traceId', type: 'text' },
    { name: 'providerCallId', type: 'text' },
    /** Microseconds since 1970. */
    { name: 'validBefore', type: 'count' },
    /** A description has no money: always '' and 0. Every kind has these columns, so that totals are made in one way. */
    { name: 'currency', type: 'text', fewValues: true },
    { name: 'amount', type: 'units' },
  ],
} as const satisfies Kind

type Columns = typeof description.columns

interface Names {
  readonly asset: AssetId
  readonly version: VersionName | ''
  readonly currency: ''
}

/** What the columns hold of one description. */
export type DescriptionValues = Omit<ValuesOf<Columns>, keyof Names> & Names

/** One description as stored. */
export type StoredDescription = RowKey & DescriptionValues
