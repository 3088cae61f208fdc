/** The calls that one epoch settled, in pages: those of the window that the close summed. */

import type { StoredCall } from '../../usage/kinds/call.ts'
import { call } from '../../usage/kinds/call.ts'
import type { CallPlace, ListPart, SettledWindow } from '../../usage/lists.ts'
import { integer } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { loadLater } from './callPlace.ts'
import { readValues, selectedColumns } from './columnTypes.ts'
import { loadWanted } from './listSql.ts'
import { loadWindow, unionOf } from './scope.ts'

export async function settledCalls(
  session: Session,
  { keys, filter, ...window }: SettledWindow,
  { limit, after }: ListPart<CallPlace>,
): Promise<StoredCall[]> {
  if (keys.length === 0) return []
  // Which version serves a call, the caller finds: the keys alone say whether one does.
  const sql = await loadWindow(session, { ...window, named: [], boundaries: [], fees: [] }, { keys })
  const wanted = [await loadLater(session, after), ...(await loadWanted(session, filter ?? {}))].join(' AND ')
  // Where a call stands is named apart: a column of the same name has another type.
  const standing =
    'time AS standsAt, toString(partition) AS standsIn, revision AS standsRevision, row AS standsRow'
  const columns = `${rowKeyColumns}, ${selectedColumns(call.columns)}, ${standing}`
  const values = readValues(call.columns)
  return session.rows(
    `SELECT * EXCEPT (standsAt, standsIn, standsRevision, standsRow)
    FROM (${unionOf(columns, sql.branches, wanted)}) AS settled
    ORDER BY standsAt, standsIn, standsRevision, standsRow LIMIT ${integer(limit)}`,
    (row) => ({ ...readRowKey(row), ...values(row) }) as StoredCall,
  )
}
