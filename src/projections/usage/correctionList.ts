/** A page of corrections, with the calls that they name and what all corrections say of each of those. */
import type { CurrencyCode } from '../../events/ids.ts'
import { zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type {
  CallCorrections,
  CorrectionFilter,
  CorrectionPlace,
  ListedCorrection,
} from '../../usage/correctionLists.ts'
import { call } from '../../usage/kinds/call.ts'
import { correction, type StoredCorrection } from '../../usage/kinds/correction.ts'
import type { ListPart } from '../../usage/listPart.ts'
import type { UsageScope } from '../../usage/reader.ts'
import { hexKeys, strings } from '../engine/columns.ts'
import { integer, key16, moment, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { readValues, selectedColumns } from './columnTypes.ts'
import { allRanges, loadScope, rangesUpTo } from './scope.ts'

export async function correctionList(
  session: Session,
  scope: UsageScope,
  filter: CorrectionFilter,
  part: ListPart<CorrectionPlace>,
): Promise<ListedCorrection[]> {
  const loaded = await loadScope(session, scope)
  const rows = loaded.rows(allRanges(scope.watermarks))
  const found = await page(session, rows, filter, part)
  const targets = [...new Set(found.filter(({ type }) => type !== 'closed').map(({ target }) => target))]
  if (targets.length === 0) return found
  await session.table('targets', [hexKeys('target', targets)])
  const { counted } = filter
  const isCounted =
    counted === undefined
      ? '0'
      : `${loaded.within(rangesUpTo(counted.watermarks, scope.watermarks))} AND time < ${moment(counted.until)}`
  const calls = await callsOf(session, rows, isCounted)
  return found.map((row) => {
    const corrected = row.type === 'closed' ? undefined : calls.get(row.target)
    return { ...row, ...(corrected && { corrected }) }
  })
}

async function page(
  session: Session,
  rows: string,
  { types, target, open }: CorrectionFilter,
  { limit, after }: ListPart<CorrectionPlace>,
): Promise<(StoredCorrection & { isClosed: boolean })[]> {
  const closed = `identity IN (SELECT target FROM corrections WHERE ${rows} AND type = 'closed')`
  const conditions = [rows, `type IN (${types.map(text)})`]
  if (target !== undefined) conditions.push(`target = ${key16(target)}`)
  if (open) conditions.push(`NOT (${closed})`)
  if (after !== undefined) {
    await session.table('lastItem', [strings('partition', [after.partition])])
    const place = `(${moment(after.time)}, (SELECT partition FROM lastItem), ${integer(after.revision)}, ${integer(after.row)})`
    conditions.push(`time >= ${moment(after.time)} AND (time, toString(partition), revision, row) > ${place}`)
  }
  const values = readValues(correction.columns)
  return session.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(correction.columns)}, toUInt8(type = 'disputed' AND ${closed})
    FROM corrections WHERE ${conditions.join(' AND ')}
    ORDER BY time, toString(partition), revision, row LIMIT ${integer(limit)}`,
    (row) => ({
      ...readRowKey(row),
      ...(values(row) as Omit<StoredCorrection, 'partition' | 'revision' | 'attempt' | 'row'>),
      isClosed: row.uint8() === 1,
    }),
  )
}

/**
 * The calls that the table `targets` names, by identity.
 *
 * @param isCounted SQL condition of the refunds that are summed apart
 */
async function callsOf(
  session: Session,
  rows: string,
  isCounted: string,
): Promise<Map<string, CallCorrections>> {
  const named = 'IN (SELECT target FROM targets)'
  const isOpen = `type = 'disputed' AND identity NOT IN (SELECT target FROM corrections WHERE ${rows} AND type = 'closed')`
  const sums = new Map<string, Omit<CallCorrections, 'call'>>()
  const sumName = (identity: string, currency: string) => `${identity} ${currency}`
  await session.rows(
    `SELECT target, currency, sum(amount), sumIf(amount, ${isCounted}), max(whole), countIf(${isOpen}) FROM corrections
    WHERE ${rows} AND type != 'closed' AND target ${named} GROUP BY target, currency`,
    (row) => {
      const name = sumName(row.hex(16), row.text<CurrencyCode>())
      const [refunded, countedRefunds] = [row.ledgerUnits(), row.ledgerUnits()]
      sums.set(name, { refunded, countedRefunds, whole: row.uint8() === 1, open: row.integer() })
    },
  )
  const values = readValues(call.columns)
  const calls = new Map<string, CallCorrections>()
  await session.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(call.columns)} FROM calls
    WHERE ${rows} AND identity ${named} ORDER BY ${rowKeyColumns}`,
    (row) => {
      const found = { ...readRowKey(row), ...values(row) } as CallCorrections['call']
      const unnamed = sums.get(sumName(found.identity, ''))
      const own = sums.get(sumName(found.identity, found.currency))
      calls.set(found.identity, {
        call: found,
        refunded: own?.refunded ?? zeroLedgerUnits,
        countedRefunds: own?.countedRefunds ?? zeroLedgerUnits,
        whole: unnamed?.whole ?? false,
        open: unnamed?.open ?? 0,
      })
    },
  )
  return calls
}
