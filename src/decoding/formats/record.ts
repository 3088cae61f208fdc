/** Helpers that read records of gateways: values of unknown shape, with numbers as they were written. */

import { Decimal } from 'decimal.js'
import { fail } from '../../errors.ts'
import { unitsMax } from '../../events/index.ts'
import { parseWrittenText, writtenNumber } from '../records/json.ts'
import { exact, exactText } from './exact.ts'

export type Json = { readonly [key: string]: unknown }

/** @throws HeadwaterError `record.malformed` for anything but a JSON object */
export function objectAt(value: unknown, path: string): Json {
  if (!isObject(value)) fail('record.malformed', `${path || 'The record'} is not a JSON object.`, { path })
  return value
}

export function isObject(value: unknown): value is Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return writtenNumber(value) === undefined
}

/** An empty list where it is left out. @throws HeadwaterError `record.malformed` for anything but a list */
export function listAt(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) fail('record.malformed', `${path} is not a list.`, { path })
  return value
}

/** The first of these fields that is neither null nor left out. */
export function first(record: Json, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

/** A field as text: a string, or a number as written. An empty string counts as left out, as gateways use it. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return writtenNumber(value)
}

const wholePattern = /^(?:0|[1-9][0-9]*)(?:\.0+)?$/

/** A count: a whole number from 0 to 10^15, as number or text, also with zeros after the point as Python's `12.0`. */
export function countOf(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  // The sum makes -0 to 0.
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= unitsMax)
    return value + 0
  const text = textOf(value)
  if (text === undefined || !wholePattern.test(text) || Number(text) > unitsMax) {
    const shown = text === undefined ? '' : `: ${JSON.stringify(text.slice(0, 64))}`
    fail('record.malformed', `${path} is not a count from 0 to 10^15${shown}.`, { path })
  }
  return Number(text)
}

/**
 * An amount of money that a gateway declares, as plain decimal text without an exponent and with all its digits. It is
 * rounded only where `digits` gives a number of fraction digits (half up).
 */
export function declaredAmount(value: unknown, path: string, digits?: number): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const text = textOf(value)
  if (
    text === undefined ||
    !/^[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$/.test(text) ||
    text.length > 100
  ) {
    const shown = text === undefined ? '' : `: ${JSON.stringify(text.slice(0, 64))}`
    fail('record.malformed', `${path} is not an amount of zero or more${shown}.`, { path })
  }
  if (digits === undefined) return exactText(exact(text))
  return new Exact(text).toDecimalPlaces(digits, Decimal.ROUND_HALF_UP).toFixed()
}

/** The exact sum of amounts that `declaredAmount` returned. */
export function sumOfAmounts(amounts: readonly string[]): string {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Exact(0)).toFixed()
}

/** Whether a count or an amount is there and is not 0. */
export function isAboveZero(value: unknown): boolean {
  const number = typeof value === 'number' ? value : Number(textOf(value) ?? 0)
  return number !== 0 && !Number.isNaN(number)
}

const Exact = Decimal.clone({ precision: 1_200, toExpNeg: -9e15, toExpPos: 9e15 })

/** An object, or an object as JSON text, as tables and CSV files hold it; empty for anything else. */
export function nested(value: unknown): Json {
  if (isObject(value)) return value
  return (typeof value === 'string' && parsedObject(value)) || {}
}

/**
 * The same where the object has what bills, so that a text in which it is lost does not count as empty.
 * @throws HeadwaterError `record.malformed` for a broken object
 */
export function nestedAt(value: unknown, path: string): Json {
  if (isObject(value)) return value
  if (typeof value !== 'string') return {}
  const parsed = parsedObject(value)
  if (!parsed && isBrokenObject(value)) failBroken(value, path)
  return parsed ?? {}
}

/** Whether a text was an object once: cut off, in the notation of Python, or converted to text by JavaScript. */
export function isBrokenObject(value: unknown): boolean {
  return typeof value === 'string' && brokenObject.test(value) && !parsedObject(value)
}

const brokenObject = /^\s*(?:\{|"\{|\[object )/

function failBroken(value: string, path: string): never {
  fail('record.malformed', `${path} is no JSON object: ${JSON.stringify(value.slice(0, 64))}.`, {
    path,
    fix: 'Export this field as JSON, whole. It may have counts of tokens, so the record is not priced without it.',
  })
}

/** Also of JSON text within JSON text. */
function parsedObject(text: string): Json | undefined {
  if (!text.startsWith('{') && !text.startsWith('"{')) return undefined
  try {
    const parsed = parseWrittenText(text)
    if (isObject(parsed)) return parsed
    return typeof parsed === 'string' && parsed.startsWith('{') ? parsedObject(parsed) : undefined
  } catch {
    return undefined
  }
}
