/** Patterns of names: a name, or the beginning of names with `*` at its end. */

export interface Patterns {
  matches(text: string): boolean
  /** The same for UTF-8 bytes[start .. end). */
  matchesBytes(bytes: Uint8Array, start: number, end: number): boolean
}

export function patternsOf(texts: readonly string[]): Patterns {
  const exact = new Set(texts.filter((text) => !text.endsWith('*')))
  const beginnings = texts.filter((text) => text.endsWith('*')).map((text) => text.slice(0, -1))
  const encoder = new TextEncoder()
  const exactBytes = [...exact].map((text) => encoder.encode(text))
  const beginningBytes = beginnings.map((text) => encoder.encode(text))
  return {
    matches: (text) => exact.has(text) || beginnings.some((beginning) => text.startsWith(beginning)),
    matchesBytes(bytes, start, end) {
      const length = end - start
      for (const name of exactBytes) {
        if (name.length === length && beginsWith(bytes, start, name)) return true
      }
      for (const beginning of beginningBytes) {
        if (beginning.length <= length && beginsWith(bytes, start, beginning)) return true
      }
      return false
    },
  }
}

function beginsWith(bytes: Uint8Array, start: number, beginning: Uint8Array): boolean {
  for (let i = 0; i < beginning.length; i++) if (bytes[start + i] !== beginning[i]) return false
  return true
}
