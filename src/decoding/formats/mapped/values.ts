/** Values that events of every type have: times, amounts and currencies, by the templates of a mapping. */
import { fail } from '../../../errors.ts'
import { declaredAmount } from '../record.ts'
import { dateInOrder, epochTime, rfc3339 } from '../times.ts'
import { compileTemplate, type FieldSource, type Row, type Template } from './fields.ts'
import { amountText } from './numbers.ts'
import type { RowMapping } from './schema.ts'
import { compileSum } from './sums.ts'
import { parseSum } from './template.ts'
import { readTime } from './timeFaults.ts'

/** The time of an event, of the template `event.time`. */
export function compileTimes<Of extends Row>(mapping: RowMapping, source: FieldSource<Of>): Template<Of> {
  const times = compileTemplate(mapping.event.time, source, '/event/time')
  const timeOf = timeReader(mapping)
  return (row) => {
    const when = times(row)
    return when === undefined ? undefined : readTime(when, mapping, timeOf)
  }
}

function timeReader({ timeUnit, timezone, dateOrder }: RowMapping): (time: string) => string {
  if (timeUnit !== 'text') return (text) => epochTime(text, timeUnit, '/time')
  return (text) =>
    rfc3339(dateOrder === undefined ? text : dateInOrder(text, dateOrder, '/time'), timezone, '/time')
}

/**
 * An amount in major units. A template with a minus before it is of amounts that the records have below zero: they lose
 * their sign.
 * @throws HeadwaterError `mapping.malformed`; the function throws `record.malformed`
 */
export function compileAmount<Of extends Row>(
  given: string | undefined,
  mapping: RowMapping,
  source: FieldSource<Of>,
): Template<Of> {
  if (given === undefined) return () => undefined
  const [path, resultPath] = ['/event/amount', '/data/amount']
  const negative = given.startsWith('-')
  const template = negative ? given.slice(1) : given
  const signed = negative ? (text: string) => withoutMinus(text, resultPath) : (text: string) => text
  const terms = parseSum(template)
  if (terms) {
    const sum = compileSum(terms, source, { form: mapping, path, resultPath, template, whole: false, signed })
    return (row) => declaredAmount(sum(row), resultPath, mapping.amountDigits)
  }
  const text = compileTemplate(template, source, path)
  return (row) => {
    const written = text(row)
    if (written === undefined) return undefined
    return declaredAmount(amountText(signed(written), mapping, resultPath), resultPath, mapping.amountDigits)
  }
}

const zero = /^[0.,]+$/

function withoutMinus(text: string, path: string): string {
  if (zero.test(text)) return text
  const number = /^[-\u2212]\s*(?=[0-9])(.*)$/.exec(text)?.[1]
  if (number !== undefined) return number
  return fail(
    'record.malformed',
    `${path} is ${JSON.stringify(text.slice(0, 64))}, and the mapping says that these amounts are below zero.`,
    {
      path,
      fix: 'Leave rows with amounts above zero out by a rule of "where" in the mapping, such as {"below": 0}.',
    },
  )
}

export function currencyOf(name: string, { currencies }: RowMapping): string {
  return Object.hasOwn(currencies, name) ? currencies[name]! : name
}
