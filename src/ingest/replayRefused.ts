/** Sends refused events again, after the cause of their refusal was fixed. */

import type { Actor } from '../base/actor.ts'
import { formatOf, type RecordFormat } from '../decoding/formats/index.ts'
import type { RefusedEvent, RefusedStore } from '../usage/refused.ts'
import { refusedId } from '../usage/refusedId.ts'
import type { ReplayReport } from './answers.ts'
import { RequestResults } from './batch/submission.ts'
import { replayPageSize } from './limits.ts'
import { type BodyTarget, readBody } from './readBody.ts'

export interface ReplayOptions {
  /** Who the audit names; default: the user of the process. */
  readonly actor?: Actor
  /** Only events refused with this code. */
  readonly code?: string
}

/** Accepted events leave the list. An event that is refused for another reason is listed under the new one. */
export async function replayRefused(
  target: BodyTarget,
  refused: RefusedStore,
  options: ReplayOptions,
): Promise<ReplayReport> {
  const report = { replayed: 0, accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  let after: string | undefined
  // Only entries that are in the list now; entries that the replay adds come after them.
  let left = await refused.count()
  while (left > 0) {
    const page = await refused.list({
      limit: Math.min(left, replayPageSize),
      ...(after !== undefined && { after }),
      ...(options.code !== undefined && { code: options.code }),
    })
    if (page.length === 0) break
    left -= page.length
    after = page.at(-1)!.id
    const entries = page.toSorted(inOrder)
    // All at once, so that they share a batch. They are still taken in their order.
    const settled = await Promise.all(entries.map((entry) => replayOne(target, { entry, report, options })))
    const resolved = entries.filter((_, index) => settled[index]).map(({ id }) => id)
    // The next page begins after this page's last entry. That is found by its id, whether it is resolved or not.
    if (resolved.length > 0) await refused.resolve(resolved)
  }
  return report
}

/** In the order in which they were refused. Events of one batch have the same time. */
function inOrder(one: RefusedEvent, other: RefusedEvent): number {
  return Date.parse(one.refusedAt) - Date.parse(other.refusedAt) || one.line - other.line
}

type Counts = { -readonly [Name in keyof ReplayReport]: ReplayReport[Name] }

/** Returns whether the entry can leave the list: it was accepted, or it was listed again for another reason. */
async function replayOne(
  target: BodyTarget,
  { entry, report, options }: { entry: RefusedEvent; report: Counts; options: ReplayOptions },
): Promise<boolean> {
  const format = formatOf(entry.format, entry.origin)
  const results = new RequestResults(entry.origin, format.label, options.actor && { actor: options.actor })
  const bytes = Buffer.from(entry.raw)
  const part: RecordFormat = {
    ...format,
    // The entry is one record, even where it looks like several. A record of CSV may have its header before it.
    shape: format.shape ?? (entry.raw.includes('\n') ? 'values' : 'lines'),
    linesBefore: entry.line - 1 - (format.headerLines ?? 0),
  }
  await readBody(target, bytes, part, results)
  report.replayed++
  for (const { status } of results.results) report[status]++
  return results.results.every(
    ({ fault }) => fault === undefined || refusedId(bytes, fault.code, format.label) !== entry.id,
  )
}
