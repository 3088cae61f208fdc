/** What the amounts of a sample are: their field, unit, currency and form. */
import { fieldsOf } from './roles.ts'
import type { Sample, SampledField } from './sample.ts'

interface Money {
  readonly event: { readonly amount: string; readonly currency: string }
  readonly form: {
    readonly decimalMark?: ',' | '.'
    readonly thousands?: ',' | '.'
    readonly currencies?: Readonly<Record<string, string>>
  }
  /** The field, where some of its values are below zero. */
  readonly negative?: string
}

/** Factors by the last part of a name. */
const units: readonly (readonly [name: RegExp, factor: string])[] = [
  [/cents?(?:_[a-z]+)?$/i, '0.01'],
  [/micros?(?:_?[a-z]+)?$|micro_?usd/i, '0.000001'],
  [/nanos?(?:_?[a-z]+)?$/i, '0.000000001'],
]

export function moneyOf(sample: Sample, hasTokens: boolean, notes: string[]): Money | undefined {
  const costs = fieldsOf('cost', sample.fields)
  const cost = costs.find(({ values }) => values.some((value) => /^[0-9]/.test(value)))
  if (!cost) {
    const shown = costs.find(({ values }) => values.length > 0)
    if (shown)
      notes.push(
        `{${shown.name}} has values such as ${JSON.stringify(shown.values[0]!.slice(0, 64))}, which are no numbers: export bare numbers to bill them.`,
      )
    return undefined
  }
  const currency = fieldsOf('currency', sample.fields).find(
    ({ values }) => values.length > 0 && values.every((value) => /^[A-Za-z]{2,8}$|^\p{Sc}$/u.test(value)),
  )
  const named = /USD|EUR|GBP/i.exec(cost.name)?.[0].toUpperCase()
  const code = currency ? `{${currency.name}}` : (named ?? 'USD')
  const factor = factorOf(cost, sample)
  const amount = factor === undefined ? `{${cost.name}}` : `{${cost.name}} * ${factor}`
  if (factor !== undefined)
    notes.push(`The name of {${cost.name}} says its unit: it is multiplied by ${factor}.`)
  if (hasTokens) {
    notes.push(
      `Rates price the tokens. To bill what the records say instead, add "amount": "${amount}" and "currency": "${code}" to the event; for a cost in cents, "{${cost.name}} * 0.01".`,
    )
  } else if (!currency && !named) notes.push(`No field names the currency of {${cost.name}}: USD is a guess.`)
  const isNegative = cost.values.some((value) => /^[-\u2212(]/.test(value))
  return {
    event: { amount, currency: code },
    form: { ...formOf(cost.values, cost.name, notes), ...currenciesOf(currency, notes) },
    ...(isNegative && { negative: cost.name }),
  }
}

function factorOf({ name }: SampledField, { fields }: Sample): string | undefined {
  const stated = units.find(([pattern]) => pattern.test(name))?.[1]
  // Anthropic's report of costs counts in cents, and does not say so.
  const isReport = ['cost_type', 'token_type', 'context_window'].every((wanted) =>
    fields.some((field) => field.name.endsWith(wanted)),
  )
  return stated ?? (isReport ? '0.01' : undefined)
}

/** Currencies are compared as written, and codes are in capitals. */
function currenciesOf(currency: SampledField | undefined, notes: string[]): Money['form'] {
  const small = [...new Set(currency?.values)].filter((value) => /^[a-z]{3,4}$/.test(value))
  if (small.length === 0) return {}
  notes.push(
    `{${currency!.name}} has ${small.join(', ')} in small letters: "currencies" of the mapping names them.`,
  )
  return { currencies: Object.fromEntries(small.map((code) => [code, code.toUpperCase()])) }
}

function formOf(values: readonly string[], name: string, notes: string[]): Money['form'] {
  const commas = values.filter((value) => value.includes(','))
  if (commas.length === 0) return {}
  const isGroup = (value: string) => /^[0-9]{1,3}(?:,[0-9]{3})+(?:\.|$)/.test(value) && !/^0/.test(value)
  if (commas.some((value) => !isGroup(value))) {
    return {
      decimalMark: ',',
      ...(values.some((value) => value.includes('.')) && { thousands: '.' as const }),
    }
  }
  if (!values.some((value) => /\.[0-9]+$/.test(value)))
    notes.push(
      `{${name}} has values such as ${JSON.stringify(commas[0])}: the comma is taken to be between thousands.`,
    )
  return { decimalMark: '.', thousands: ',' }
}
