/** Descriptions of payments: by payment, and in pages with what became of each; and payments that were made twice. */

import { pickColumns } from '../../usage/columns.ts'
import type {
  DescriptionLists,
  DescriptionPlace,
  DoublePayment,
  DoublePlace,
  ListedDescription,
  PaymentState,
} from '../../usage/descriptionLists.ts'
import { call } from '../../usage/kinds/call.ts'
import { description, type StoredDescription } from '../../usage/kinds/description.ts'
import type { ListPart } from '../../usage/listPart.ts'
import type { UsageScope } from '../../usage/reader.ts'
import { strings } from '../engine/columns.ts'
import { integer, moment, text } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { readValues, selectedColumns } from './columnTypes.ts'
import { allRanges, loadScope } from './scope.ts'

export function createDescriptionLists(engine: SqlEngine): DescriptionLists {
  return {
    describing: (payments) => engine.session((session) => describing(session, payments)),
    callsNamed: (source, ids) => engine.session((session) => callsNamed(session, source, ids)),
    descriptions: (...asked) => engine.session((session) => descriptions(session, ...asked)),
    doublePayments: (...asked) => engine.session((session) => doublePayments(session, ...asked)),
  }
}

const values = readValues(description.columns) as (
  row: Parameters<ReturnType<typeof readValues>>[0],
) => Omit<StoredDescription, 'partition' | 'revision' | 'attempt' | 'row'>
const selected = `${rowKeyColumns}, ${selectedColumns(description.columns)}`

async function describing(session: Session, payments: readonly string[]): Promise<StoredDescription[]> {
  if (await isEmpty(session)) return []
  return session.rows(
    `SELECT ${selected} FROM descriptions WHERE payment IN (${payments.map(text).join(', ')})`,
    (row) => ({ ...readRowKey(row), ...values(row) }),
  )
}

/** The engine knows the number of rows of a table. */
async function isEmpty(session: Session): Promise<boolean> {
  const [rows] = await session.rows('SELECT count() FROM descriptions', (row) => row.integer())
  return rows === 0
}

function callsNamed(session: Session, source: string, ids: readonly string[]) {
  return session.rows(
    `SELECT ${rowKeyColumns}, id FROM calls WHERE source = ${text(source)} AND id IN (${ids.map(text).join(', ')})`,
    (row) => ({ ...readRowKey(row), id: row.text() }),
  )
}

/** What a call of a payment has of its description. */
const described = [
  'asset',
  'version',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'caller',
  'traceId',
  'providerCallId',
].join(', ')

async function descriptions(
  session: Session,
  scope: UsageScope,
  { state, now }: Parameters<DescriptionLists['descriptions']>[1],
  { limit, after }: ListPart<DescriptionPlace>,
): Promise<ListedDescription[]> {
  const sql = await loadScope(session, scope)
  const rows = sql.rows(allRanges(scope.watermarks))
  const chainCalls = `FROM calls WHERE ${rows} AND startsWith(source, 'chain:')`
  const isPaid = `payment IN (SELECT id ${chainCalls})`
  const isSame = `(payment, ${described}) IN (SELECT id, ${described} ${chainCalls})`
  const isExpired = `validBefore >= 0 AND validBefore < ${integer(now)}`
  const states: Record<PaymentState, string> = {
    paid: isSame,
    otherwise: `${isPaid} AND NOT ${isSame}`,
    waiting: `NOT ${isPaid} AND NOT (${isExpired})`,
    expired: `NOT ${isPaid} AND ${isExpired}`,
  }
  const conditions = [rows, state === undefined ? '1' : `(${states[state]})`]
  if (after !== undefined) {
    await session.table('lastItem', [strings('partition', [after.partition])])
    const place = `(${moment(after.time)}, (SELECT partition FROM lastItem), ${integer(after.revision)}, ${integer(after.row)})`
    conditions.push(`(time, toString(partition), revision, row) > ${place}`)
  }
  const page = await session.rows(
    `SELECT ${selected}, multiIf(${isSame}, 'paid', ${isPaid}, 'otherwise', ${isExpired}, 'expired', 'waiting')
    FROM descriptions WHERE ${conditions.join(' AND ')}
    ORDER BY time, toString(partition), revision, row LIMIT ${integer(limit)}`,
    (row) => ({ ...readRowKey(row), ...values(row), state: row.text<PaymentState>() }),
  )
  if (page.length === 0) return []
  const paid = await callsOfPayments(session, chainCalls, page)
  return page.map((one) => {
    const call = paid.get(one.payment)
    return { ...one, ...(call && { call }) }
  })
}

const callColumns = pickColumns(call.columns, [
  ...(['source', 'id', 'time', 'asset', 'version', 'currency', 'amount'] as const),
])
const callValues = readValues(callColumns) as (
  row: Parameters<ReturnType<typeof readValues>>[0],
) => NonNullable<ListedDescription['call']> & { readonly id: string }

async function callsOfPayments(
  session: Session,
  from: string,
  page: readonly StoredDescription[],
): Promise<Map<string, NonNullable<ListedDescription['call']>>> {
  const keys = page.map(({ payment }) => text(payment)).join(', ')
  const calls = await session.rows(
    `SELECT ${selectedColumns(callColumns)} ${from} AND id IN (${keys})`,
    callValues,
  )
  return new Map(calls.map(({ id, ...call }) => [id, call]))
}

/** The id of a call that an authorization with a nonce paid. */
const isPayment = "match(id, '^eip155:[0-9]+/0x[0-9a-f]{40}/0x[0-9a-f]{40}/')"

async function doublePayments(
  session: Session,
  scope: UsageScope,
  { limit, after }: ListPart<DoublePlace>,
): Promise<DoublePayment[]> {
  const sql = await loadScope(session, scope)
  const rows = sql.rows(allRanges(scope.watermarks))
  const paying = `FROM calls WHERE ${rows} AND providerCallId != '' AND ${isPayment}`
  const twice = `(source, providerCallId) IN (SELECT source, providerCallId ${paying} GROUP BY source, providerCallId HAVING count() > 1)`
  const refunded = `identity IN (SELECT target FROM corrections WHERE ${rows} AND type = 'refunded')`
  const later =
    after === undefined
      ? '1'
      : `(time, toString(source), id) > (${moment(after.time)}, ${text(after.source)}, ${text(after.id)})`
  return session.rows(
    `SELECT ${selectedColumns(callColumns)}, providerCallId, firstId FROM (
      SELECT *, first_value(id) OVER (PARTITION BY source, providerCallId ORDER BY time, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS firstId
      ${paying} AND ${twice}
    ) WHERE id != firstId AND NOT ${refunded} AND ${later} ORDER BY time, toString(source), id LIMIT ${integer(limit)}`,
    (row) => {
      const paid = callValues(row)
      return { purchase: row.text(), call: paid, first: { source: paid.source, id: row.text() } }
    },
  )
}
