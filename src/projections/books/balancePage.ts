/**
 * A page of the balances that stand after an epoch. The tables are sorted by epoch first, so the first keys of a page are
 * found in each epoch by its index, and what stands is computed for the keys of the page alone.
 */

import type { BalanceListed, BalancePlace, BooksStore } from '../../books/port.ts'
import type { EpochKey } from '../../log/keys.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import { integer, key16, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { inClosed, listedMax } from './conditions.ts'
import { readBalance } from './standing.ts'

type Filter = Parameters<BooksStore['balancePage']>[1]
type Part = Parameters<BooksStore['balancePage']>[2]

export async function balancePage(
  session: Session,
  closed: readonly EpochKey[],
  filter: Filter,
  { limit, after }: Part,
): Promise<BalanceListed[]> {
  const wanted = conditionsOf(filter, after)
  const listed = closed.length <= listedMax && !filter.owed
  const last = listed ? await lastOf(session, closed, wanted, limit) : undefined
  const attempts = await inClosed(session, closed)
  const conditions = [attempts, ...wanted]
  // A payee that owes now has a line that says so. Most payees never had one.
  if (filter.owed)
    conditions.push(
      `(payee, currency) IN (SELECT payee, currency FROM balances WHERE ${attempts} AND carried < 0)`,
    )
  if (last !== undefined) conditions.push(`payee <= ${text(last.payee)} AND ${keyIs('<=', last)}`)
  return session.rows(
    `SELECT payee, currency, argMax(carried, epoch), argMax(reserved, epoch) FROM balances WHERE ${conditions.join(' AND ')}
    GROUP BY payee, currency ${filter.owed ? 'HAVING argMax(carried, epoch) < 0' : ''}
    ORDER BY payee, currency LIMIT ${integer(limit)}`,
    (row) => ({ ...readBalance(row), reserved: ledgerUnits(row.int256()) }),
  )
}

/** The last key of the page; undefined where the page has all that is left. */
async function lastOf(
  session: Session,
  closed: readonly EpochKey[],
  wanted: readonly string[],
  limit: number,
): Promise<BalancePlace | undefined> {
  if (closed.length === 0) return undefined
  const first = closed.map(({ epoch, attempt }) => {
    const where = [`epoch = ${integer(epoch)}`, `attempt = ${key16(attempt)}`, ...wanted].join(' AND ')
    return `(SELECT payee, currency FROM balances WHERE ${where} ORDER BY payee, currency LIMIT ${integer(limit)})`
  })
  const [last] = await session.rows(
    `SELECT DISTINCT payee, currency FROM (${first.join(' UNION ALL ')})
    ORDER BY payee, currency LIMIT 1 OFFSET ${integer(limit - 1)}`,
    (row) => ({ payee: row.text(), currency: row.text() }),
  )
  return last
}

function conditionsOf({ payee, currency }: Filter, after: BalancePlace | undefined): string[] {
  const conditions: string[] = []
  if (payee !== undefined) conditions.push(`payee = ${text(payee)}`)
  if (currency !== undefined) conditions.push(`currency = ${text(currency)}`)
  // The index finds the first part; of the tuple it would be asked for every line.
  if (after !== undefined) conditions.push(`payee >= ${text(after.payee)} AND ${keyIs('>', after)}`)
  return conditions
}

function keyIs(sign: '>' | '<=', { payee, currency }: BalancePlace): string {
  return `(payee, currency) ${sign} (${text(payee)}, ${text(currency)})`
}
