/** Only whole numbers and hex digits become part of SQL text, and they are checked here. All other values are bound. */
import { invariant } from '../../invariant.ts'

export function integer(value: number): string {
  invariant(Number.isSafeInteger(value), `${value} is a whole number below 2^53`)
  return String(value)
}

/** A moment in microseconds as DateTime64(6). */
export function moment(micros: number): string {
  return `fromUnixTimestamp64Micro(toInt64(${integer(micros)}), 'UTC')`
}

/** Any text as a String, by the hex digits of its UTF-8 bytes. */
export function text(value: string): string {
  return `unhex('${Buffer.from(value, 'utf8').toString('hex')}')`
}

/** 32 hex digits as FixedString(16). */
export function key16(hex: string): string {
  invariant(/^[0-9a-fA-F]{32}$/.test(hex), 'a key has 32 hex digits')
  return `toFixedString(unhex('${hex}'), 16)`
}
