/** The postings that an epoch books: summed, and those of one payee. */
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import type { PostingType } from '../../usage/kinds/posting.ts'
import type { PostingLists, PostingsOf } from '../../usage/postingLists.ts'
import type { PostingSum, SettlementWindow } from '../../usage/reader.ts'
import { integer, moment, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { allRanges, loadScope, rangesUpTo } from './scope.ts'

type Window = Pick<SettlementWindow, 'scope' | 'until' | 'previous'>

/** Those of the window's batches with a time before its `until` which the epoch before did not book. */
async function loadBooked(session: Session, { scope, until, previous }: Window) {
  const sql = await loadScope(session, scope)
  const counts = `${sql.rows(allRanges(scope.watermarks))} AND time < ${moment(until)}`
  const booked = previous
    ? `(${sql.within(rangesUpTo(previous.watermarks, scope.watermarks))} AND time < ${moment(previous.until)})`
    : '0'
  return `${counts} AND NOT ${booked}`
}

export async function postingSums(session: Session, window: Window): Promise<PostingSum[]> {
  const booked = await loadBooked(session, window)
  return session.rows(
    `SELECT type, payee, to, currency, sum(amount) FROM postings WHERE ${booked}
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

export async function postingsOf(
  session: Session,
  window: Window,
  { payee, limit }: PostingsOf,
): Promise<Awaited<ReturnType<PostingLists['postingsOf']>>> {
  const booked = await loadBooked(session, window)
  const name = text(payee)
  const rows = `FROM postings WHERE ${booked} AND (payee = ${name} OR to = ${name})`
  const gives = `if(type = 'deposit' OR to = ${name}, toInt256(amount), -toInt256(amount))`
  const totals = await session.rows(
    `SELECT currency, count(), sum(${gives}) ${rows} GROUP BY currency ORDER BY currency`,
    (row) => ({
      currency: row.text<CurrencyCode>(),
      postings: row.integer(),
      net: ledgerUnits(row.int256()),
    }),
  )
  if (totals.length === 0) return { listed: [], totals }
  const listed = await session.rows(
    `SELECT source, id, toUnixTimestamp64Micro(time), type, payee, to, currency, amount, note ${rows}
    ORDER BY time, source, id LIMIT ${integer(limit)} BY currency`,
    (row) => ({
      ...{ source: row.text(), id: row.text(), time: row.integer(), type: row.text<PostingType>() },
      ...{ payee: row.text<PayeeId>(), to: row.text<PayeeId | ''>(), currency: row.text<CurrencyCode>() },
      ...{ amount: row.ledgerUnits(), note: row.text() },
    }),
  )
  return { listed, totals }
}
