/**
 * Times in events: RFC 3339 with a zone, from 2000 to 2100 in UTC, in microseconds. `Date.parse` is not used because it
 * accepts too much (impossible dates, missing zones, 24:00) and has milliseconds only. One scanner over ASCII bytes
 * reads both texts and the bytes of ingestion's fast path, so the two cannot differ.
 */
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'
import { timeSentence } from './timeSentence.ts'

/** Microseconds since 1970 in UTC, a whole number. In the years 2000 to 2100 it is below 2^53. */
export type Micros = number

/** 2000-01-01T00:00:00Z. */
export const timeMin: Micros = 946_684_800_000_000
/** The last microsecond of the year 2100. */
export const timeMax: Micros = 4_133_980_799_999_999

const malformed = -1
const outOfRange = -2
const textLengthMax = 1_024
const scratch = new Uint8Array(textLengthMax)

/**
 * Parses RFC 3339. Digits finer than a microsecond are cut off, so the result is not later than the text.
 * @throws HeadwaterError `time.malformed` (form, impossible date, leap second, no zone), `time.outOfRange`
 */
export function parseTime(text: string, path?: string): Micros {
  const micros = scanText(text)
  if (micros >= 0) return micros
  const where = path === undefined ? {} : { path }
  const shown = JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
  if (micros === outOfRange)
    fail('time.outOfRange', `The time ${shown} is not within the years 2000 to 2100 in UTC.`, where)
  fail('time.malformed', timeSentence(text), where)
}

/** The same; below 0 where `parseTime` throws. */
export function micros(text: string): Micros {
  return scanText(text)
}

/** The same on ASCII bytes[start .. end). Returns -1 where `parseTime` throws. */
export function parseTimeBytes(bytes: Uint8Array, start: number, end: number): Micros | -1 {
  const micros = scan(bytes, start, end)
  return micros < 0 ? -1 : micros
}

/** The whole second that was formatted last, in microseconds: events beside each other mostly share it. */
let lastSecond: Micros = 0
let lastText = '1970-01-01T00:00:00'

/** RFC 3339 in UTC with as many fraction digits as needed, none for whole seconds: `2024-05-01T00:00:00.25Z`. */
export function formatTime(micros: Micros): string {
  invariant(Number.isSafeInteger(micros), 'a time is a whole number of microseconds')
  const fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000
  const second = micros - fraction
  if (second !== lastSecond) {
    lastText = new Date(second / 1_000).toISOString().slice(0, -5)
    lastSecond = second
  }
  if (fraction === 0) return `${lastText}Z`
  return `${lastText}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}Z`
}

function scanText(text: string): number {
  if (text.length > textLengthMax) return malformed
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return malformed
    scratch[at] = code
  }
  return scan(scratch, 0, text.length)
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/** yyyy-mm-ddThh:mm:ss[.f+](Z|±hh:mm); returns micros, `malformed` or `outOfRange`. */
function scan(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 20) return malformed
  const year = pair(bytes, start) * 100 + pair(bytes, start + 2)
  const month = pair(bytes, start + 5)
  const day = pair(bytes, start + 8)
  const hour = pair(bytes, start + 11)
  const minute = pair(bytes, start + 14)
  const second = pair(bytes, start + 17)
  // `pair` gives a large negative number for anything but two digits, so the year is out of range then too.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && hour >= 0 && hour <= 23)) return malformed
  if (!(minute >= 0 && minute <= 59 && second >= 0 && second <= 59)) return malformed
  if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d || (bytes[start + 10]! | 0x20) !== 0x74)
    return malformed
  if (bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return malformed
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day > daysInMonth[month - 1]! && !(leap && month === 2 && day === 29)) return malformed

  let at = start + 19
  let micros = 0
  if (bytes[at] === 0x2e) {
    const first = ++at
    let scale = 100_000
    while (at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) {
      micros += (bytes[at]! - 0x30) * scale
      scale = scale === 1 ? 0 : scale / 10
      at++
    }
    if (at === first) return malformed
  }
  const offsetMinutes = scanZone(bytes, at, end)
  if (offsetMinutes === undefined) return malformed

  const leapDaysBefore =
    Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400) - 477
  const dayOfYear = daysBeforeMonth[month - 1]! + (leap && month > 2 ? 1 : 0) + day - 1
  const days = (year - 1970) * 365 + leapDaysBefore + dayOfYear
  const seconds = days * 86_400 + hour * 3_600 + (minute - offsetMinutes) * 60 + second
  const time = seconds * 1_000_000 + micros
  return time < timeMin || time > timeMax ? outOfRange : time
}

/** Minutes ahead of UTC. */
function scanZone(bytes: Uint8Array, at: number, end: number): number | undefined {
  const sign = bytes[at]!
  if (at + 1 === end) return (sign | 0x20) === 0x7a ? 0 : undefined
  if (at + 6 !== end || (sign !== 0x2b && sign !== 0x2d) || bytes[at + 3] !== 0x3a) return undefined
  const hours = pair(bytes, at + 1)
  const minutes = pair(bytes, at + 4)
  if (!(hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59)) return undefined
  const total = hours * 60 + minutes
  return sign === 0x2d ? -total : total
}

/** Two ASCII digits as a number; a large negative number for anything else. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30
  const ones = bytes[at + 1]! - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100_000
}
