/** Where a page of calls goes on. */
import type { CallPlace } from '../../usage/lists.ts'
import { strings } from '../engine/columns.ts'
import { integer, moment } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'

/** Condition for calls after a place, in the order of time, then of the store. */
export async function loadLater(session: Session, after: CallPlace | undefined): Promise<string> {
  if (after === undefined) return '1'
  await session.table('lastItem', [strings('partition', [after.partition])])
  const place = `(${moment(after.time)}, (SELECT partition FROM lastItem), ${integer(after.revision)}, ${integer(after.row)})`
  return `time >= ${moment(after.time)} AND (time, toString(partition), revision, row) > ${place}`
}
