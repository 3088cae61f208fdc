/** The form of the times of a sample, as a mapping says it. */

interface TimeForm {
  readonly timeUnit?: 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds'
  readonly dateOrder?: 'dayMonthYear' | 'monthDayYear' | 'yearMonthDay'
}

/** Digits of a number of each unit since 1970, for times from 2001 to 2286. */
const units = { 10: 'seconds', 13: 'milliseconds', 16: 'microseconds', 19: 'nanoseconds' } as const

export function timesOf(values: readonly string[], notes: string[]): TimeForm {
  const [first] = values
  if (first === undefined) return {}
  const digits = /^(\d+)(?:\.\d+)?$/.exec(first)?.[1]?.length
  if (digits !== undefined) {
    const timeUnit = units[digits as keyof typeof units]
    if (timeUnit) return { timeUnit }
    notes.push(`The time ${JSON.stringify(first.slice(0, 64))} is a number of no known unit.`)
    return {}
  }
  const zone = /(?:[Zz]|UTC|[+-]\d{2}:?\d{2})$/.test(first)
  if (!zone) notes.push('The times name no zone, and are read as UTC: set "timezone" where they are local.')
  if (/^\d{4}-\d{2}-\d{2}[T ]\d/.test(first)) return {}
  if (/^\d{4}\D/.test(first)) return { dateOrder: 'yearMonthDay' }
  const pairs = values.flatMap((value) => {
    const match = /^(\d{1,2})[./-](\d{1,2})[./-]\d{4}/.exec(value)
    return match ? [[Number(match[1]), Number(match[2])] as const] : []
  })
  if (pairs.length === 0) {
    notes.push(`The time ${JSON.stringify(first.slice(0, 64))} is in no form that a mapping can say.`)
    return {}
  }
  if (pairs.some(([one]) => one > 12)) return { dateOrder: 'dayMonthYear' }
  if (pairs.some(([, other]) => other > 12)) return { dateOrder: 'monthDayYear' }
  notes.push('No date shows whether the day or the month is first: add "dateOrder".')
  return {}
}
