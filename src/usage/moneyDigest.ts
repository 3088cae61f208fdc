/**
 * The digest of those columns of a batch's calls by which corrections move money. A correction of an old call changes what
 * an epoch divides, by the call's identity, time, amount, and what names its version and currency. So an old batch is
 * reconciled again by these columns alone, which costs a third. It is made as `sha256-columns` is, over fewer columns.
 */
import { pickColumns } from './columns.ts'
import { columnsDigests } from './columnsDigest.ts'
import { type CallColumns, call } from './kinds/call.ts'
import type { Kind } from './kinds/kind.ts'

/** Calls with these columns alone. */
export const moneyOfCalls = {
  table: call.table,
  columns: pickColumns(call.columns, ['identity', 'time', 'asset', 'version', 'currency', 'amount']),
} satisfies Kind

/** The digest of all columns of a batch's calls, and that of those that move money: 64 hex digits each. */
export function callDigests(calls: CallColumns): { readonly digest: string; readonly moneyDigest: string } {
  const [digest, moneyDigest] = columnsDigests([call.columns, moneyOfCalls.columns], calls)
  return { digest: digest!, moneyDigest: moneyDigest! }
}
