/** The sentence that refuses a time: what it looks like, and how it is written. time.ts finds only that it is wrong. */
import { foreignCharacter, kindOf } from './sentences.ts'
import { quoted } from './text.ts'

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const form = 'YYYY-MM-DDThh:mm:ssZ'

/** Of a text that is not an RFC 3339 time with a zone. */
export function timeSentence(text: string): string {
  return `${quoted(text.slice(0, 64))} is not an RFC 3339 time with a zone${fault(text)}`
}

/** Of a value that is not even a text. */
export function notTimeSentence(value: unknown): string {
  const number = typeof value === 'number' ? `${String(value)}, a number` : kindOf(value)
  return `A time is a text of the form ${form}; this is ${number}.`
}

const parts =
  /^(\d{4})-(\d{2})-(\d{2})([Tt ]?)(?:(\d{2}):(\d{2})(?::(\d{2})([.,]\d*)?)?)?\s?([Zz]|[+-]\d{2}:\d{2}|[+-]\d{2,4}|[A-Za-z].*)?$/

function fault(text: string): string {
  if (text.trim() !== text) return ', because it has white space around it.'
  const match = parts.exec(text)
  if (!match) return otherForm(text)
  const [, year, month, day, separator, hour, minute, second, fraction, zone] = match
  const date = dateFault(Number(year), Number(month), Number(day))
  if (date !== undefined) return `: ${date}`
  if (hour === undefined)
    return `, because it is a day without a time of day: write ${text.slice(0, 10)}T00:00:00Z for its first moment.`
  const clock = clockFault(hour, minute!, second)
  if (clock !== undefined) return `: ${clock}`
  if (second === undefined) return ', because it has no seconds.'
  if (fraction !== undefined && !/^\.\d+$/.test(fraction))
    return ', because its seconds have no decimal point with digits after it.'
  if (separator === ' ' || separator === '')
    return `, because it has no T between day and time of day: ${form}.`
  return zoneFault(zone, text)
}

/** A day that the calendar does not have. */
function dateFault(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12) return `there is no month ${String(month).padStart(2, '0')}.`
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const last = month === 2 && leap ? 29 : days[month - 1]!
  if (day >= 1 && day <= last) return undefined
  return `${months[month - 1]} ${year} has no day ${day}; its last day is ${last}.`
}

/** 24:00 is not refused for its form: which of two days it means is for the sender to say. */
function clockFault(hour: string, minute: string, second = '00'): string | undefined {
  if (hour === '24' && minute === '00' && second === '00')
    return 'the hours of a day end at 23. Write 24:00 as 00:00 of the next day.'
  if (hour > '23') return `there is no hour ${hour}; the hours are 00 to 23.`
  if (minute > '59') return `there is no minute ${minute}; the minutes are 00 to 59.`
  if (second === '60') return 'it is a leap second. Write the second before it, 59.'
  if (second > '59') return `there is no second ${second}; the seconds are 00 to 59.`
  return undefined
}

function zoneFault(zone: string | undefined, text: string): string {
  if (zone === undefined)
    return ', because it names no zone: end it with Z if it is in UTC, or with its offset, as +02:00.'
  if (/\s/.test(text)) return ', because it has a space before its zone.'
  if (/^[+-]\d{4}$/.test(zone))
    return `, because its zone has no colon: write ${zone.slice(0, 3)}:${zone.slice(3)}.`
  if (/^[+-]\d{2}$/.test(zone)) return `, because its zone has no minutes: write ${zone}:00.`
  if (/^[A-Za-z]/.test(zone))
    return `, because ${quoted(zone.slice(0, 40))} is the name of a zone: write its offset, as +02:00, or Z for UTC.`
  return ', because its zone is not between -23:59 and +23:59.'
}

/** Other ways in which people and programs write times. */
function otherForm(text: string): string {
  if (text === '') return ': it is empty.'
  if (/^\d{9,20}(?:\.\d+)?$/.test(text))
    return `, and looks like a count since 1970. Times of events are text: ${form}.`
  if (/^[A-Za-z]{3},? /.test(text))
    return `, and looks like the date of a mail or of HTTP: ${form} is the form of times.`
  if (/^\d{1,4}[./]\d{1,2}[./]\d{1,4}/.test(text))
    return `, and looks like a local date: ${form} is the form of times.`
  const foreign = foreignCharacter(text, /[0-9A-Za-z:.+\- ]/)
  return foreign === undefined ? `: ${form} is the form.` : `: it has ${foreign}. ${form} is the form.`
}
