/** Tries a mapping on the first records of an input: what they would become, and nothing is recorded. */
import { z } from 'zod'
import type { MappedEvent } from '../decoding/formats/mapped.ts'
import type { InputFormat } from '../decoding/formats/names.ts'
import { openStream } from '../decoding/input/open.ts'
import { decode } from '../decoding/records/decoder.ts'
import { parseJson } from '../decoding/records/json.ts'
import { faultOf } from '../errors.ts'
import { checkFields } from '../ingest/checkFields.ts'
import { readRecord } from '../ingest/readBody.ts'

const triedRecord = z.object({
  line: z.int(),
  id: z.string().optional(),
  event: z.unknown().optional().describe('The CloudEvent that the record becomes'),
  tokensFrom: z.record(z.string(), z.string()).optional().describe('What each token class came from'),
  skipped: z.string().optional().describe('Why the record bills nothing'),
  refused: z.object({ code: z.string(), message: z.string(), path: z.string().optional() }).optional(),
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
  for await (const block of decode(opened.chunks, opened.format)) {
    for (let record = 0; record < block.count && left > 0; record++, left--) {
      const place = {
        bytes: block.bytes,
        start: block.starts[record]!,
        end: block.ends[record]!,
        line: block.lines[record]!,
      }
      const fault = block.faults.get(record)
      const isMapped = opened.format.read !== undefined || opened.format.readText !== undefined
      const events: Iterable<MappedEvent> = fault
        ? [{ fault }]
        : isMapped
          ? readRecord(opened.format, place)
          : [plainEvent(place.bytes, place.start, place.end)]
      for (const event of events) records.push({ line: place.line, ...tried(event) })
    }
    if (left === 0) break
  }
  const [name] = opened.format.label.split(' ', 1)
  const skipped = records.filter(({ skipped: reason }) => reason !== undefined)
  const refused = records.filter(({ refused: why }) => why !== undefined)
  return {
    format: name!,
    read: records.length,
    events: records.length - skipped.length - refused.length,
    refused: refused.length,
    skipped: skipped.length,
    records,
  }
}

function plainEvent(bytes: Buffer, start: number, end: number): MappedEvent {
  try {
    return { event: parseJson(bytes, start, end) }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

/** Judged by its shape. What needs the registry, such as a price, shows in a dry run. */
function tried(mapped: MappedEvent): Omit<TriedRecord, 'line'> {
  if ('skipped' in mapped) return { skipped: mapped.skipped }
  if ('fault' in mapped) {
    const { code, message, path } = mapped.fault
    return {
      ...(mapped.id !== undefined && { id: mapped.id }),
      refused: { code, message, ...(path !== undefined && { path }) },
    }
  }
  const checked = checkFields(mapped.event, { calls: true, registry: true })
  const from = mapped.from === undefined ? {} : { tokensFrom: mapped.from }
  if ('fault' in checked) {
    const { code, message, path } = checked.fault
    const id = checked.id === undefined ? {} : { id: checked.id }
    return { ...id, ...from, refused: { code, message, ...(path !== undefined && { path }) } }
  }
  const event = JSON.parse(JSON.stringify(mapped.event))
  return { id: checked.event.id, event, ...from }
}
