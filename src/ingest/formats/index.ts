/** The formats that an input can have, and what each makes of a record. */

import type { Fault } from '../../errors.ts'
import { fail } from '../../errors.ts'
import type { InputFormat } from '../../service.ts'
import type { DecoderOptions } from '../decoding/decoder.ts'
import { eventBytesMax, recordBytesMax } from '../limits.ts'
import { readLangfuse } from './langfuse.ts'
import { readLitellm } from './litellm.ts'
import { type CsvMapping, csvMapping, type GatewayMapping, gatewayMapping, parseMapping } from './mapping.ts'
import { readOpenrouter } from './openrouter.ts'
import { readOtlp } from './otlp.ts'

export { csvMapping, gatewayMapping } from './mapping.ts'

/** What a record holds: an event, something that bills nothing, or a fault. `raw` is its own part of the record. */
export type MappedEvent = (
  | { readonly event: unknown }
  | { readonly skipped: string }
  | { readonly fault: Fault }
) & { readonly raw?: string }

export interface RecordFormat extends DecoderOptions {
  /** Name and mapping, so that a refused record can be read again by itself. */
  readonly label: string
  /**
   * The events of a record, given as a JSON value with its numbers as written. Without it a record is a CloudEvent.
   * @throws HeadwaterError `record.*` for the record as a whole
   */
  readonly read?: (record: unknown) => Iterable<MappedEvent>
  readonly csv?: CsvMapping
}

type Reader = (record: unknown, mapping: GatewayMapping) => Iterable<MappedEvent>
const readers: { readonly [Format in InputFormat]?: Reader } = {
  litellm: readLitellm,
  otlp: readOtlp,
  langfuse: readLangfuse,
  openrouter: readOpenrouter,
}

/** @throws HeadwaterError `mapping.malformed` */
export function createFormat(format: InputFormat, mapping: unknown): RecordFormat {
  const given = mapping !== undefined && mapping !== null
  if (format === 'auto' || format === 'cloudevents') {
    if (given)
      fail('mapping.malformed', 'CloudEvents need no mapping; name the format of the records with --format.')
    return { label: 'cloudevents', recordBytesMax: eventBytesMax }
  }
  const label = given ? `${format} ${JSON.stringify(mapping)}` : format
  if (format === 'csv') {
    if (!given) fail('mapping.malformed', 'CSV needs a mapping of its columns; docs/ingestion.md shows one.')
    return { label, recordBytesMax: eventBytesMax, csv: parseMapping(csvMapping, mapping) }
  }
  const parsed = parseMapping(gatewayMapping, mapping)
  const read = Object.hasOwn(readers, format) ? readers[format] : undefined
  if (!read) fail('mapping.malformed', `${JSON.stringify(format)} is no format of input.`)
  return { label, recordBytesMax, read: (record) => read(record, parsed) }
}

/** A format from the label of a refused event. */
export function formatOf(label: string, mapping?: unknown): RecordFormat {
  const space = label.indexOf(' ')
  if (space < 0) return createFormat(label as InputFormat, mapping)
  return createFormat(label.slice(0, space) as InputFormat, mapping ?? JSON.parse(label.slice(space + 1)))
}
