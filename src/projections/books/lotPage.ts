/** A page of the lots that are not due: what reserves hold back, as it stands after an epoch. */

import { lotObject } from '../../books/lots.ts'
import type { BooksStore } from '../../books/port.ts'
import type { LotStanding } from '../../books/states.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { EpochKey } from '../../log/keys.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import { integer, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { inClosed } from './conditions.ts'

type Filter = Parameters<BooksStore['lotPage']>[1]
type Part = Parameters<BooksStore['lotPage']>[2]

export async function lotPage(
  session: Session,
  closed: readonly EpochKey[],
  { payee, currency }: Filter,
  { limit, after }: Part,
): Promise<LotStanding[]> {
  const conditions = [await inClosed(session, closed), "kind = 'lot'"]
  if (payee !== undefined) conditions.push(`subject = ${text(payee)}`)
  if (currency !== undefined) conditions.push(`currency = ${text(currency)}`)
  if (after !== undefined) {
    const place = [after.payee, after.currency, lotObject(after.epoch)].map(text)
    // The index finds the first part; of the tuple it would be asked for every line.
    conditions.push(`subject >= ${place[0]} AND (subject, currency, object) > (${place})`)
  }
  return session.rows(
    `SELECT subject, currency, object, argMax(due, epoch), argMax(amount, epoch) AS left FROM states
    WHERE ${conditions.join(' AND ')} GROUP BY subject, currency, object HAVING left != 0
    ORDER BY subject, currency, object LIMIT ${integer(limit)}`,
    (row) => ({
      payee: row.text<PayeeId>(),
      currency: row.text<CurrencyCode>(),
      epoch: Number(row.text()),
      due: Number(row.uint256()),
      left: ledgerUnits(row.int256()),
    }),
  )
}
