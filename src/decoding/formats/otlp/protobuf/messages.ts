/**
 * The messages of OTLP, version 1, as far as Headwater reads them: by field number, with the name and type of the field in
 * the JSON of OTLP. The numbers are those of https://github.com/open-telemetry/opentelemetry-proto. Other fields are
 * skipped.
 */

import { isRead } from '../facts.ts'

export type Scalar = 'text' | 'id' | 'bytes' | 'flag' | 'integer' | 'double' | 'time'

export interface Field {
  readonly name: string
  readonly type: Scalar | Message
  readonly isList: boolean
}

/** The fields of a message, each at its number. */
export interface Message {
  readonly fields: (Field | undefined)[]
  /** Of a pair of key and value: whether the pair is read. */
  readonly isRead?: (key: string) => boolean
}

const one = (name: string, type: Field['type']): Field => ({ name, type, isList: false })
const list = (name: string, type: Field['type']): Field => ({ name, type, isList: true })

function message(fields: { readonly [number: number]: Field }): Message {
  const all: Message = { fields: [] }
  for (const [number, field] of Object.entries(fields)) all.fields[Number(number)] = field
  return all
}

// A value may hold values, so its fields come after the message.
const anyValue = message({})
const keyValue = message({ 1: one('key', 'text'), 2: one('value', anyValue) })
anyValue.fields.push(
  undefined,
  one('stringValue', 'text'),
  one('boolValue', 'flag'),
  one('intValue', 'integer'),
  one('doubleValue', 'double'),
  one('arrayValue', message({ 1: list('values', anyValue) })),
  one('kvlistValue', message({ 1: list('values', keyValue) })),
  one('bytesValue', 'bytes'),
)

const attributes = list('attributes', keyValue)
const resource = one('resource', message({ 1: attributes }))
const scope = one('scope', message({ 1: one('name', 'text'), 2: one('version', 'text'), 3: attributes }))
const schemaUrl = one('schemaUrl', 'text')

const span = message({
  1: one('traceId', 'id'),
  2: one('spanId', 'id'),
  3: one('traceState', 'text'),
  4: one('parentSpanId', 'id'),
  5: one('name', 'text'),
  6: one('kind', 'integer'),
  7: one('startTimeUnixNano', 'time'),
  8: one('endTimeUnixNano', 'time'),
  9: attributes,
  15: one(
    'status',
    message({ 1: one('deprecatedCode', 'integer'), 2: one('message', 'text'), 3: one('code', 'integer') }),
  ),
})

const logRecord = message({
  1: one('timeUnixNano', 'time'),
  2: one('severityNumber', 'integer'),
  3: one('severityText', 'text'),
  5: one('body', anyValue),
  6: attributes,
  9: one('traceId', 'id'),
  10: one('spanId', 'id'),
  11: one('observedTimeUnixNano', 'time'),
  12: one('eventName', 'text'),
})

const scopeSpans = message({ 1: scope, 2: list('spans', span), 3: schemaUrl })
const scopeLogs = message({ 1: scope, 2: list('logRecords', logRecord), 3: schemaUrl })

const oldScope = one('instrumentationLibrary', message({ 1: one('name', 'text'), 2: one('version', 'text') }))
const oldScopeSpans = message({ 1: oldScope, 2: list('spans', span), 3: schemaUrl })

const resourceSpans = message({
  1: resource,
  2: list('scopeSpans', scopeSpans),
  3: schemaUrl,
  // OTLP before 0.15.
  1000: list('instrumentationLibrarySpans', oldScopeSpans),
})

export const exportTraceServiceRequest = message({ 1: list('resourceSpans', resourceSpans) })
const oldScopeLogs = message({ 1: oldScope, 2: list('logRecords', logRecord), 3: schemaUrl })
export const exportLogsServiceRequest = message({
  1: list(
    'resourceLogs',
    message({
      1: resource,
      2: list('scopeLogs', scopeLogs),
      3: schemaUrl,
      1000: list('instrumentationLibraryLogs', oldScopeLogs),
    }),
  ),
})

/** A request with what is read of every span, and nothing else: prompts and answers may have megabytes. */
const readAttributes = list('attributes', { ...keyValue, isRead })
const pick = ({ fields }: Message, ...numbers: readonly number[]): { [number: number]: Field } =>
  Object.fromEntries(numbers.map((number) => [number, fields[number]!]))
const readStatus = one('status', message({ 1: one('deprecatedCode', 'integer'), 3: one('code', 'integer') }))
const readScope = one('scope', message({ 1: one('name', 'text') }))
const readSpan = message({ ...pick(span, 1, 2, 4, 5, 7, 8), 9: readAttributes, 15: readStatus })
const readRecord = message({ ...pick(logRecord, 1, 5, 9, 10, 11, 12), 6: readAttributes })
const readSpans = list('spans', readSpan)

export const readTraces = message({
  1: list(
    'resourceSpans',
    message({
      2: list('scopeSpans', message({ 1: readScope, 2: readSpans })),
      1000: list('instrumentationLibrarySpans', message({ 1: oldScope, 2: readSpans })),
    }),
  ),
})
export const readLogs = message({
  1: list(
    'resourceLogs',
    message({
      2: list('scopeLogs', message({ 1: readScope, 2: list('logRecords', readRecord) })),
      1000: list('instrumentationLibraryLogs', message({ 1: oldScope, 2: list('logRecords', readRecord) })),
    }),
  ),
})
