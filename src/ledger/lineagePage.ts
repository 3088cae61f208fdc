/** Lineage page by page: settlement walks the graph, and the caller keeps its place as an opaque cursor. */
import { fail } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../service/cursor.ts'
import {
  type LineageQuery,
  type LineageReport,
  pageItemsDefault,
  pageItemsMax,
} from '../service/headwater.ts'
import type { Settlement } from '../settlement/index.ts'
import { lineagePlace } from '../settlement/reports/lineage.ts'

/** @throws HeadwaterError `asset.unknown`, `version.unknown`, `cursor.malformed`, `time.*`, `request.malformed` */
export async function pageOfLineage(settlement: Settlement, query: LineageQuery): Promise<LineageReport> {
  const { limit = pageItemsDefault, cursor, ...walk } = query
  if (!Number.isSafeInteger(limit) || limit < 1)
    fail('request.malformed', 'limit must be a whole number of at least 1.', { path: '/limit' })
  if (limit > pageItemsMax) fail('request.malformed', `A page holds at most ${pageItemsMax} items.`)
  const after = cursor === undefined ? undefined : decodeCursor(cursor, lineagePlace)
  const page = await settlement.lineage(walk, { limit, ...(after && { after }) })
  return { ...page, next: page.next && encodeCursor(page.next) }
}
