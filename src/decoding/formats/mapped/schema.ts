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

/** What every event has. */
const names = { source: template, id: template, time: template }
const amount = template.describe('A template, or a sum of fields such as {cost} * 0.01')
/** In exports these amounts are often below zero, because they are taken from something. */
const taken = amount.describe(
  'A template, or a sum of fields such as {amount} * 0.01; with a minus before it, such as -{amount}, where the records have it below zero',
)

const call = z
  .strictObject({
    type: z.literal('call.metered').default('call.metered'),
    ...names,
    model: template.optional().describe('The name that `models` knows'),
    asset: template.describe('Of every model that `models` does not know'),
    version: template.optional(),
    amount: amount.optional(),
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

const named = z
  .strictObject({ source: template, id: template })
  .describe('The names under which the event was sent that this one is about')

const refunded = z.strictObject({
  type: z.literal('call.refunded'),
  ...names,
  call: named,
  amount: taken.optional().describe('Left out: what other refunds of the call leave'),
  currency: template.optional(),
  reason: template.optional(),
})

const disputed = z.strictObject({
  type: z.literal('call.disputed'),
  ...names,
  call: named,
  reason: template.optional(),
})

const disputeClosed = z.strictObject({ type: z.literal('dispute.closed'), ...names, dispute: named })

const transferred = z.strictObject({
  type: z.literal('transfer.recorded'),
  ...names,
  from: template,
  to: template,
  amount: taken,
  currency: template,
  reason: template.optional(),
})

const posted = z.strictObject({
  type: z.enum(['payment.recorded', 'deposit.recorded']),
  ...names,
  payee: template,
  amount: taken,
  currency: template,
  reference: template.optional(),
})

const event = z
  .discriminatedUnion('type', [call, refunded, disputed, disputeClosed, transferred, posted])
  .describe('What a row becomes: a call, unless `type` says something else')

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
  readonly event: z.output<typeof event>
}

/** What no field can say by itself. A mapping of half a thing would refuse every row, or price it by something else. */
function checkWhole({ thousands, decimalMark, models, event }: Checked, context: z.RefinementCtx): void {
  const { amount, currency, model, usage, tokens = {} }: Partial<Omit<CallTemplates, 'type'>> = event
  const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (thousands !== undefined && thousands === decimalMark)
    fault(['thousands'], 'is the same sign as decimalMark')
  if (amount !== undefined && currency === undefined)
    fault(['event', 'currency'], 'is missing, and the event has an amount')
  if (amount === undefined && currency !== undefined)
    fault(['event', 'amount'], 'is missing, and the event has a currency')
  if (Object.keys(models).length > 0 && model === undefined)
    fault(['event', 'model'], 'is missing, and `models` knows names of it')
  if (usage !== undefined && Object.keys(tokens).length > 0)
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
  .describe('How lines of a CSV file become events')
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
  .describe('How JSON records of any shape become events')
export type JsonMapping = z.output<typeof jsonMapping>

/** What makes an event of a row, whatever the row is. */
export type RowMapping = Omit<JsonMapping, 'rows'>

type CallTemplates = z.output<typeof call>
/** A mapping whose rows are calls. */
export type CallMapping = Omit<RowMapping, 'event'> & { readonly event: CallTemplates }
/** One whose rows are events of another type. */
export type OtherMapping = Omit<RowMapping, 'event'> & {
  readonly event: Exclude<RowMapping['event'], CallTemplates>
}

/** What rows become, once it is known whether they are calls. */
export function byType(mapping: RowMapping): { call: CallMapping } | { other: OtherMapping } {
  const { event, ...rest } = mapping
  return event.type === 'call.metered' ? { call: { ...rest, event } } : { other: { ...rest, event } }
}
