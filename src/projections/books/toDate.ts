/**
 * What all epochs have of one payee, in one read for each table: the index leads to the payee's lines in every epoch. Sums
 * are computed in the engine.
 */

import type { BooksStore, EarningToDate, NetToDate } from '../../books/port.ts'
import type { EpochKey } from '../../log/keys.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import { integer, text } from '../engine/literal.ts'
import type { SqlEngine } from '../engine/port.ts'
import { inClosed, ofVersions } from './conditions.ts'
import { books, readLine, selectList } from './tables.ts'

export function readsToDate(
  engine: SqlEngine,
): Pick<BooksStore, 'lastLinesOf' | 'linesToDate' | 'statesToDate' | 'earningsToDate' | 'netToDate'> {
  return {
    lastLinesOf: (closed, payees) =>
      engine.session(async (session) => {
        const attempts = await inClosed(session, closed)
        const line = readLine(books.balances)
        return session.rows(
          `SELECT epoch, ${selectList(books.balances)} FROM balances WHERE ${attempts} AND payee IN (${payees.map(text)})
          ORDER BY epoch DESC LIMIT 1 BY payee, currency`,
          (row) => ({ epoch: row.uint32(), ...line(row) }),
        )
      }),
    linesToDate: (closed, payee) =>
      engine.session(async (session) => {
        const line = readLine(books.balances)
        return session.rows(
          `SELECT epoch, ${selectList(books.balances)} FROM balances
          WHERE ${await inClosed(session, closed)} AND payee = ${text(payee)} ORDER BY currency, epoch`,
          (row) => ({ epoch: row.uint32(), ...line(row) }),
        )
      }),
    statesToDate: (closed, { kind, subjects }) =>
      engine.session(async (session) => {
        const line = readLine(books.states)
        return session.rows(
          `SELECT epoch, ${selectList(books.states)} FROM states
          WHERE ${await inClosed(session, closed)} AND kind = ${text(kind)} AND subject IN (${subjects.map(text)})
          ORDER BY subject, epoch, currency, object`,
          (row) => ({ epoch: row.uint32(), ...line(row) }),
        )
      }),
    earningsToDate: (closed, payee, limit) =>
      engine.session(async (session) =>
        session.rows(
          `SELECT currency, asset, version, role, sum(amount) AS earned, min(epoch), max(epoch),
            count() OVER (PARTITION BY currency)
          FROM earnings WHERE ${await inClosed(session, closed)} AND payee = ${text(payee)}
          GROUP BY currency, asset, version, role
          ORDER BY currency, abs(earned) DESC, asset, version, role LIMIT ${integer(limit)} BY currency`,
          (row): EarningToDate => ({
            currency: row.text(),
            asset: row.text(),
            version: row.text(),
            role: row.text(),
            amount: ledgerUnits(row.int256()),
            first: row.uint32(),
            last: row.uint32(),
            sources: row.integer(),
          }),
        ),
      ),
    netToDate: (closed, versions) => engine.session((session) => netOf(session, closed, versions)),
  }
}

async function netOf(
  session: Parameters<typeof inClosed>[0],
  closed: readonly EpochKey[],
  versions: Parameters<BooksStore['netToDate']>[1],
): Promise<NetToDate[]> {
  return session.rows(
    `SELECT asset, version, currency, sum(direct) - sum(fee) - sum(cost) AS net FROM flows
    WHERE ${await inClosed(session, closed)} AND ${await ofVersions(session, versions)}
    GROUP BY asset, version, currency HAVING net > 0 ORDER BY asset, version, currency`,
    (row) => ({
      asset: row.text(),
      version: row.text(),
      currency: row.text(),
      net: ledgerUnits(row.int256()),
    }),
  )
}
