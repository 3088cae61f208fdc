/** Revenue by day and by asset: each figure is one pass over the rows of the window, whatever their number. */
import type { AssetId, CurrencyCode } from '../../events/ids.ts'
import type { CallState, CallStates } from '../../usage/lists.ts'
import type { Revenue, RevenueWanted } from '../../usage/revenue.ts'
import { strings } from '../engine/columns.ts'
import { integer } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { type ListSql, loadList } from './listSql.ts'

const dayMs = 86_400_000

export async function revenue(session: Session, states: CallStates, wanted: RevenueWanted): Promise<Revenue> {
  const sql = await loadList(session, states, {})
  const newest = await newestDay(session, sql)
  if (newest === undefined) return { currencies: [], cut: false, days: [], assets: [] }
  const first = newest - wanted.days + 1
  const rows = `${sql.rows} AND toDate(time) >= toDate(${integer(Math.max(first, 0))})`
  const found = await session.rows(
    `SELECT currency, count() AS calls, sum(amount), uniqExact(asset) FROM calls WHERE ${rows}
    GROUP BY currency ORDER BY calls DESC, currency LIMIT ${integer(wanted.currenciesMax + 1)}`,
    (row) => ({ currency: row.text<CurrencyCode>(), ...sums(row), assets: row.integer() }),
  )
  const currencies = found.slice(0, wanted.currenciesMax)
  await session.table('summedCurrencies', [
    strings(
      'currency',
      currencies.map(({ currency }) => currency),
    ),
  ])
  const summed = `${rows} AND currency IN (SELECT currency FROM summedCurrencies)`
  return {
    window: { from: dayText(first), to: dayText(newest) },
    currencies: currencies.sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    cut: found.length > currencies.length,
    days: await session.rows(
      `SELECT day, currency, state, count(), sum(amount) FROM (
        SELECT toString(toDate(time)) AS day, currency, ${sql.state} AS state, amount FROM calls WHERE ${summed}
      ) AS stated GROUP BY day, currency, state ORDER BY currency, day, state`,
      (row) => ({
        day: row.text(),
        currency: row.text<CurrencyCode>(),
        state: row.text<CallState>(),
        ...sums(row),
      }),
    ),
    assets: await session.rows(
      `SELECT asset, currency, count(), sum(amount) AS total FROM calls WHERE ${summed}
      GROUP BY asset, currency ORDER BY currency, total DESC, asset LIMIT ${integer(wanted.assets)} BY currency`,
      (row) => ({ asset: row.text<AssetId>(), currency: row.text<CurrencyCode>(), ...sums(row) }),
    ),
  }
}

/** Days from 1970 on; undefined where there is no call. */
async function newestDay(session: Session, { rows }: ListSql): Promise<number | undefined> {
  const [found] = await session.rows(
    `SELECT count(), toUInt32(max(toDate(time))) FROM calls WHERE ${rows}`,
    (row) => ({ calls: row.integer(), day: row.uint32() }),
  )
  return found === undefined || found.calls === 0 ? undefined : found.day
}

function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

function sums(row: RowReader) {
  return { calls: row.integer(), amount: row.ledgerUnits() }
}
