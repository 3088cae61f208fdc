/** Tries a mapping on the first records of an input: what they would become, and nothing is recorded. */
import { z } from 'zod'
import type { RecordFormat } from '../decoding/formats/index.ts'
import type { MappedEvent } from '../decoding/formats/mapped.ts'
import type { InputFormat } from '../decoding/formats/names.ts'
import { openStream } from '../decoding/input/open.ts'
import type { RecordBlock } from '../decoding/records/block.ts'
import { decode } from '../decoding/records/decoder.ts'
import { parseJson } from '../decoding/records/json.ts'
import { type Fault, faultOf } from '../errors.ts'
import { checkFields } from '../ingest/checkFields.ts'
import { readRecord } from '../ingest/readParts.ts'

const triedRecord = z.object({
  line: z.int(),
  id: z.string().optional(),
  event: z.unknown().optional().describe('The CloudEvent that the record becomes'),
  tokensFrom: z.record(z.string(), z.string()).optional().describe('What each token class came from'),
  skipped: z.string().optional().describe('Why the record bills nothing'),
  refused: z
    .object({
      code: z.string(),
      message: z.string(),
      path: z.string().optional(),
      fix: z.string().optional(),
    })
    .optional(),
})
export type TriedRecord = z.output<typeof triedRecord>

export const mappingTrial = z.object({
  format: z.string(),
  read: z.int(),
  events: z.int(),
  refused: z.int(),
  skipped: z.int(),
  records: z.array(triedRecord),
})
export type MappingTrial = z.output<typeof mappingTrial>

interface TrialOptions {
  readonly format?: InputFormat
  readonly mapping?: unknown
  readonly origin: string
  /** How many records to read. */
  readonly recordsMax: number
}

/** @throws HeadwaterError `mapping.malformed`, `input.*` */
export async function tryMapping(
  chunks: AsyncIterable<Uint8Array>,
  { format, mapping, origin, recordsMax }: TrialOptions,
): Promise<MappingTrial> {
  const opened = await openStream(chunks, { format, mapping, origin, explains: true })
  const records: TriedRecord[] = []
  let left = recordsMax + (opened.format.headerLines ?? 0)
  const take = (events: Iterable<MappedEvent>, line: number) => {
    for (const event of events) records.push({ line: event.line ?? line, ...tried(event) })
  }
  for await (const block of decode(opened.chunks, opened.format)) {
    for (let record = 0; record < block.count && left > 0; record++, left--) {
      take(eventsOf(opened.format, block, record), block.lines[record]!)
    }
    if (left === 0) break
  }
  take(opened.format.end?.() ?? [], 0)
  const [name] = opened.format.label.split(' ', 1)
  const skipped = records.filter(({ skipped: reason }) => reason !== undefined)
  const faulty = records.filter((record) => record.refused !== undefined)
  return {
    format: name!,
    read: records.length,
    events: records.length - skipped.length - faulty.length,
    refused: faulty.length,
    skipped: skipped.length,
    records,
  }
}

function eventsOf(format: RecordFormat, block: RecordBlock, record: number): Iterable<MappedEvent> {
  const { bytes, starts, ends, lines, faults } = block
  const place = { bytes, start: starts[record]!, end: ends[record]!, line: lines[record]! }
  const fault = faults.get(record)
  if (fault) return [{ fault }]
  if (format.read || format.readText || format.readBytes) return readRecord(format, place)
  try {
    return [{ event: parseJson(bytes, place.start, place.end) }]
  } catch (error) {
    return [{ fault: faultOf(error) }]
  }
}

/** Judged by its shape. What needs the registry, such as a price, shows in a dry run. */
function tried(mapped: MappedEvent): Omit<TriedRecord, 'line'> {
  if ('skipped' in mapped) return { skipped: mapped.skipped }
  if ('fault' in mapped) return refused(mapped.fault, mapped.id)
  const { event, from, reading } = mapped
  const source = { ...from, ...(reading !== undefined && { usage: reading }) }
  const tokensFrom = Object.keys(source).length === 0 ? {} : { tokensFrom: source }
  const checked = checkFields(event, { calls: true, registry: true })
  if ('fault' in checked) return { ...refused(checked.fault, checked.id), ...tokensFrom }
  return { id: checked.event.id, event: JSON.parse(JSON.stringify(event)), ...tokensFrom }
}

function refused({ code, message, path, fix }: Fault, id: string | undefined): Omit<TriedRecord, 'line'> {
  return {
    ...(id !== undefined && { id }),
    refused: { code, message, ...(path !== undefined && { path }), ...(fix !== undefined && { fix }) },
  }
}
