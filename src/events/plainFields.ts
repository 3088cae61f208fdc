/** What the short ways for events that are values share: they read what is right, and leave the rest to the schema. */
import { textBytesMax } from './fields.ts'
import { isMeasured } from './text.ts'
import { type Micros, micros } from './time.ts'

export type Fields = { readonly [name: string]: unknown }

interface PlainEnvelope {
  readonly type: unknown
  readonly source: string
  readonly id: string
  readonly time: Micros
  readonly data: Fields
}

/** Undefined where an attribute of the envelope is not right, or the data is not an object. */
export function plainEnvelope(value: unknown): PlainEnvelope | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { specversion, type, id, source, time, data, data_base64: encoded } = value as Fields
  if (specversion !== '1.0' || isThere(encoded)) return undefined
  if (!isText(id) || !isText(source) || typeof time !== 'string') return undefined
  const at = micros(time)
  if (at < 0 || typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
  return { type, source, id, time: at, data: data as Fields }
}

/** Of payees: ASCII without control characters, and no account, which has colons: nearly every id. */
export const ordinaryPayeePattern = /^[ -9;-~]{1,255}$/

export function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** Whether it is a text that any field may have. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && isMeasured(value, textBytesMax)
}
