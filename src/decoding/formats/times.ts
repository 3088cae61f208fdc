/** Converts the times of gateways to RFC 3339: with a zone, without a zone, or counted since 1970. */
import { fail } from '../../errors.ts'

const written =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:[.,]\d+)?)?\s?([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:(?<=[+-]\d{4}) [A-Z]{3,5})?$/

/**
 * @param timezone for a time without a zone. Where a change of the clocks makes a local time occur twice, the first is
 *   taken; where it skips a local time, the offset before the change is taken.
 * @throws HeadwaterError `record.malformed`
 */
export function rfc3339(value: string, timezone: string, path: string): string {
  const match = written.exec(value.trim())
  if (!match)
    fail('record.malformed', `${JSON.stringify(value.slice(0, 64))} is not a date and time.`, { path })
  const [, day, minutes, seconds = ':00', zone] = match
  const local = `${day}T${minutes}${seconds.replace(',', '.')}`
  if (zone !== undefined) return local + offsetText(zone)
  return local + zoneOffset(local, timezone)
}

const numbers =
  /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[Tt, ]+(\d{1,2}):(\d{2})(:\d{2}(?:[.,]\d+)?)?(?:\s?([AaPp])[Mm])?(\s?(?:[Zz]|UTC|[+-]\d{2}(?::?\d{2})?))?)?$/

const places = { dayMonthYear: [2, 1, 0], monthDayYear: [2, 0, 1], yearMonthDay: [0, 1, 2] } as const

/**
 * A date whose numbers are in a given order, as `28/10/2026 14:05`, in the form that `rfc3339` reads. A date alone is the
 * beginning of its day.
 * @throws HeadwaterError `record.malformed`
 */
export function dateInOrder(value: string, order: keyof typeof places, path: string): string {
  const match = numbers.exec(value.trim())
  const [year, month, day] = places[order].map((place) => match?.[place + 1] ?? '') as [
    string,
    string,
    string,
  ]
  const [hours, minutes, seconds, half, zone] = match?.slice(4) ?? []
  const hour = hourOf(hours ?? '0', half)
  if (year.length !== 4 || day.length > 2 || Number(month) > 12 || hour === undefined) {
    fail('record.malformed', `${JSON.stringify(value.slice(0, 64))} is not a date in the order ${order}.`, {
      path,
    })
  }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return `${date}T${hour}:${minutes ?? '00'}${seconds ?? ':00'}${zone?.trim() ?? ''}`
}

/** Two digits; undefined for an hour that does not exist. */
function hourOf(hours: string, half: string | undefined): string | undefined {
  const hour = Number(hours)
  if (half === undefined) return hours.padStart(2, '0')
  if (hour < 1 || hour > 12) return undefined
  return String((hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)).padStart(2, '0')
}

/** A number of `unit` since 1970 in UTC as RFC 3339, to the microsecond. Finer digits are cut. */
export function epochTime(
  value: string,
  unit: 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds',
  path: string,
): string {
  const match = counted.exec(value.trim())
  if (!match)
    fail('record.malformed', `${JSON.stringify(value.slice(0, 64))} is not a number of ${unit} since 1970.`, {
      path,
    })
  const places = fractionDigits[unit]
  // All digits with the point left out, at least one before the fraction and six in it.
  const whole = match[1]!.padStart(places + 1, '0')
  const fraction = (whole.slice(whole.length - places) + (match[2] ?? '')).slice(0, 6).padEnd(6, '0')
  const seconds = Number(whole.slice(0, whole.length - places))
  if (seconds < firstSecond || seconds > lastSecond) checkUnit(value, unit, path)
  const second = seconds % 86_400
  return `${dayText((seconds - second) / 86_400)}T${clockText(second)}.${fraction}Z`
}

let lastDay = 0
let lastDayText = '1970-01-01'

/** @param day number of it since 1970. Most records are of the day of the one before. */
function dayText(day: number): string {
  if (day !== lastDay) {
    lastDay = day
    lastDayText = new Date(day * 86_400_000).toISOString().slice(0, 10)
  }
  return lastDayText
}

const pairs = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

/** @param second of the day */
function clockText(second: number): string {
  const minute = Math.floor(second / 60)
  return `${pairs[Math.floor(minute / 60)]}:${pairs[minute % 60]}:${pairs[second % 60]}`
}

const counted = /^(\d{1,20})(?:\.(\d+))?$/
/** Digits of a count of the unit that are a fraction of a second. */
const fractionDigits = { seconds: 0, milliseconds: 3, microseconds: 6, nanoseconds: 9 } as const
/** Of the years that events may have, 2000 to 2100. */
const firstSecond = 946_684_800
const lastSecond = 4_133_980_799
/** Of the year 9999. */
const writableSecond = 253_402_300_799

/** A number beyond them is one of another unit, mostly: its digits show which. */
function checkUnit(value: string, unit: keyof typeof fractionDigits, path: string): void {
  const number = Number(value)
  const other = Object.entries(fractionDigits).find(([, digits]) => {
    const seconds = number / 10 ** digits
    return seconds >= firstSecond && seconds <= lastSecond
  })?.[0]
  if (other === undefined && number / 10 ** fractionDigits[unit] <= writableSecond) return
  const looks = other === undefined ? '' : ` It looks like ${other}.`
  fail('record.malformed', `${value} ${unit} since 1970 is not within the years 2000 to 2100.${looks}`, {
    path,
  })
}

export function isTimezone(name: string): boolean {
  if (fixedOffset.test(name)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const fixedOffset = /^[+-]\d{2}:\d{2}$/

function offsetText(zone: string): string {
  if (zone === 'UTC' || zone === 'GMT' || zone.toUpperCase() === 'Z') return 'Z'
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}

function zoneOffset(local: string, timezone: string): string {
  if (timezone === 'UTC') return 'Z'
  if (fixedOffset.test(timezone)) return timezone
  const asUtc = Date.parse(`${local.slice(0, 19)}Z`)
  // The parser of events refuses impossible dates.
  if (Number.isNaN(asUtc)) return 'Z'
  // The offsets a day before and a day after. They differ only around a change of the clocks.
  const before = offsetMinutes(asUtc - 86_400_000, timezone)
  const after = offsetMinutes(asUtc + 86_400_000, timezone)
  const fits = [before, after].find((offset) => offsetMinutes(asUtc - offset * 60_000, timezone) === offset)
  return offsetName(fits ?? before)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Minutes ahead of UTC at an instant. */
function offsetMinutes(instant: number, timezone: string): number {
  let formatter = formatters.get(timezone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' })
    formatters.set(timezone, formatter)
  }
  const name = formatter.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

function offsetName(minutes: number): string {
  const size = Math.abs(minutes)
  const part = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`
}
