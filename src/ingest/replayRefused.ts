/** Refused events once more, after whatever was wrong has been mended. */

import { formatOf, type RecordFormat } from '../decoding/formats/index.ts'
import type { RefusedEvent, RefusedStore } from '../usage/refused.ts'
import { refusedId } from '../usage/refusedId.ts'
import type { ReplayReport } from './answers.ts'
import { RequestResults } from './batch/submission.ts'
import { replayPageSize } from './limits.ts'
import { type BodyTarget, readBody } from './readBody.ts'

export interface ReplayOptions {
  /** Only events refused with this code. */
  readonly code?: string
}

/** What is taken leaves the list; what is refused for another reason is listed under that one. */
export async function replayRefused(
  target: BodyTarget,
  refused: RefusedStore,
  options: ReplayOptions,
): Promise<ReplayReport> {
  const report = { replayed: 0, accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  let after: string | undefined
  // The list as it is now: entries that the replay itself adds come behind it.
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
    // Together, so that they share a batch; they are taken in their order all the same.
    const settled = await Promise.all(entries.map((entry) => replayOne(target, entry, report)))
    const resolved = entries.filter((_, index) => settled[index]).map(({ id }) => id)
    // The page's end is looked up by its id, so entries leave the list only behind it.
    if (resolved.length > 0) await refused.resolve(resolved)
  }
  return report
}

/** As they were refused; those of one batch have one time. */
function inOrder(one: RefusedEvent, other: RefusedEvent): number {
  return Date.parse(one.refusedAt) - Date.parse(other.refusedAt) || one.line - other.line
}

type Counts = { -readonly [Name in keyof ReplayReport]: ReplayReport[Name] }

/** Whether the entry is settled: taken, or replaced by one with another reason. */
async function replayOne(target: BodyTarget, entry: RefusedEvent, report: Counts): Promise<boolean> {
  const format = formatOf(entry.format, entry.origin)
  const results = new RequestResults(entry.origin, format.label, { calls: true, registry: true })
  const bytes = Buffer.from(entry.raw)
  const part: RecordFormat = {
    ...format,
    // One record, whatever it looks like by itself; one of CSV may have its header before it.
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
