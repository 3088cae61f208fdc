/** Rows of calls: one for each metered call, with its price. */
import type { AssetId, CurrencyCode, VersionName } from '../../events/ids.ts'
import type { RowKey } from '../../log/keys.ts'
import type { ColumnsOf, ValuesOf } from '../columns.ts'
import { eventColumns, type Kind } from './kind.ts'

export const call = {
  table: 'calls',
  columns: [
    ...eventColumns,
    { name: 'asset', type: 'text', fewValues: true },
    { name: 'version', type: 'text', fewValues: true },
    /** Currency of the price: that of the event, or that of the rate. */
    { name: 'currency', type: 'text', fewValues: true },
    { name: 'amount', type: 'units' },
    /** 1 where a rate priced the call, 0 where the event had its amount. */
    { name: 'priced', type: 'flag' },
    { name: 'inputTokens', type: 'count' },
    { name: 'outputTokens', type: 'count' },
    { name: 'cacheReadTokens', type: 'count' },
    { name: 'cacheWriteTokens', type: 'count' },
    { name: 'caller', type: 'text' },
    { name: 'agent', type: 'text' },
    { name: 'traceId', type: 'text' },
    { name: 'providerCallId', type: 'text' },
  ],
} as const satisfies Kind

type Columns = typeof call.columns

export type CallColumns = ColumnsOf<Columns>

interface Names {
  readonly asset: AssetId
  readonly version: VersionName | ''
  readonly currency: CurrencyCode
}

/** What the columns hold of one call, as it was judged when it was recorded. */
export type CallValues = Omit<ValuesOf<Columns>, keyof Names> & Names

/** One call as stored. */
export type StoredCall = RowKey & CallValues
