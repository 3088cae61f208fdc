/** Values of attributes, in the layouts that OTLP has had and in JSON. */
import { parseWrittenText } from '../../records/json.ts'
import { isObject, type Json } from '../record.ts'

/** The one text, number or flag that an attribute has. 64-bit integers come as text. */
export function plainValue(value: unknown): unknown {
  if (!isObject(value)) return Array.isArray(value) ? undefined : value
  const { stringValue, intValue, doubleValue, boolValue } = value
  return stringValue ?? intValue ?? doubleValue ?? boolValue ?? otherNames(value)
}

function otherNames(value: Json): unknown {
  const { string_value, int_value, double_value, bool_value, Type, Value } = value
  // The SDK for Go writes `{"Type": "INT64", "Value": 5}`.
  const go = typeof Type === 'string' && !Array.isArray(Value) ? Value : undefined
  return string_value ?? int_value ?? double_value ?? bool_value ?? go
}

const valueNames = ['arrayValue', 'array_value', 'bytesValue', 'bytes_value', 'Type', 'key', 'Key']

/** A map of values, by key; undefined for anything else. */
export function valueMap(value: unknown): Json | undefined {
  if (!isObject(value)) return undefined
  const list = value.kvlistValue ?? value.kvlist_value
  if (isObject(list)) return pairsOf(list.values)
  return plainValue(value) === undefined && !valueNames.some((name) => name in value) ? value : undefined
}

function pairsOf(values: unknown): Json | undefined {
  if (!Array.isArray(values)) return undefined
  return Object.fromEntries(
    values
      .filter((pair) => isObject(pair) && typeof pair.key === 'string')
      .map(({ key, value }) => [key, value]),
  )
}

/** A text without the quotes that it has as JSON. */
export function textWithin(text: string): string {
  if (text.charCodeAt(0) !== 0x22) return text
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'string' ? parsed : text
  } catch {
    return text
  }
}

/** An attribute that has an object as JSON text, or as LangSmith's SDK for Python writes it: `{'cache_read': 400}`. */
export function jsonObject(text: string | undefined): Json | undefined {
  if (text === undefined || !text.startsWith('{')) return undefined
  return parsedObject(text) ?? (text.includes('"') ? undefined : parsedObject(fromPython(text)))
}

const pythonNames: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' }

function fromPython(text: string): string {
  return text.replaceAll(/'([^'\\]*)'|\b(?:None|True|False)\b/g, (all, key?: string) =>
    key === undefined ? pythonNames[all]! : JSON.stringify(key),
  )
}

function parsedObject(text: string): Json | undefined {
  try {
    const parsed: unknown = parseWrittenText(text)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
