/** The postings that an epoch books. */
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { PostingType } from '../../usage/kinds/posting.ts'
import type { PostingSum, SettlementWindow } from '../../usage/reader.ts'
import { moment } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { allRanges, loadScope, rangesUpTo } from './scope.ts'

/** Those of the window's batches with a time before its `until` which the epoch before did not book. */
export async function postingSums(
  session: Session,
  { scope, until, previous }: SettlementWindow,
): Promise<PostingSum[]> {
  const sql = await loadScope(session, scope)
  const counts = `${sql.rows(allRanges(scope.watermarks))} AND time < ${moment(until)}`
  const booked = previous
    ? `(${sql.within(rangesUpTo(previous.watermarks, scope.watermarks))} AND time < ${moment(previous.until)})`
    : '0'
  return session.rows(
    `${sql.with} SELECT type, payee, to, currency, sum(amount) FROM postings WHERE ${counts} AND NOT ${booked}
    GROUP BY type, payee, to, currency ORDER BY payee, currency, type, to`,
    (row) => ({
      type: row.text<PostingType>(),
      payee: row.text<PayeeId>(),
      to: row.text<PayeeId | ''>(),
      currency: row.text<CurrencyCode>(),
      amount: row.ledgerUnits(),
    }),
  )
}
