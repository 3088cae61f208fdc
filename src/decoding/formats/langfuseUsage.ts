/**
 * Token counts of a Langfuse generation. Its usage types are disjoint (`input` does not include the cached tokens),
 * except where a record has a provider's usage object.
 */
import { fail } from '../../errors.ts'
import { pushCounts, readUsage, type StatedCount, type UsageReading } from '../usage/index.ts'
import type { GatewayMapping } from './mapping.ts'
import { first, type Json, nested, textOf } from './record.ts'
import { usageRules } from './usageRules.ts'

const free = { freeNames: true, inputIncludesCache: false }
/** The names of a provider say what its counts include. */
const provider = {}

/** @throws HeadwaterError `record.inconsistent`, `record.malformed` */
export function langfuseUsage(body: Json, mapping: GatewayMapping): UsageReading {
  const details = nested(first(body, 'usageDetails', 'usage_details'))
  const usage = nested(body.usage)
  const counts: StatedCount[] = []
  pushCounts(counts, details, '/body/usageDetails')
  // What Langfuse derives from the details says nothing more.
  if (!hasBothSides(counts)) {
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

function hasBothSides(counts: readonly StatedCount[]): boolean {
  return sides.every((side) => counts.some(({ name, value }) => side.test(name) && Number(textOf(value)) > 0))
}

const sides = [/input|prompt/i, /output|completion/i]

/** Its `unit` and costs are no counts. */
function pushUsage(counts: StatedCount[], usage: Json): void {
  const unit = textOf(usage.unit) ?? 'TOKENS'
  if (unit !== 'TOKENS') {
    fail('record.malformed', 'The usage is not counted in tokens.', { path: '/body/usage/unit' })
  }
  const { unit: _, inputCost: _input, outputCost: _output, totalCost: _total, ...rest } = usage
  pushCounts(counts, rest, '/body/usage')
}
