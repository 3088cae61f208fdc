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

/** A JSON number as it was written: a double would round amounts such as 0.00022500000000000002. */
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

function jsonText(bytes: Buffer, start: number, end: number): string {
  const text = utf8Text(bytes, start, end)
  checkDepth(bytes, start, end)
  return text
}

/** Counts brackets outside of strings before a parser recurses into them. */
function checkDepth(bytes: Buffer, start: number, end: number): void {
  let depth = 0
  let inText = false
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (inText) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) inText = false
    } else if (byte === 0x22) inText = true
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > nestingDepthMax) {
        fail('event.tooDeep', `The event nests deeper than ${nestingDepthMax} brackets.`)
      }
    } else if (byte === 0x7d || byte === 0x5d) depth--
  }
}

const isRawJson = (JSON as unknown as { isRawJSON(value: unknown): value is WrittenNumber }).isRawJSON

/** A number from `parseWrittenJson` as it was written; `undefined` for any other value. */
export function writtenNumber(value: unknown): string | undefined {
  return isRawJson(value) ? value.rawJSON : undefined
}
