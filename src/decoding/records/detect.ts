/** Detects from an input's beginning how it is divided into records: lines, one JSON array, or JSON values over several lines. */
export type InputShape = 'lines' | 'array' | 'values'

const opening = 0x7b
/** Before each value of a JSON text sequence (RFC 7464). */
export const recordSeparator = 0x1e

/**
 * `undefined` while `head` is too short to decide. An object on several lines (pretty-printed) differs from NDJSON in
 * what follows its first line: brackets are still open, and then comes a key or a closing bracket. Values may also follow
 * one another on a line.
 */
export function detectShape(head: Uint8Array, complete: boolean): InputShape | undefined {
  const start = skipSpace(head, 0)
  if (start === head.length) return complete ? 'lines' : undefined
  if (head[start] === 0x5b) return 'array'
  if (head[start] !== opening) return 'lines'
  let depth = 0
  let inText = false
  let ended = false
  for (let at = start; at < head.length; at++) {
    const byte = head[at]!
    // Some services write one value after the other, without a line end between them.
    if (ended && byte === opening) return 'values'
    if (byte === 0x0a) {
      if (inText || depth <= 0) return 'lines'
      const next = skipSpace(head, at)
      if (next === head.length) return complete ? 'lines' : undefined
      return head[next] === 0x22 || head[next] === 0x7d ? 'values' : 'lines'
    }
    if (inText) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) inText = false
    } else if (byte === 0x22) inText = true
    else if (byte === opening || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) ended = --depth === 0
  }
  return complete ? 'lines' : undefined
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (
    at < bytes.length &&
    (bytes[at] === 0x20 ||
      bytes[at] === 0x0a ||
      bytes[at] === 0x0d ||
      bytes[at] === 0x09 ||
      bytes[at] === recordSeparator)
  )
    at++
  return at
}
