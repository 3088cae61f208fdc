/** Reads a message's headers: whether it holds one event or many, and where its attributes are. */

import { contentTypeHeader, faultHeader } from '../send/packing.ts'

export type HeaderValue = Buffer | string | (Buffer | string)[] | undefined

/** The fields of a message that are read; those of kafkajs have them. */
export interface Message {
  readonly offset: string
  readonly key?: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, HeaderValue>> | undefined
}

/** One event, a JSON array of events, or a line for each. */
export function shapeOf(message: Message): 'one' | 'array' | 'lines' {
  const { value, headers } = message
  if (headers?.[faultHeader] !== undefined) return 'one'
  const type = headers && headerText(headers[contentTypeHeader])
  if (type?.startsWith('application/x-ndjson')) return 'lines'
  if (isBinary(message)) return 'one'
  return value !== null && value[skipSpace(value, 0)] === 0x5b ? 'array' : 'one'
}

/** Whether the attributes are in headers and the value is `data`. */
export function isBinary({ headers }: Message): boolean {
  if (!headers || headers.ce_specversion === undefined) return false
  return !headerText(headers[contentTypeHeader])?.startsWith('application/cloudevents')
}

export function headerText(value: HeaderValue): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first === null ? undefined : first.toString()
}

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at]! <= 0x20) at++
  return at
}
