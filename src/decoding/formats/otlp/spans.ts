/** Spans and log records with what their fields and attributes say, whatever layout they came in. */
import { isObject, type Json, textOf } from '../record.ts'
import { type Facts, factsOf, factText } from './facts.ts'
import type { Part } from './layouts.ts'

export interface SpanRecord {
  readonly part: Part
  readonly facts: Facts
  readonly name: string
  readonly traceId: string | undefined
  readonly spanId: string | undefined
  readonly parentId: string | undefined
}

export function spanOf(part: Part): SpanRecord {
  const { value } = part
  const given = value.context ?? value.SpanContext
  const context = isObject(given) ? given : undefined
  const name = textOf(value.name ?? value.Name) ?? ''
  return {
    part,
    facts: factsOf(value.attributes ?? value.Attributes, name),
    name,
    traceId: idOf(value.traceId ?? value.trace_id ?? context?.trace_id ?? context?.TraceID),
    spanId: idOf(value.spanId ?? value.span_id ?? context?.span_id ?? context?.SpanID),
    parentId: idOf(value.parentSpanId ?? value.parent_span_id ?? value.parent_id ?? parentOf(value)),
  }
}

/** As the SDK for Go writes it. */
function parentOf({ Parent }: Json): unknown {
  return isObject(Parent) ? Parent.SpanID : undefined
}

/** Identity of a span; undefined where it has none. */
export function spanKey({ traceId, spanId }: SpanRecord): string | undefined {
  return traceId === undefined || spanId === undefined ? undefined : `${traceId}/${spanId}`
}

export function isFailed({ part: { value }, facts }: SpanRecord): boolean {
  if (factText(facts, 'error') !== undefined || factText(facts, 'level') === 'ERROR') return true
  const status = statusOf(value)
  return status !== undefined && errors.has(status.toUpperCase())
}

/** By number, by the name of protobuf, and as the SDKs for Python and Go write it. */
const errors = new Set(['2', 'STATUS_CODE_ERROR', 'ERROR', 'STATUSCODE.ERROR'])

function statusOf({ status, Status, status_code, statusCode }: Json): string | undefined {
  const object = status ?? Status
  if (isObject(object)) return textOf(object.code ?? object.status_code ?? object.Code) ?? oldStatus(object)
  return textOf(object) ?? textOf(status_code ?? statusCode)
}

/** OTLP before 0.9 has codes of gRPC, of which 0 is no error. */
function oldStatus({ deprecatedCode, deprecated_code }: Json): string | undefined {
  const code = textOf(deprecatedCode ?? deprecated_code)
  return code === undefined || code === '0' || code.endsWith('_OK') ? undefined : 'ERROR'
}

const base64Ids = /^(?:[A-Za-z0-9+/_-]{22}==|[A-Za-z0-9+/_-]{11}=)$/
const upperHex = /^[0-9A-F]*[A-F][0-9A-F]*$/
/** The id of nothing. */
const zeros = /^0+$/

/**
 * Ids are hexadecimal, in letters of either case. The general JSON of protobuf has them in base64, of 16 or 8 bytes, and
 * the SDK for Python writes 0x before them. An id of zeros is none.
 */
function idOf(value: unknown): string | undefined {
  const text = textOf(value)
  if (text === undefined) return undefined
  const id = text.endsWith('=') && base64Ids.test(text) ? Buffer.from(text, 'base64').toString('hex') : text
  const bare = id.startsWith('0x') ? id.slice(2) : id
  if (bare.charCodeAt(0) === 0x30 && zeros.test(bare)) return undefined
  return upperHex.test(bare) ? bare.toLowerCase() : bare
}
