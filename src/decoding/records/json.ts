/** Parses the bytes of one record as JSON, with limits and error codes. */
import { isUtf8 } from 'node:buffer'
import { fail } from '../../errors.ts'
import { nestingDepthMax } from '../limits.ts'

/** @throws HeadwaterError `line.notUtf8`, `event.tooDeep`, `line.notJson` */
export function parseJson(bytes: Buffer, start: number, end: number): unknown {
  const text = utf8Text(bytes, start, end)
  scan(bytes, start, end)
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail('line.notJson', `This is not JSON: ${(error as Error).message}`)
  }
}

/** A JSON number as it was written: a double would round amounts such as 0.00022500000000000002. */
interface WrittenNumber {
  readonly rawJSON: string
}

/**
 * The same, with the value of each number as it was written. A double has the value of most numbers that are written, and
 * then numbers are doubles; if one has not, all are kept as text. `writtenNumber` reads both.
 */
export function parseWrittenJson(bytes: Buffer, start: number, end: number): unknown {
  const text = utf8Text(bytes, start, end)
  const isExact = scan(bytes, start, end)
  try {
    return isExact ? JSON.parse(text) : parseWrittenText(text)
  } catch (error) {
    return fail('line.notJson', `This is not JSON: ${(error as Error).message}`)
  }
}

/** @throws SyntaxError */
export function parseWrittenText(text: string): unknown {
  return parseWithSource(text, (_key, value, context) =>
    typeof value === 'number' ? rawJson(context.source) : value,
  )
}

// Node 22 and later have both functions, but TypeScript's library does not have them yet.
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown,
) => unknown
const rawJson = (JSON as unknown as { rawJSON(text: string): WrittenNumber }).rawJSON

/** @throws HeadwaterError `line.notUtf8` */
export function utf8Text(bytes: Buffer, start: number, end: number): string {
  if (!isUtf8(bytes.subarray(start, end))) fail('line.notUtf8', 'This is not UTF-8.')
  return bytes.toString('utf8', start, end)
}

/**
 * Counts brackets outside of strings before a parser recurses into them. Returns whether a double has the value of each
 * number.
 * @throws HeadwaterError `event.tooDeep`
 */
function scan(bytes: Buffer, start: number, end: number): boolean {
  let depth = 0
  let isExact = true
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === 0x22) at = endOfText(bytes, at + 1, end)
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > nestingDepthMax) {
        fail('event.tooDeep', `The event nests deeper than ${nestingDepthMax} brackets.`)
      }
    } else if (byte === 0x7d || byte === 0x5d) depth--
    else if (byte >= 0x30 && byte <= 0x39) {
      const numberEnd = endOfNumber(bytes, at + 1, end)
      isExact &&= hasDouble(bytes, at, numberEnd)
      at = numberEnd - 1
    }
  }
  return isExact
}

/** Where the string that continues at `from` has its closing quote. */
function endOfText(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1
  return at
}

/** Where the number that continues at `from` ends. */
function endOfNumber(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && isOfNumber(bytes[at]!)) at++
  return at
}

function isOfNumber(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || isExponent(byte) || byte === 0x2b || byte === 0x2d
}

function isExponent(byte: number): boolean {
  return byte === 0x65 || byte === 0x45
}

/** So many decimal digits always have a double from which they can be read back. */
const exactDigits = 15

/** Whether the number that is written there is the text of its double. */
function hasDouble(bytes: Buffer, start: number, end: number): boolean {
  if (end - start <= exactDigits) {
    let at = start
    while (at < end && !isExponent(bytes[at]!)) at++
    if (at === end) return true
  }
  const text = bytes.toString('latin1', start, end)
  return String(Number(text)) === text
}

const isRawJson = (JSON as unknown as { isRawJSON(value: unknown): value is WrittenNumber }).isRawJSON

/** A number from `parseWrittenJson` as text of the value that was written; `undefined` for any other value. */
export function writtenNumber(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return isRawJson(value) ? value.rawJSON : undefined
}
