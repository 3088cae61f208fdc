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
  const context = isObject(value.context) ? value.context : undefined
  const name = textOf(value.name) ?? ''
  return {
    part,
    facts: factsOf(value.attributes, name),
    name,
    traceId: idOf(value.traceId ?? value.trace_id ?? context?.trace_id),
    spanId: idOf(value.spanId ?? value.span_id ?? context?.span_id),
    parentId: idOf(value.parentSpanId ?? value.parent_span_id ?? value.parent_id),
  }
}

/** Identity of a span; undefined where it has none. */
export function spanKey({ traceId, spanId }: SpanRecord): string | undefined {
  return traceId === undefined || spanId === undefined ? undefined : `${traceId}/${spanId}`
}

/** The status code of an error, by number and by the name of protobuf. */
export function isFailed({ part: { value }, facts }: SpanRecord): boolean {
  if (factText(facts, 'error') !== undefined || factText(facts, 'level') === 'ERROR') return true
  const status = statusOf(value)
  return status === '2' || status === 'STATUS_CODE_ERROR' || status === 'ERROR'
}

function statusOf({ status, status_code }: Json): string | undefined {
  if (isObject(status)) return textOf(status.code ?? status.status_code)
  return textOf(status_code)
}

const base64Ids = /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{11}=)$/

/**
 * Ids are hexadecimal. The general JSON of protobuf has them in base64, of 16 or 8 bytes, and the SDK for Python writes
 * 0x before them.
 */
function idOf(value: unknown): string | undefined {
  const text = textOf(value)
  if (text === undefined) return undefined
  if (text.endsWith('=') && base64Ids.test(text)) return Buffer.from(text, 'base64').toString('hex')
  return text.startsWith('0x') ? text.slice(2) : text
}
