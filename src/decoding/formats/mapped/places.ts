/** Places in JSON values: `metadata.user`, `choices[0].text`, or a JSON pointer such as `/a.b/c` for any names. */

import { parseWrittenJson, writtenNumber } from '../../records/json.ts'
import { isObject } from '../record.ts'

export type Place = readonly string[]

export function parsePlace(text: string): Place {
  if (text.startsWith('/')) {
    return text
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return text.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
}

/**
 * The value at a place from its step `from` on; undefined where it is left out or null. A text on the way that is JSON
 * is read as JSON, because spend logs and exports keep objects as text.
 */
export function valueAt(
  value: unknown,
  place: Place,
  from: number,
  parse: (text: string) => unknown,
): unknown {
  let at = value
  for (let step = from; step < place.length; step++) {
    if (typeof at === 'string') at = parse(at)
    const name = place[step]!
    if (Array.isArray(at)) at = /^\d{1,9}$/.test(name) ? at[Number(name)] : undefined
    else if (isObject(at)) at = Object.hasOwn(at, name) ? at[name] : undefined
    else return undefined
  }
  return at ?? undefined
}

/** Whether the record has the field, be it null. An empty text, list or object on the way to it has none. */
export function hasPlace(value: unknown, place: Place, from = 0): boolean {
  if (from === place.length) return value !== undefined
  const at = typeof value === 'string' ? parsedText(value) : value
  const name = place[from]!
  if (Array.isArray(at)) {
    if (/^\d{1,9}$/.test(name)) return hasPlace(at[Number(name)], place, from + 1)
    return at.some((item) => hasPlace(item, place, from))
  }
  return isObject(at) && Object.hasOwn(at, name) && hasPlace(at[name], place, from + 1)
}

/** The JSON value of a text that looks like one, with its numbers as written; undefined for other texts. */
export function parsedText(text: string): unknown {
  const head = text.trimStart()[0]
  if (head !== '{' && head !== '[') return undefined
  const bytes = Buffer.from(text)
  return parseWrittenJson(bytes, 0, bytes.length)
}

/** Numbers as text. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'number') return String(value)
  return typeof value === 'object' && value !== null ? (writtenNumber(value) ?? value) : value
}
