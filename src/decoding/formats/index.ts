/** The formats of inputs, and how each turns a record into events. */
import { fail } from '../../errors.ts'
import { eventBytesMax, recordBytesMax } from '../limits.ts'
import type { DecoderOptions } from '../records/decoder.ts'
import { parseWrittenText } from '../records/json.ts'
import { createRowReader } from './csvRows.ts'
import { LangfuseReader } from './langfuse.ts'
import { LitellmReader } from './litellm.ts'
import { createCsvReader } from './mapped/csv.ts'
import { createJsonReader } from './mapped/json.ts'
import type { FieldWatch } from './mapped/records.ts'
import { csvMapping, jsonMapping } from './mapped/schema.ts'
import type { MappedEvent } from './mapped.ts'
import { type GatewayMapping, gatewayMapping, parseMapping } from './mapping.ts'
import { modelNames } from './modelNames.ts'
import { type GatewayFormat, type InputFormat, protobufFormats } from './names.ts'
import { readOpenrouter } from './openrouter.ts'
import { readOtlp } from './otlp/index.ts'
import { protobufReader } from './otlp/protobuf/read.ts'
import { MppReader } from './payments/mpp.ts'
import { readX402 } from './payments/x402.ts'
import { joinPieces } from './pieces.ts'

export type { FieldWatch } from './mapped/records.ts'
export { csvMapping, jsonMapping } from './mapped/schema.ts'
export { gatewayMapping } from './mapping.ts'

export interface RecordFormat extends DecoderOptions {
  /** Name and mapping, from which a refused record can be read again by itself. */
  readonly label: string
  /**
   * The events of a record, which is a JSON value with its numbers as written. Without `read`, a record is a CloudEvent.
   * @throws HeadwaterError `record.*` for the record as a whole
   */
  readonly read?: (record: unknown, line: number) => Iterable<MappedEvent>
  /** What is left when the input ends, such as a record whose other pieces did not come. */
  readonly end?: () => Iterable<MappedEvent>
  /** Index of the record in the array that it was taken from, where it is read by itself. */
  readonly element?: number
  /** Lines before the first record, which are kept with every refused record. */
  readonly headerLines?: number
  /** `read` for records as text, which the format parses itself. */
  readonly readText?: (record: string, line: number) => Iterable<MappedEvent>
  /** Of a format whose mapping names fields, and whose input does not list its fields at the beginning. */
  readonly watch?: () => FieldWatch
  /** Whether its records are spans, of which nested ones bill once: see formats/traces. */
  readonly traced?: boolean
  /** Joins refused pieces of one record, the earliest first, and reads them as one. */
  readonly rejoin?: (pieces: readonly string[]) => Iterable<MappedEvent>
  /** `read` for records that are not text. */
  readonly readBytes?: (bytes: Buffer, start: number, end: number) => Iterable<MappedEvent>
}

/** Whether a record is something else than one CloudEvent. */
export function isMapped({ read, readText, readBytes }: RecordFormat): boolean {
  return (read ?? readText ?? readBytes) !== undefined
}

/** Reads the records of one input of a gateway. */
interface GatewayReader {
  read(record: unknown, line: number): Iterable<MappedEvent>
  end?(): Iterable<MappedEvent>
}

/** A new format is a file beside this one, its name in names.ts, and a line here. */
const gatewayReaders = {
  litellm: (mapping) => new LitellmReader(mapping),
  otlp: (mapping) => ({ read: (record) => readOtlp(record, mapping) }),
  langfuse: (mapping) => new LangfuseReader(mapping),
  openrouter: (mapping) => ({ read: (record) => readOpenrouter(record, mapping) }),
  x402: (mapping) => ({ read: (record) => readX402(record, mapping) }),
  mpp: (mapping) => new MppReader(mapping),
} as const satisfies Record<GatewayFormat, (mapping: GatewayMapping) => GatewayReader>

/** A gateway's records as rows of CSV under a header line. */
export interface CsvRows {
  readonly delimiter: string
}

interface FormatOptions {
  /** Where the input is CSV with a gateway's columns. */
  readonly rows?: CsvRows | undefined
  /** Whether events say what their tokens came from. */
  readonly explains?: boolean | undefined
}

const noMapping = {}
/** A receiver of requests gives the same mapping with each of them. */
const parsedMappings = new WeakMap<object, GatewayMapping>()

/** @throws HeadwaterError `mapping.malformed` */
function gatewayMappingOf(mapping: NonNullable<unknown>): GatewayMapping {
  const known = parsedMappings.get(mapping)
  if (known) return known
  const parsed = parseMapping(gatewayMapping, mapping)
  modelNames(parsed.models)
  parsedMappings.set(mapping, parsed)
  return parsed
}

/**
 * The format of one input. It may have state from earlier records of the input, such as a header.
 * @throws HeadwaterError `mapping.malformed`
 */
export function createFormat(
  format: InputFormat,
  mapping: unknown,
  origin = '',
  { rows, explains = false }: FormatOptions = {},
): RecordFormat {
  const given = mapping !== undefined && mapping !== null
  if (format === 'auto' || format === 'cloudevents') {
    if (given)
      fail('mapping.malformed', 'CloudEvents need no mapping; name the format of the records with --format.')
    return { label: 'cloudevents', recordBytesMax: eventBytesMax }
  }
  const label = given ? `${format} ${JSON.stringify(mapping)}` : format
  if (format === 'csv') {
    if (!given) fail('mapping.malformed', 'CSV needs a mapping of its columns; docs/mappings.md shows one.')
    const parsed = parseMapping(csvMapping, mapping)
    const shape = { delimiter: parsed.delimiter, quote: parsed.quote }
    const headerLines = parsed.columns ? 0 : 1
    const readText = createCsvReader(parsed, origin, explains)
    return { label, recordBytesMax: eventBytesMax, shape, headerLines, readText }
  }
  if (format === 'json') {
    if (!given) fail('mapping.malformed', 'JSON needs a mapping of its fields; docs/mappings.md shows one.')
    const { read: readText, watch } = createJsonReader(parseMapping(jsonMapping, mapping), origin, explains)
    return { label, recordBytesMax, readText, watch }
  }
  const plain = gatewayMappingOf(mapping ?? noMapping)
  const parsed = explains ? { ...plain, explains } : plain
  const protobuf = protobufFormats.find((name) => name === format)
  if (protobuf) {
    // What is refused is kept as JSON, so its label is that of JSON.
    const jsonLabel = `otlp${label.slice(protobuf.length)}`
    return {
      label: jsonLabel,
      recordBytesMax,
      shape: 'whole',
      traced: true,
      readBytes: protobufReader(protobuf, parsed),
    }
  }
  if (!Object.hasOwn(gatewayReaders, format))
    fail('mapping.malformed', `${JSON.stringify(format)} is not a format of input.`)
  const reader: GatewayReader = gatewayReaders[format as GatewayFormat](parsed)
  const end = reader.end && (() => reader.end!())
  const read = (record: unknown, line: number) => reader.read(record, line)
  const traced = format === 'otlp'
  const rejoin = format === 'langfuse' ? (pieces: readonly string[]) => rejoined(pieces, parsed) : undefined
  if (!rows)
    return {
      label,
      recordBytesMax,
      read,
      ...(end && { end }),
      ...(traced && { traced }),
      ...(rejoin && { rejoin }),
    }
  const shape = { delimiter: rows.delimiter, quote: '"' }
  const mark = rows.delimiter === ',' ? rowsMark : rowsMark + rows.delimiter
  return {
    label: label.replace(format, format + mark),
    recordBytesMax,
    shape,
    headerLines: 1,
    readText: createRowReader(read, shape),
    ...(end && { end }),
  }
}

/** @throws HeadwaterError for pieces that can't be read */
function* rejoined(pieces: readonly string[], mapping: GatewayMapping): Generator<MappedEvent> {
  const reader = new LangfuseReader(mapping)
  const raw = joinPieces(pieces)
  for (const event of reader.read(parseWrittenText(raw), 0)) yield { ...event, raw }
  for (const event of reader.end()) yield { ...event, raw }
}

/** In a label, between the format and the delimiter of its rows if that is no comma. */
const rowsMark = '+csv'

/**
 * A format from the label of a refused event, which has its mapping in it.
 * @param given a mapping in place of that one
 */
export function formatOf(label: string, origin: string, given?: unknown): RecordFormat {
  const begin = label.indexOf(' {')
  const name = begin < 0 ? label : label.slice(0, begin)
  const own: unknown = begin < 0 ? undefined : JSON.parse(label.slice(begin + 1))
  const [format, delimiter] = name.split(rowsMark) as [InputFormat, string?]
  return createFormat(
    format,
    given ?? own,
    origin,
    delimiter === undefined ? {} : { rows: { delimiter: delimiter || ',' } },
  )
}
