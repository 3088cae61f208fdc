/** What a time that can't be read looks like, and which key of the mapping reads it: for messages of refusal. */
import { fail, faultOf } from '../../../errors.ts'

interface Look {
  readonly pattern: RegExp
  readonly says: string
  readonly fix: string
}

const order =
  'Add "dateOrder" to the mapping: "dayMonthYear" or "monthDayYear"; the order of a date is never guessed.'
const zoned =
  'Export the times in UTC or with an offset such as +02:00, or without a zone: "timezone" of the mapping names it.'
const unitOf = (unit: string) => `Add "timeUnit": "${unit}" to the mapping.`

/** The first that fits. */
const looks: readonly Look[] = [
  { pattern: /^\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d)/, says: 'a date whose day or month is first', fix: order },
  {
    pattern: /^\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)/,
    says: 'a date whose year has two digits',
    fix: 'Export the dates with four digits of the year.',
  },
  {
    pattern: /^\d{4}-\d{2}-\d{2}.*[AaPp][Mm]$/,
    says: 'a time of twelve hours',
    fix: 'Add "dateOrder": "yearMonthDay" to the mapping.',
  },
  {
    pattern: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*[A-Za-z\]]$/,
    says: 'a time with the name of its zone',
    fix: zoned,
  },
  {
    pattern: /^\d{4}[./-]\d{1,2}[./-]\d{1,2}(?:$|[ T,]+\d{1,2}:\d{2}(?::\d{2})?[Zz]?$)/,
    says: 'a date with its year first',
    fix: 'Add "dateOrder": "yearMonthDay" to the mapping; a date alone is the beginning of its day.',
  },
  { pattern: /^\d{10}(?:\.\d+)?$/, says: 'seconds since 1970', fix: unitOf('seconds') },
  { pattern: /^\d{13}(?:\.\d+)?$/, says: 'milliseconds since 1970', fix: unitOf('milliseconds') },
  { pattern: /^\d{16}(?:\.\d+)?$/, says: 'microseconds since 1970', fix: unitOf('microseconds') },
  { pattern: /^\d{19}$/, says: 'nanoseconds since 1970', fix: unitOf('nanoseconds') },
  {
    pattern: /^[345]\d{4}(?:[.,]\d+)?$/,
    says: 'the number of days by which spreadsheets count',
    fix: 'Format the cells as yyyy-mm-dd hh:mm:ss before the export.',
  },
  {
    pattern: /^\d{8}(?:T\d{4,6})?[Zz]?$/,
    says: 'a date without signs between its numbers',
    fix: 'Export the times as 2026-10-28T14:05:00Z.',
  },
  {
    pattern: /^[A-Za-z]{3,9}[ ,.]|^\d{1,2}\.? [A-Za-z]{3,9} /,
    says: 'a date with the name of its month',
    fix: 'Export the times as 2026-10-28T14:05:00Z.',
  },
]

/** @throws what `read` throws, with what the text looks like */
export function readTime(text: string, form: TimeForm, read: (text: string) => string): string {
  try {
    return read(text)
  } catch (error) {
    const { code, message, path = '/time', fix } = faultOf(error)
    const look = code === 'record.malformed' && looks.find(({ pattern }) => pattern.test(text.trim()))
    if (!look || / looks like /.test(message)) throw error
    const sentence = `${message.replace(/\.$/, '')}; it looks like ${look.says}.`
    return fail(code, sentence, {
      path,
      fix: fix ?? (isDate.test(text) ? dateFix(form) : undefined) ?? look.fix,
    })
  }
}

interface TimeForm {
  readonly timeUnit: string
  readonly dateOrder?: string | undefined
}

const isDate = /[0-9][./-][0-9]+[./-][0-9]/

/** Where the mapping says how times are written, and this one is not. */
function dateFix({ timeUnit, dateOrder }: TimeForm): string | undefined {
  if (timeUnit !== 'text') return 'Leave "timeUnit" out of the mapping for times that are dates.'
  if (dateOrder === undefined) return undefined
  return `The mapping says "dateOrder": "${dateOrder}". Export all times in one form.`
}
