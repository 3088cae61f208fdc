/**
 * Token counts of a Langfuse generation. Its usage types are disjoint (`input` does not include the cached tokens),
 * except where a record has a provider's usage object.
 */
import { fail } from '../../errors.ts'
import { pushCounts, readUsage, type StatedCount, type UsageReading } from '../usage/index.ts'
import type { GatewayMapping } from './mapping.ts'
import { isAboveZero, isObject, type Json, nested, nestedAt, textOf } from './record.ts'
import { usageRules } from './usageRules.ts'

const free = { freeNames: true, inputIncludesCache: false }
/** The names of a provider say what its counts include. */
const provider = {}

/** @throws HeadwaterError `record.inconsistent`, `record.malformed` */
export function langfuseUsage(body: Json, mapping: GatewayMapping): UsageReading {
  const counts: StatedCount[] = []
  for (const [name, path] of detailPlaces) {
    const details = body[name]
    if (details === undefined) continue
    pushCounts(counts, nestedAt(details, path), path)
    if (counts.length > 0) break
  }
  const usage = nestedAt(body.usage, '/body/usage')
  // What Langfuse derives from the details says nothing more. A provider's own object may.
  if (!hasBothSides(counts) || !isDerived(usage)) {
    pushUsage(counts, usage)
    for (const name of ['promptTokens', 'completionTokens', 'totalTokens'] as const) {
      if (body[name] !== undefined) counts.push({ name, path: `/body/${name}`, value: body[name] })
    }
  }
  const isProvider = counts.some(({ name }) => /^(?:prompt|completion|input|output)_tokens$/.test(name))
  const { attributes, scope } = nested(body.metadata)
  const names = [textOf(nested(attributes)['gen_ai.system']), textOf(nested(scope).name)]
  return readUsage(counts, usageRules(mapping, names, isProvider ? provider : free))
}

/** What the sender gave comes last: Langfuse makes the details of it. */
const detailPlaces = ['usageDetails', 'usage_details', 'providedUsageDetails', 'provided_usage_details'].map(
  (name) => [name, `/body/${name}`] as const,
)

/** Whether an object has only the sums that Langfuse writes beside the details. */
function isDerived(usage: Json): boolean {
  return Object.keys(usage).every((name) => derived.has(name) || !isAboveZeroIn(usage[name]))
}

const derived = new Set(
  [
    'input output total unit inputCost outputCost totalCost promptTokens completionTokens totalTokens',
  ].flatMap((names) => names.split(' ')),
)

function isAboveZeroIn(value: unknown): boolean {
  return isObject(value) ? Object.values(value).some(isAboveZeroIn) : isAboveZero(value)
}

function hasBothSides(counts: readonly StatedCount[]): boolean {
  return sides.every((side) => counts.some(({ name, value }) => side.test(name) && Number(textOf(value)) > 0))
}

const sides = [/input|prompt/i, /output|completion/i]

/** Its `unit` and costs are no counts. */
function pushUsage(counts: StatedCount[], usage: Json): void {
  const unit = textOf(usage.unit)?.toUpperCase() ?? 'TOKENS'
  if (unit !== 'TOKENS') {
    fail('record.malformed', 'The usage is not counted in tokens.', { path: '/body/usage/unit' })
  }
  const { unit: _, inputCost: _input, outputCost: _output, totalCost: _total, ...rest } = usage
  pushCounts(counts, rest, '/body/usage')
}
