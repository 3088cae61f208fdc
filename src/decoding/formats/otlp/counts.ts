/** The token counts of a span or log record: those of its attributes, and those that attributes have as JSON text. */
import { fail } from '../../../errors.ts'
import { pushCounts, readUsage, type StatedCount, type UsageReading } from '../../usage/index.ts'
import type { GatewayMapping } from '../mapping.ts'
import { isAboveZero, isBrokenObject, isObject, type Json, textOf } from '../record.ts'
import { usageRules } from '../usageRules.ts'
import { attributeOf, excludesCache, type Facts, factText } from './facts.ts'
import type { SpanRecord } from './spans.ts'
import { jsonObject } from './values.ts'

/** The counts of the attributes; where these have none above 0, those of the JSON text that Langfuse's SDKs write. */
export function countsOf(facts: Facts): readonly StatedCount[] {
  if (facts.counts.some(({ value }) => isAboveZero(value))) return facts.counts
  const details = detailsOf(facts)
  return details.length > 0 ? details : facts.counts
}

/** Whether the mapping counts a call that failed: its answer broke off, and what came of it is paid for. */
export function isCounted({ facts }: SpanRecord, { failedCalls }: GatewayMapping): boolean {
  return failedCalls === 'count' && countsOf(facts).some(({ value }) => isAboveZero(value))
}

function detailsOf(facts: Facts): readonly StatedCount[] {
  const details = jsonObject(factText(facts, 'usageDetails'))
  const counts: StatedCount[] = []
  if (details) pushCounts(counts, details, `/attributes/${attributeOf(facts, 'usageDetails')}`)
  return counts
}

/** Langfuse's types are free words, and each is a count of its own. */
const freeDefaults = { freeNames: true, inputIncludesCache: false } as const
const within = { inputIncludesCache: true } as const
const beside = { inputIncludesCache: false } as const

/** @throws HeadwaterError `record.inconsistent`, `record.malformed` */
export function usageOf(span: SpanRecord, mapping: GatewayMapping): UsageReading {
  const { facts, name } = span
  for (const { path, value } of facts.counts) if (isBrokenObject(value)) failBroken(path, value)
  const details = detailsOf(facts)
  const read = (
    counts: readonly StatedCount[],
    defaults: typeof freeDefaults | typeof within | typeof beside,
  ) => readUsage(counts, usageRules(mapping, [factText(facts, 'provider'), scopeName(span)], defaults))
  const hasCounts = facts.counts.some(({ value }) => isAboveZero(value))
  const free = details.length > 0 ? read(details, freeDefaults) : undefined
  if (free && (!hasCounts || facts.counts.length === 0)) return free
  const answered = answeredCounts(facts)
  const own = read(
    answered?.counts ?? facts.counts,
    answered?.beside || excludesCache(name) ? beside : within,
  )
  return free?.usable ? agreed(own, free, facts) : own
}

function failBroken(path: string, value: unknown): never {
  fail(
    'record.malformed',
    `${path} is an object that can’t be read: ${JSON.stringify(textOf(value)!.slice(0, 64))}.`,
    {
      path,
      fix: 'Export this attribute as JSON, whole. It may have counts of tokens, so the record is not priced without it.',
    },
  )
}

/** Both say how much went in and out, or 0 of a side. The one that tells cached tokens apart knows more. */
function agreed(own: UsageReading, free: UsageReading, facts: Facts): UsageReading {
  const [one, other] = [own, free].map(
    ({ tokens: { input = 0, cacheRead = 0, cacheWrite = 0, output = 0 } }) => ({
      input: input + cacheRead + cacheWrite,
      output,
      cached: cacheRead + cacheWrite,
    }),
  ) as [Sums, Sums]
  const isLess = isWithin(one, other)
  const isMore = isWithin(other, one)
  if (isLess && isMore) return one.cached > other.cached ? own : free
  if (isLess) return free
  if (isMore) return own
  const path = `/attributes/${attributeOf(facts, 'usageDetails')}`
  return fail(
    'record.inconsistent',
    `The counts of the attributes are ${one.input} in and ${one.output} out, and those of ${path} are ${other.input} in and ${other.output} out.`,
    { path },
  )
}

interface Sums {
  readonly input: number
  readonly output: number
  readonly cached: number
}

/** Whether the other one says the same of each side of which this one says something. */
function isWithin(one: Sums, other: Sums): boolean {
  return (one.input === 0 || one.input === other.input) && (one.output === 0 || one.output === other.output)
}

function scopeName({ part }: SpanRecord): string | undefined {
  const { scope, instrumentationLibrary, instrumentation_library } = part.around?.scope ?? {}
  const library = [scope, instrumentationLibrary, instrumentation_library].find(isObject)
  return library && textOf(library.name)
}

interface Answered {
  readonly counts: readonly StatedCount[]
  readonly beside: boolean
}

/**
 * Version 4 and 5 of Vercel's SDK pass the input on as the provider counts it: Anthropic and Bedrock without the cached
 * tokens, the others with them. The counts of the provider's own answer say so; later versions write details.
 */
function answeredCounts(facts: Facts): Answered | undefined {
  if (factText(facts, 'aiOperation') === undefined) return undefined
  if (facts.counts.some(({ name, value }) => name.startsWith(vercelDetails) && isAboveZero(value)))
    return undefined
  const metadata = jsonObject(factText(facts, 'providerMetadata'))
  if (metadata === undefined) return undefined
  const path = `/attributes/${attributeOf(facts, 'providerMetadata')}`
  const counts: StatedCount[] = []
  const anthropic = objectOf(metadata.anthropic)
  const usage = objectOf(anthropic.usage)
  if (isAboveZero(usage.output_tokens)) {
    pushCounts(counts, usage, `${path}/anthropic/usage`)
    return { counts, beside: true }
  }
  for (const [object, place, isBeside] of [
    [pick(anthropic, 'cacheReadInputTokens', 'cacheCreationInputTokens'), 'anthropic', true],
    [objectOf(objectOf(metadata.bedrock).usage), 'bedrock/usage', true],
    [pick(objectOf(metadata.openai), 'cachedPromptTokens'), 'openai', false],
    [pick(objectOf(metadata.azure), 'cachedPromptTokens'), 'azure', false],
    [pick(objectOf(metadata.deepseek), 'promptCacheHitTokens'), 'deepseek', false],
  ] as const) {
    pushCounts(counts, object, `${path}/${place}`)
    if (!counts.some(({ value }) => isAboveZero(value))) continue
    // The SDK's own total is the sum of its input and output, whatever these include.
    const stated = isBeside ? facts.counts.filter(({ name }) => name !== vercelTotal) : facts.counts
    return { counts: [...stated, ...counts], beside: isBeside }
  }
  return undefined
}

const vercelDetails = 'ai.usage.inputTokenDetails.'
const vercelTotal = 'ai.usage.totalTokens'

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {}
}

function pick(object: Json, ...names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, object[name]]))
}
