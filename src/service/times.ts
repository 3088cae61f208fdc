/**
 * Times as people write them, on the command line and in parameters of requests. Times of events are stricter: they are
 * RFC 3339 with a zone.
 */
import { fail } from '../errors.ts'
import { formatTime, parseTime } from '../events/time.ts'

/** A month, a day, or a day with a time; the time with or without seconds and a zone. */
const written =
  /^(?<month>[0-9]{4}-[0-9]{2})(?:-(?<day>[0-9]{2})(?:[Tt ](?<time>[0-9]{2}:[0-9]{2})(?<seconds>:[0-9]{2}(?:\.[0-9]+)?)?(?<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?$/

/**
 * The time as RFC 3339 in UTC. A day is its first moment, so is a month; a time without a zone is in UTC.
 * @param where the option or the parameter, for the message
 * @throws HeadwaterError `time.malformed`, `time.outOfRange`
 */
export function readTime(text: string, where: string, now: Date = new Date()): string {
  const parts = written.exec(text)?.groups
  if (parts === undefined) refuse(text, where, now)
  const { month, day = '01', time = '00:00', seconds = ':00', zone = 'Z' } = parts
  try {
    return formatTime(parseTime(`${month}-${day}T${time}${seconds}${zoneOf(zone)}`))
  } catch (error) {
    if ((error as { code?: string }).code === 'time.malformed') refuse(text, where, now)
    throw error
  }
}

/** A day as `yyyy-mm-dd`. @throws HeadwaterError `time.malformed`, `time.outOfRange` */
export function readDay(text: string, where: string, now: Date = new Date()): string {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text))
    fail('time.malformed', `${where} must be a day, e.g. ${monthOf(now)}-01, not ${shown(text)}.`)
  return readTime(text, where, now).slice(0, 10)
}

/** `+02` and `+0200` are `+02:00`. */
function zoneOf(zone: string): string {
  const parts = /^([+-][0-9]{2}):?([0-9]{2})?$/.exec(zone)
  return parts === null ? zone : `${parts[1]}:${parts[2] ?? '00'}`
}

function refuse(text: string, where: string, now: Date): never {
  const month = monthOf(now)
  fail(
    'time.malformed',
    `${where} must be a day or a time, e.g. ${month}-01 or ${month}-01T12:00Z, not ${shown(text)}.`,
  )
}

function monthOf(now: Date): string {
  return now.toISOString().slice(0, 7)
}

function shown(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}
