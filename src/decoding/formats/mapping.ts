/** Mappings: JSON objects by which users describe the input of a format. docs/ingestion.md documents them. */
import { z } from 'zod'
import { fail } from '../../errors.ts'
import { isTimezone } from './times.ts'

const timezone = z
  .string()
  .refine(isTimezone, 'is not a time zone: UTC, an offset such as +02:00, or a name such as Europe/Berlin')
  .default('UTC')
  .describe('Of times that carry no zone')

const amountDigits = z
  .int()
  .min(0)
  .max(36)
  .optional()
  .describe('Declared amounts are rounded, half up, to this many fraction digits; left out, never')

const choice = z.union([z.boolean(), z.record(z.string().min(1), z.boolean())]).optional()

/** How counts of tokens are read, for every format. */
export const usageMapping = {
  inputIncludesCache: choice.describe(
    'Whether the count of the input includes the cached tokens: for all records, or by provider or scope, with `*` for the others; left out: the stated total decides, else the format',
  ),
  outputIncludesReasoning: choice.describe('The same for the output and its reasoning'),
  tokenClasses: z
    .record(z.string().min(1), z.enum(['input', 'output', 'cacheRead', 'cacheWrite', 'ignore']))
    .optional()
    .describe('Class of single counts by their names; these are in no other count. `ignore`: not billed'),
  withoutTokens: z
    .enum(['refuse', 'count'])
    .default('refuse')
    .describe(
      'Records without a count of tokens and without a declared cost; `count` is for prices per call',
    ),
}

/** For LiteLLM, OTLP, Langfuse and OpenRouter. */
export const gatewayMapping = z
  .strictObject({
    source: z.string().min(1).optional().describe('`source` of the events; default: the name of the format'),
    timezone,
    models: z
      .record(
        z.string(),
        z.union([z.string(), z.strictObject({ asset: z.string(), version: z.string().optional() })]),
      )
      .default({})
      .describe('Asset, and perhaps version, by the model’s name in the record'),
    asset: z
      .string()
      .optional()
      .describe('Asset of every other model, with {provider} and {model}; default: see docs/ingestion.md'),
    amountFrom: z
      .enum(['rateCard', 'declared', 'declared-or-rate'])
      .default('rateCard')
      .describe(
        'Who says what a call costs: the asset’s rate, the record, or the rate where the record does not',
      ),
    cost: z
      .enum(['total', 'upstream', 'both'])
      .optional()
      .describe('Which declared cost: what the gateway took, what the provider took, or their sum'),
    currency: z.string().default('USD').describe('Of declared amounts that name none'),
    amountDigits,
    cacheHits: z
      .enum(['skip', 'count'])
      .default('skip')
      .describe('Answers that a gateway took from its own cache, without a model'),
    callTypes: z
      .record(z.string().min(1), z.enum(['bill', 'skip']))
      .default({})
      .describe('LiteLLM: whether calls of a type bill; others as docs/ingestion.md lists them'),
    ...usageMapping,
  })
  .describe('How records of a gateway become calls')
export type GatewayMapping = z.output<typeof gatewayMapping>

const template = z.string().min(1)

/** For CSV: a template over the columns for each field of the event. */
export const csvMapping = z
  .strictObject({
    delimiter: z.string().length(1).default(','),
    quote: z.string().length(1).default('"'),
    columns: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Names of the columns where the file has no header line'),
    timezone,
    timeUnit: z
      .enum(['text', 'seconds', 'milliseconds', 'microseconds'])
      .default('text')
      .describe('`text`: dates and times; otherwise numbers counted since 1970 in UTC'),
    dateOrder: z
      .enum(['dayMonthYear', 'monthDayYear', 'yearMonthDay'])
      .optional()
      .describe('Order of the numbers in dates such as 28/10/2026; left out: 2026-10-28 only'),
    decimalMark: z.enum(['.', ',']).default('.').describe('Before the fraction digits of amounts'),
    amountDigits,
    event: z
      .strictObject({
        source: template,
        id: template,
        time: template,
        asset: template,
        version: template.optional(),
        amount: template.optional(),
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
          .default({}),
      })
      .describe(
        'Templates: {Column}, {#line}, {#origin}; {{ and }} for braces. An empty result is left out.',
      ),
  })
  .describe('How lines of a CSV file become calls')
export type CsvMapping = z.output<typeof csvMapping>

/** @throws HeadwaterError `mapping.malformed` naming every fault */
export function parseMapping<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value ?? {})
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => `/${path.map(String).join('/')}: ${message}`)
  const path = `/${result.error.issues[0]!.path.map(String).join('/')}`
  return fail('mapping.malformed', `The mapping does not fit. ${faults.join('; ')}.`, { path })
}
