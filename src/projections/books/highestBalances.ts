/** The highest balances of each currency after an epoch, and the sums of all. */

import type { HighestBalances } from '../../books/port.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import type { EpochKey } from '../../log/keys.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import { integer } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { inClosed } from './conditions.ts'
import { readBalance } from './standing.ts'

export async function highestBalances(
  session: Session,
  closed: readonly EpochKey[],
  limit: number,
): Promise<HighestBalances> {
  const attempts = await inClosed(session, closed)
  const standing = `SELECT payee, currency, argMax(carried, epoch) AS balance, argMax(reserved, epoch) AS kept
    FROM balances WHERE ${attempts} GROUP BY payee, currency HAVING balance != 0`
  return {
    balances: await session.rows(
      `SELECT payee, currency, balance, kept FROM (${standing}) AS stands WHERE balance > 0
      ORDER BY currency, balance DESC, payee LIMIT ${integer(limit)} BY currency`,
      (row) => ({ ...readBalance(row), reserved: ledgerUnits(row.int256()) }),
    ),
    totals: await session.rows(
      `SELECT currency, countIf(balance > 0), sumIf(balance, balance > 0), countIf(balance < 0), -sumIf(balance, balance < 0)
      FROM (${standing}) AS stands GROUP BY currency ORDER BY currency`,
      (row) => ({
        currency: row.text<CurrencyCode>(),
        payees: row.integer(),
        amount: ledgerUnits(row.int256()),
        owing: row.integer(),
        owed: ledgerUnits(row.int256()),
      }),
    ),
  }
}
