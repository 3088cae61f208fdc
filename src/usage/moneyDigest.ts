/**
 * The digest of those columns of a batch's calls by which corrections move money. A correction of an old call changes what
 * an epoch divides, by the call's identity, time, amount, and what names its version and currency. So an old batch is
 * reconciled again by these columns alone, which costs a third. It is made as `sha256-columns` is, over fewer columns.
 */
import { pickColumns } from './columns.ts'
import { columnsDigest } from './columnsDigest.ts'
import { type CallColumns, call } from './kinds/call.ts'
import type { Kind } from './kinds/kind.ts'

/** Calls with these columns alone. */
export const moneyOfCalls = {
  table: call.table,
  columns: pickColumns(call.columns, ['identity', 'time', 'asset', 'version', 'currency', 'amount']),
} satisfies Kind

/** @returns 64 hex digits */
export function moneyDigest(calls: CallColumns): string {
  return columnsDigest(moneyOfCalls.columns, calls)
}
