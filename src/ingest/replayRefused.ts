/** Sends refused events again, after the cause of their refusal was fixed. */

import type { Actor } from '../base/actor.ts'
import { createFormat, formatOf, type RecordFormat } from '../decoding/formats/index.ts'
import type { InputFormat } from '../decoding/formats/names.ts'
import { gatewayHeader } from '../decoding/input/csvHeader.ts'
import { formatByTells } from '../decoding/input/tells.ts'
import { parseJson } from '../decoding/records/json.ts'
import { fail, faultOf } from '../errors.ts'
import type { RefusedEvent, RefusedKey, RefusedStore } from '../usage/refused.ts'
import { refusedId } from '../usage/refusedId.ts'
import type { ReplayReport } from './answers.ts'
import { RequestResults } from './batch/submission.ts'
import { replayBytesMax, replayPageSize } from './limits.ts'
import { type BodyTarget, readBody } from './readBody.ts'

export interface ReplayOptions {
  /** Who the audit names; default: the user of the process. */
  readonly actor?: Actor
  /** Only events refused with this code. */
  readonly code?: string
  /**
   * Decodes entries as records of this format, whatever they came as; only those that look like it. Default: each in
   * the format that it came in.
   */
  readonly format?: InputFormat
  /** Without `format`: in place of the mapping that an entry came with, where it fits the entry's format. */
  readonly mapping?: unknown
}

const nothing = {
  replayed: 0,
  accepted: 0,
  duplicate: 0,
  conflict: 0,
  rejected: 0,
  skipped: 0,
  otherFormat: 0,
}

/**
 * Accepted events leave the list. An event that is refused for another reason is listed under the new one.
 * @throws HeadwaterError `mapping.malformed`
 */
export async function replayRefused(
  target: BodyTarget,
  refused: RefusedStore,
  options: ReplayOptions,
): Promise<ReplayReport> {
  const { code } = options
  checkFormat(options)
  const report = { ...nothing }
  let after: RefusedKey | undefined
  // Only entries that are in the list now; entries that the replay adds come after them.
  let left = await refused.count(code)
  while (left > 0) {
    const { entries, next } = await refused.list({
      limit: Math.min(left, replayPageSize),
      bytesMax: replayBytesMax,
      ...(after !== undefined && { after }),
      ...(code !== undefined && { code }),
    })
    left -= entries.length
    // All at once, so that they share a batch. They are still taken in their order.
    const settled = await Promise.all(entries.map((entry) => replayOne(target, entry, options, report)))
    const resolved = entries.filter((_, index) => settled[index]).map(({ id }) => id)
    // The next page begins after this page's last entry, whether that is resolved or not.
    if (resolved.length > 0) await refused.resolve(resolved)
    if (next === undefined) break
    after = next
  }
  const { skipped, otherFormat, ...others } = report
  return { ...others, ...(skipped > 0 && { skipped }), ...(otherFormat > 0 && { otherFormat }) }
}

const heldCode = 'record.spanHeld'

/**
 * Judges held spans again, after other spans of their traces came. One that is still not decided keeps its entry.
 * @param identities of spans, 16 bytes each; most of them are not held
 */
export async function replayHeld(
  target: BodyTarget,
  refused: RefusedStore,
  identities: Uint8Array,
): Promise<void> {
  if ((await refused.count(heldCode)) === 0) return
  const report = { ...nothing }
  let after: RefusedKey | undefined
  do {
    const { entries, next } = await refused.list({
      limit: replayPageSize,
      bytesMax: replayBytesMax,
      code: heldCode,
      identities,
      ...(after !== undefined && { after }),
    })
    const resolved: string[] = []
    // One after another: each may decide about the next.
    for (const entry of entries) if (await replayOne(target, entry, {}, report)) resolved.push(entry.id)
    if (resolved.length > 0) await refused.resolve(resolved)
    after = next
  } while (after !== undefined)
}

function checkFormat({ format, mapping }: ReplayOptions): void {
  if (format === undefined) {
    if (mapping !== undefined && !fits('csv', mapping) && !fits('json', mapping))
      createFormat('litellm', mapping)
    return
  }
  createFormat(format, mapping)
  const hasColumns = format !== 'csv' || (mapping as { columns?: unknown }).columns !== undefined
  if (!hasColumns) {
    fail(
      'mapping.malformed',
      'Refused lines have no header line: name the columns of the file in the mapping.',
      {
        path: '/columns',
      },
    )
  }
}

type Counts = { -readonly [Name in keyof ReplayReport]-?: number }

/** Returns whether the entry can leave the list: it was accepted, or it was listed again for another reason. */
async function replayOne(
  target: BodyTarget,
  entry: RefusedEvent,
  options: ReplayOptions,
  report: Counts,
): Promise<boolean> {
  try {
    return await replayIn(formatFor(entry, options), target, { entry, options, report })
  } catch (error) {
    // A mapping that newer rules refuse, such as one that names a repeated column, holds up no entry but its own.
    if (options.format !== undefined || faultOf(error).code !== 'mapping.malformed') throw error
    report.replayed++
    report.rejected++
    return false
  }
}

async function replayIn(
  format: RecordFormat | undefined,
  target: BodyTarget,
  { entry, options, report }: { entry: RefusedEvent; options: ReplayOptions; report: Counts },
): Promise<boolean> {
  if (format === undefined) {
    report.otherFormat++
    return false
  }
  const results = new RequestResults(entry.origin, format.label, options)
  const bytes = Buffer.from(entry.raw)
  const part: RecordFormat = {
    ...format,
    // The entry is one record, even where it looks like several. A record of CSV may have its header before it.
    shape: format.shape ?? (entry.raw.includes('\n') ? 'values' : 'lines'),
    ...(entry.element !== undefined && { element: entry.element }),
    linesBefore: entry.line - 1 - (format.headerLines ?? 0),
  }
  await readBody(target, bytes, part, results)
  report.replayed++
  for (const { status } of results.results) report[status]++
  if (results.results.length === 0) {
    // A record that bills nothing needs no entry.
    report.skipped += results.skipped.count
    return results.skipped.count > 0
  }
  return results.results.every(
    ({ fault }) => fault === undefined || refusedId(bytes, fault.code, format.label) !== entry.id,
  )
}

/** Undefined for an entry that does not look like a record of the wanted format. */
function formatFor({ raw, format, origin }: RefusedEvent, options: ReplayOptions): RecordFormat | undefined {
  const { mapping } = options
  if (options.format === undefined)
    return mapping === undefined ? formatOf(format, origin) : withMapping(format, origin, mapping)
  const rows = gatewayHeader(Buffer.from(raw), options.format)
  if (rows !== undefined && rows !== 'more') return createFormat(rows.format, mapping, origin, { rows })
  const found = foundFormat(raw)
  const wanted = options.format === 'auto' ? found : options.format
  const isWanted = wanted === 'json' ? found === undefined : wanted === found
  return wanted !== undefined && isWanted ? createFormat(wanted, mapping, origin) : undefined
}

/** Undefined for an entry whose format takes no such mapping. */
function withMapping(label: string, origin: string, mapping: unknown): RecordFormat | undefined {
  try {
    return formatOf(label, origin, mapping)
  } catch (error) {
    if (faultOf(error).code !== 'mapping.malformed') throw error
    return undefined
  }
}

function fits(format: InputFormat, mapping: unknown): boolean {
  try {
    createFormat(format, mapping)
    return true
  } catch {
    return false
  }
}

function foundFormat(raw: string): InputFormat | undefined {
  if (!/^\s*[[{]/.test(raw)) return 'csv'
  const bytes = Buffer.from(raw)
  try {
    return formatByTells(parseJson(bytes, 0, bytes.length))
  } catch {
    return undefined
  }
}
