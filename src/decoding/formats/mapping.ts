/** Mappings: JSON objects by which users describe the input of a format. docs/ingestion.md documents them. */
import { z } from 'zod'
import { nearTexts } from '../../base/nearTexts.ts'
import { fail } from '../../errors.ts'
import { isTimezone } from './times.ts'

export const timezone = z
  .string()
  .refine(isTimezone, 'is not a time zone: UTC, an offset such as +02:00, or a name such as Europe/Berlin')
  .default('UTC')
  .describe('Of times that carry no zone')

export const amountDigits = z
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

/** For LiteLLM, OTLP, Langfuse, OpenRouter, x402 and MPP. */
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
    operations: z
      .record(z.string(), z.enum(['inference', 'skip']))
      .default({})
      .describe('For OTLP: what a value of gen_ai.operation.name is, where it is none of the known ones'),
    unlinkedSpans: z
      .enum(['hold', 'bill'])
      .default('hold')
      .describe('For OTLP: calls that may lie in one that bills, where a span between the two has not come'),
    cacheHits: z
      .enum(['skip', 'count'])
      .default('skip')
      .describe('Answers that a gateway took from its own cache, without a model'),
    failedCalls: z
      .enum(['skip', 'count'])
      .default('skip')
      .describe(
        'LiteLLM, OTLP, Langfuse: calls that failed; `count` bills those that have token counts, such as answers that broke off',
      ),
    callTypes: z
      .record(z.string().min(1), z.enum(['bill', 'skip']))
      .default({})
      .describe('LiteLLM: whether calls of a type bill; others as docs/ingestion.md lists them'),
    paymentMode: z
      .enum(['trusting', 'proven'])
      .default('trusting')
      .describe(
        'x402 and MPP. `trusting`: a record is a call. `proven`: it describes a payment, and the call is made of what the chain shows',
      ),
    paymentTokens: z
      .record(
        z.string().regex(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}\/.+$/, 'is no CHAIN/TOKEN'),
        z.strictObject({ currency: z.string(), decimals: z.int().min(0).max(24) }),
      )
      .default({})
      .describe(
        'x402 and MPP: currency and decimals of each token, by chain and address, such as eip155:8453/0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
      ),
    ...usageMapping,
  })
  .describe('How records of a gateway become calls')
export type GatewayMapping = z.output<typeof gatewayMapping> & {
  /** Set by a trial: calls say what their tokens came from. */
  readonly explains?: boolean
}

/** @throws HeadwaterError `mapping.malformed` naming every fault */
export function parseMapping<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value ?? {})
  if (result.success) return result.data
  const faults = result.error.issues.map(
    (issue) => `/${issue.path.map(String).join('/')}: ${issue.message}${nearKey(schema, issue, value)}`,
  )
  const path = `/${result.error.issues[0]!.path.map(String).join('/')}`
  return fail('mapping.malformed', `The mapping does not fit. ${faults.join('; ')}.`, { path })
}

/** The key that a misspelt one stands for, as far as the schema shows its keys. */
function nearKey(schema: z.ZodType, issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== 'unrecognized_keys') return ''
  let at: unknown = schema
  let found: unknown = value
  for (const step of issue.path) {
    at = shapeOf(at, found)?.[String(step)]
    found = (found as Readonly<Record<PropertyKey, unknown>>)[step]
  }
  const near = nearTexts(issue.keys[0]!, Object.keys(shapeOf(at, found) ?? {}))[0]
  return near === undefined ? '' : ` (is it ${JSON.stringify(near)}?)`
}

type Shape = Readonly<Record<string, unknown>>

/** Of an object, also inside of a default or an optional one. Of several, of the one that the value says it is. */
function shapeOf(schema: unknown, value: unknown): Shape | undefined {
  if (schema instanceof z.ZodObject) return schema.shape
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return shapeOf(schema.unwrap(), value)
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined
  const { discriminator } = schema.def
  const says = (value as Shape)[discriminator]
  const shapes = schema.options.map((option) => shapeOf(option, value)!)
  return shapes.find((shape) => (shape[discriminator] as z.ZodType).safeParse(says).success)
}
