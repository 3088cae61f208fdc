/** The calls whose worth an epoch changes although an earlier one settled them, the largest changes first. */
import type { CurrencyCode } from '../../events/ids.ts'
import {
  type ChangeCause,
  type ChangedCall,
  type ChangedCalls,
  type CorrectionLists,
  causesMax,
} from '../../usage/correctionLists.ts'
import { call } from '../../usage/kinds/call.ts'
import type { CorrectionType } from '../../usage/kinds/correction.ts'
import { hexKeys, strings } from '../engine/columns.ts'
import { integer, moment } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { readValues, selectedColumns } from './columnTypes.ts'
import { type CorrectedSql, closings, dues } from './correctedSql.ts'
import { allRanges, loadScope, rangesUpTo } from './scope.ts'

type Window = Parameters<CorrectionLists['changedCalls']>[0]
type Query = Parameters<CorrectionLists['changedCalls']>[1]

export async function changedCalls(
  session: Session,
  { scope, until, previous }: Window,
  { assets, limit }: Query,
): Promise<ChangedCalls> {
  const none = { listed: [], counts: [] }
  if (previous === undefined || assets?.length === 0) return none
  const loaded = await loadScope(session, scope)
  const earlier = rangesUpTo(previous.watermarks, scope.watermarks)
  const sql: CorrectedSql = {
    counts: `${loaded.rows(allRanges(scope.watermarks))} AND time < ${moment(until)}`,
    before: `(${loaded.within(earlier)} AND time < ${moment(previous.until)})`,
    late: '0',
    costs: false,
  }
  const isNew = `${sql.counts} AND NOT ${sql.before}`
  await session.derive('closings', closings(sql))
  await session.derive('touched', touched(sql, isNew))
  await session.derive('dues', dues(sql, 'target IN (SELECT target FROM touched)'))
  const settled = [`${loaded.rows(earlier)} AND time < ${moment(previous.until)}`]
  if (assets !== undefined) {
    await session.table('wantedAssets', [strings('asset', assets)])
    settled.push('asset IN (SELECT asset FROM wantedAssets)')
  }
  await session.derive('changed', changed(settled.join(' AND ')))
  const counts = await session.rows(
    'SELECT currency, count() FROM changed GROUP BY currency ORDER BY currency',
    (row) => ({ currency: row.text<CurrencyCode>(), calls: row.integer() }),
  )
  if (counts.length === 0) return none
  const largest = await session.rows(
    `SELECT identity, now, before FROM changed
    ORDER BY abs(toInt256(now) - toInt256(before)) DESC, time, source, id LIMIT ${integer(limit)} BY currency`,
    (row) => ({ identity: row.hex(16), now: row.ledgerUnits(), before: row.ledgerUnits() }),
  )
  await session.table('listed', [
    hexKeys(
      'target',
      largest.map(({ identity }) => identity),
    ),
  ])
  const calls = await callsOf(session, settled[0]!)
  const causes = await causesOf(session, sql, isNew)
  const listed = largest.map(
    ({ identity, now, before }): ChangedCall => ({
      call: calls.get(identity)!,
      ...{ before, now, causes: causes.get(identity) ?? [] },
    }),
  )
  return { listed, counts }
}

/** The calls that new corrections are about: of new refunds, disputes, and closings. */
function touched({ counts }: CorrectedSql, isNew: string): string {
  const closed = `SELECT target FROM corrections WHERE ${isNew} AND type = 'closed'`
  return `SELECT DISTINCT target FROM (
    SELECT target FROM corrections WHERE ${isNew} AND type != 'closed'
    UNION ALL SELECT target FROM corrections WHERE ${counts} AND type = 'disputed' AND identity IN (${closed}))`
}

function changed(settled: string): string {
  const calls = `SELECT identity, currency, amount, time, source, id FROM calls
    WHERE ${settled} AND identity IN (SELECT target FROM touched)`
  const flags = `SELECT target, max(isWhole OR isOpen) AS isNothing, max(wasWhole OR wasOpen) AS wasNothing
    FROM dues GROUP BY target`
  const worth = (nothing: string, refunded: string) =>
    `if(${nothing}, toUInt256(0), toUInt256(amount - least(amount, ${refunded})))`
  return `SELECT identity, currency, time, source, id,
      ${worth('isNothing', 'refunded')} AS now, ${worth('wasNothing', 'refundedBefore')} AS before
    FROM (${calls}) AS calls INNER JOIN (${flags}) AS flags ON calls.identity = flags.target
    LEFT JOIN (SELECT target AS refundOf, dueCurrency, refunded, refundedBefore FROM dues WHERE dueCurrency != '') AS own
      ON calls.identity = own.refundOf AND calls.currency = own.dueCurrency
    WHERE now != before`
}

async function callsOf(session: Session, settled: string) {
  const values = readValues(call.columns)
  const calls = new Map<string, ChangedCall['call']>()
  await session.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(call.columns)} FROM calls
    WHERE ${settled} AND identity IN (SELECT target FROM listed)`,
    (row) => {
      const found = { ...readRowKey(row), ...values(row) } as ChangedCall['call']
      calls.set(found.identity, found)
    },
  )
  return calls
}

/** The new corrections of each listed call, by its identity. */
async function causesOf(session: Session, { counts }: CorrectedSql, isNew: string) {
  const listed = 'target IN (SELECT target FROM listed)'
  const disputes = `SELECT identity AS dispute, target AS disputed FROM corrections WHERE ${counts} AND type = 'disputed' AND ${listed}`
  const rows = `SELECT target AS about, type, source, id, reason, time FROM corrections WHERE ${isNew} AND type != 'closed' AND ${listed}
    UNION ALL SELECT disputed AS about, type, source, id, reason, time
    FROM (SELECT * FROM corrections WHERE ${isNew} AND type = 'closed') AS ends INNER JOIN (${disputes}) AS disputes ON ends.target = disputes.dispute`
  const causes = new Map<string, ChangeCause[]>()
  await session.rows(
    `SELECT about, type, source, id, reason FROM (${rows}) AS causes
    ORDER BY time, source, id LIMIT ${integer(causesMax)} BY about`,
    (row) => {
      const about = row.hex(16)
      const cause = {
        ...{ type: row.text<CorrectionType>(), source: row.text(), id: row.text(), reason: row.text() },
      }
      const known = causes.get(about)
      if (known) known.push(cause)
      else causes.set(about, [cause])
    },
  )
  return causes
}
