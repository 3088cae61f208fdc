/** Stops a CSV file whose dates can be read in two ways, before its first line. */
import { fail } from '../../errors.ts'
import { type CsvForm, valuesOf } from './headValues.ts'

const dayOrMonthFirst = /^(\d{1,2})[./-](\d{1,2})[./-]\d{4}(?!\d)/

interface CsvMappingText extends CsvForm {
  readonly timeUnit?: string
  readonly dateOrder?: string
  readonly event?: { readonly time?: string }
}

/** @throws HeadwaterError `mapping.malformed` where each time is such a date, and the mapping names no order */
export function requireDateOrder(mapping: unknown, head: Uint8Array): void {
  const given = mapping as CsvMappingText | undefined
  const time = given?.event?.time
  if (typeof time !== 'string' || given?.dateOrder !== undefined || (given?.timeUnit ?? 'text') !== 'text')
    return
  const dates = readQuietly(() => valuesOf(given!, time, head).filter((text) => text !== ''))
  const [first] = dates
  if (first === undefined || !dates.every((text) => dayOrMonthFirst.test(text))) return
  const pairs = dates.map((text) => dayOrMonthFirst.exec(text)!.slice(1, 3).map(Number) as [number, number])
  const seen = pairs.some(([one]) => one > 12)
    ? ' Some have a number above 12 first, so it is the day.'
    : pairs.some(([, other]) => other > 12)
      ? ' Some have a number above 12 second, so the month is first.'
      : ''
  fail(
    'mapping.malformed',
    `The times are dates such as ${JSON.stringify(first.slice(0, 64))}, and the mapping does not say whether the day or the month is first.${seen}`,
    {
      path: '/event/time',
      fix: 'Add "dateOrder": "dayMonthYear" or "dateOrder": "monthDayYear" to the mapping.',
    },
  )
}

/** The reader says what is wrong with the mapping or the file. */
function readQuietly(read: () => string[]): string[] {
  try {
    return read()
  } catch {
    return []
  }
}
