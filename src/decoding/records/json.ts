/** Parses the bytes of one record as JSON, with limits and error codes. */
import { isUtf8 } from 'node:buffer'
import { fail } from '../../errors.ts'
import { nestingDepthMax } from '../limits.ts'

/** @throws HeadwaterError `line.notUtf8`, `event.tooDeep`, `line.notJson` */
export function parseJson(bytes: Buffer, start: number, end: number): unknown {
  const text = jsonText(bytes, start, end)
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail('line.notJson', `This is not JSON: ${(error as Error).message}`)
  }
}

/** A JSON number as it was written: a double would round amounts such as 0.000225000000000000021. */
interface WrittenNumber {
  readonly rawJSON: string
}

/** The same, with each number as it was written; `JSON.stringify` writes the same digits. */
export function parseWrittenJson(bytes: Buffer, start: number, end: number): unknown {
  const text = jsonText(bytes, start, end)
  try {
    return parseWrittenText(text)
  } catch (error) {
    return fail('line.notJson', `This is not JSON: ${(error as Error).message}`)
  }
}

/**
 * The value of a text, with its numbers as written. Most numbers are the shortest that their double has, as programs
 * write them, and `String` gives their digits back: only a text with others needs the parser that keeps each, which takes
 * seven times as long.
 * @throws SyntaxError
 */
export function parseWrittenText(text: string): unknown {
  if (!hasLongNumber(text) || longNumbersAreShortest(text)) return JSON.parse(text)
  return parseWithSource(text, (_key, value, context) =>
    typeof value === 'number' ? rawJson(context.source) : value,
  )
}

/** A double keeps every number of 15 digits. */
const longNumber = 16

/** Whether a number outside of a string may be long. Looks at one character of so many as such a number has. */
function hasLongNumber(text: string): boolean {
  for (let at = longNumber - 1; at < text.length; at += longNumber) {
    if (!isOfNumber(text.charCodeAt(at))) continue
    let start = at
    while (start > 0 && isOfNumber(text.charCodeAt(start - 1))) start--
    while (at < text.length && isOfNumber(text.charCodeAt(at))) at++
    if (at - start >= longNumber && followsPunctuation(text, start)) return true
  }
  return false
}

/** A digit or a point. */
function isOfNumber(code: number): boolean {
  return code <= 0x39 && code >= 0x2e && code !== 0x2f
}

function followsPunctuation(text: string, start: number): boolean {
  const before = text.charCodeAt(text.charCodeAt(start - 1) === 0x2d ? start - 2 : start - 1)
  return before === 0x3a || before === 0x2c || before === 0x5b || before <= 0x20
}

/** A long number outside of a string, or inside of one that looks like JSON. */
const longNumbers = /[:,[\s]-?([0-9][0-9.]{15,}(?:[eE][+-]?[0-9]+)?)/g

function longNumbersAreShortest(text: string): boolean {
  for (const [, number] of text.matchAll(longNumbers)) {
    if (significant(String(Number(number))) !== significant(number!)) return false
  }
  return true
}

/** The digits of a number without zeros at their ends, without point and exponent. */
function significant(number: string): string {
  return number
    .replace(/[eE].*$/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '')
}

// Node 22 and later have both functions, but TypeScript's library does not have them yet.
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown,
) => unknown
const rawJson = (JSON as unknown as { rawJSON(text: string): WrittenNumber }).rawJSON

/** @throws HeadwaterError `line.notUtf8` */
export function utf8Text(bytes: Buffer, start: number, end: number): string {
  if (!isUtf8(bytes.subarray(start, end))) failNotUtf8(bytes.subarray(start, end))
  return bytes.toString('utf8', start, end)
}

const shownBefore = 16

/** Says which byte is at fault, and what it is in the encoding that such files mostly have. */
function failNotUtf8(bytes: Buffer): never {
  const text = bytes.toString('utf8')
  const at = text.indexOf('\ufffd')
  const byte = bytes[Buffer.byteLength(text.slice(0, at))]!
  const before = JSON.stringify(text.slice(Math.max(at - shownBefore, 0), at))
  const character = new TextDecoder('windows-1252').decode(Uint8Array.of(byte))
  const digits = byte.toString(16).toUpperCase()
  return fail(
    'line.notUtf8',
    `This is not UTF-8: the byte 0x${digits} at position ${at + 1}, after ${before}, is ${JSON.stringify(character)} in Windows-1252.`,
  )
}

function jsonText(bytes: Buffer, start: number, end: number): string {
  const text = utf8Text(bytes, start, end)
  checkDepth(bytes, start, end)
  return text
}

/** Opening brackets, also in strings. Few records have more than may nest, and to count them is fast. */
function mayBeTooDeep(bytes: Buffer, start: number, end: number): boolean {
  let count = 0
  for (let at = start; at < end; at++) {
    if ((bytes[at]! & 0xdf) === 0x5b && ++count > nestingDepthMax) return true
  }
  return false
}

/** Counts brackets outside of strings before a parser recurses into them. */
function checkDepth(bytes: Buffer, start: number, end: number): void {
  if (!mayBeTooDeep(bytes, start, end)) return
  let depth = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === 0x22) at = endOfText(bytes, at + 1, end)
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > nestingDepthMax) {
        fail('event.tooDeep', `The event nests deeper than ${nestingDepthMax} brackets.`)
      }
    } else if (byte === 0x7d || byte === 0x5d) depth--
  }
}

/** Where the quote is that ends a string. */
function endOfText(bytes: Buffer, start: number, end: number): number {
  let at = start
  for (; at < end && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++
  return at
}

const isRawJson = (JSON as unknown as { isRawJSON(value: unknown): value is WrittenNumber }).isRawJSON

/** A number from `parseWrittenJson` as it was written, or with the same value; `undefined` for any other value. */
export function writtenNumber(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return isRawJson(value) ? value.rawJSON : undefined
}
