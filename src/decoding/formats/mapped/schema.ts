/** Mappings of CSV and JSON: JSON objects with a template for each field of the event. docs/mappings.md documents them. */
import { z } from 'zod'
import { amountDigits, timezone, usageMapping } from '../mapping.ts'
import { where } from './where.ts'

const template = z.string().min(1)

const models = z
  .record(
    z.string(),
    z.union([z.string(), z.strictObject({ asset: z.string(), version: z.string().optional() })]),
  )
  .default({})
  .describe(
    'Asset, and perhaps version, by the text of `model`: an exact name, or a pattern with holes such as {name}-{date:####-##-##}',
  )

const event = z
  .strictObject({
    source: template,
    id: template,
    time: template,
    model: template.optional().describe('The name that `models` knows'),
    asset: template.describe('Of every model that `models` does not know'),
    version: template.optional(),
    amount: template.optional().describe('A template, or a sum of fields such as {cost} * 0.01'),
    currency: template.optional(),
    caller: template.optional(),
    agent: template.optional(),
    traceId: template.optional(),
    providerCallId: template.optional(),
    tokens: z
      .strictObject({
        input: template.optional(),
        output: template.optional(),
        cacheRead: template.optional(),
        cacheWrite: template.optional(),
      })
      .default({})
      .describe('Templates, or sums of fields such as {prompt} - {cached}'),
    usage: z
      .union([template, z.record(z.string().min(1), template)])
      .optional()
      .describe(
        'Instead of `tokens`: the counts as a provider names them, which are read as those of gateways are. A field with the whole object, or a template for each name',
      ),
    provider: template
      .optional()
      .describe('For choices of `inputIncludesCache` and `outputIncludesReasoning` by provider'),
  })
  .describe(
    'Templates: {Column} or {path.in.json}, {#line}, {#origin}; {{ and }} for braces. An empty result is left out.',
  )

/** What CSV and JSON have in common. */
const common = {
  timezone,
  timeUnit: z
    .enum(['text', 'seconds', 'milliseconds', 'microseconds', 'nanoseconds'])
    .default('text')
    .describe('`text`: dates and times; otherwise numbers counted since 1970 in UTC'),
  dateOrder: z
    .enum(['dayMonthYear', 'monthDayYear', 'yearMonthDay'])
    .optional()
    .describe('Order of the numbers in dates such as 28/10/2026; left out: 2026-10-28 only'),
  decimalMark: z
    .enum(['.', ','])
    .optional()
    .describe('Before the fraction digits of numbers; left out: a point, unless `thousands` is one'),
  thousands: z
    .enum(['.', ',', ' ', "'"])
    .optional()
    .describe('Between groups of three digits; left out: only what cannot be anything else'),
  amountDigits,
  where,
  models,
  currencies: z
    .record(z.string(), z.string())
    .default({})
    .describe('Currencies by their names in the records, such as "usd" or "$"'),
  ...usageMapping,
}

interface Checked {
  readonly thousands?: string | undefined
  readonly decimalMark?: string | undefined
  readonly models: object
  readonly event: {
    readonly amount?: string | undefined
    readonly currency?: string | undefined
    readonly model?: string | undefined
    readonly tokens: object
    readonly usage?: unknown
  }
}

/** What no field can say by itself. A mapping of half a thing would refuse every row, or price it by something else. */
function checkWhole({ thousands, decimalMark, models, event }: Checked, context: z.RefinementCtx): void {
  const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (thousands !== undefined && thousands === decimalMark)
    fault(['thousands'], 'is the same sign as decimalMark')
  if (event.amount !== undefined && event.currency === undefined)
    fault(['event', 'currency'], 'is missing, and the event has an amount')
  if (event.amount === undefined && event.currency !== undefined)
    fault(['event', 'amount'], 'is missing, and the event has a currency')
  if (Object.keys(models).length > 0 && event.model === undefined)
    fault(['event', 'model'], 'is missing, and `models` knows names of it')
  if (event.usage !== undefined && Object.keys(event.tokens).length > 0)
    fault(['event', 'usage'], 'and tokens both say the counts: leave one out')
}

/** For CSV: templates over the columns. */
export const csvMapping = z
  .strictObject({
    delimiter: z.string().length(1).default(','),
    quote: z.string().length(1).default('"'),
    columns: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Names of the columns where the file has no header line'),
    ...common,
    event,
  })
  .superRefine(checkWhole)
  .describe('How lines of a CSV file become calls')
export type CsvMapping = z.output<typeof csvMapping>

/** For JSON: templates over the fields of the records. */
export const jsonMapping = z
  .strictObject({
    rows: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Place of the list of rows in each record, such as data.results; left out: a record is a row',
      ),
    ...common,
    event,
  })
  .superRefine(checkWhole)
  .describe('How JSON records of any shape become calls')
export type JsonMapping = z.output<typeof jsonMapping>

/** What makes an event of a row, whatever the row is. */
export type RowMapping = Omit<JsonMapping, 'rows'>
