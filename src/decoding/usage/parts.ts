/** The counts that a main count includes or not, and what decides that before the stated total does. */
import { fail } from '../../errors.ts'
import type { Gathered, Named } from './gather.ts'
import type { Slot } from './names.ts'
import type { UsageRules } from './types.ts'

type PartKind = 'cacheRead' | 'cacheWrite' | 'toolPrompt' | 'inputPart' | 'reasoning' | 'outputPart'

export interface Part {
  readonly kind: PartKind
  readonly side: 'input' | 'output'
  readonly isCache: boolean
  readonly count: number
  readonly name: string
  /** By the mapping. */
  readonly fixed: boolean | undefined
  /** By the dialect, or by the convention that the names are from. */
  readonly included: boolean
  /** The convention says that the main count leaves the part out, so that a total may leave it out too. */
  readonly leftOut: boolean
}

/** The parts above 0. @throws HeadwaterError `record.inconsistent` where names of one thing disagree */
export function partsOf(gathered: Gathered, rules: UsageRules): Part[] {
  const parts: Part[] = []
  const read = oneOf(gathered, 'cacheRead', 'cacheReadPart')
  const write = writtenOf(gathered)
  const cached = read ?? write
  if (cached) {
    const fixed = onlyUncached(gathered) ? false : rules.inputIncludesCache
    const included = rules.defaults?.inputIncludesCache ?? cacheWithin(gathered, cached)
    const byDialect = rules.defaults?.freeNames === true && rules.defaults.inputIncludesCache === false
    const shared = {
      side: 'input',
      isCache: true,
      fixed,
      included,
      leftOut: !included && !byDialect,
    } as const
    if (read) parts.push({ ...shared, kind: 'cacheRead', count: read.count, name: read.name })
    if (write) parts.push({ ...shared, kind: 'cacheWrite', count: write.count, name: write.name })
  }
  const beside = rules.defaults?.freeNames !== true
  addPart(parts, 'toolPrompt', oneOf(gathered, 'toolPrompt'), { included: false })
  addPart(parts, 'inputPart', summed(gathered, 'inputPart'), { included: beside })
  addPart(parts, 'reasoning', oneOf(gathered, 'reasoning'), {
    fixed: rules.outputIncludesReasoning,
    included: rules.defaults?.outputIncludesReasoning ?? beside,
  })
  addPart(parts, 'outputPart', summed(gathered, 'outputPart'), { included: beside })
  return parts
}

function addPart(
  parts: Part[],
  kind: PartKind,
  named: Named | undefined,
  { fixed, included }: { fixed?: boolean | undefined; included: boolean },
): void {
  if (!named) return
  const side = kind === 'toolPrompt' || kind === 'inputPart' ? 'input' : 'output'
  const { count, name } = named
  parts.push({
    kind,
    side,
    isCache: false,
    count,
    name,
    fixed,
    included: named.within ?? included,
    leftOut: false,
  })
}

/** Names in the details, and names beside `prompt_tokens`, count a part of the input. Anthropic's do not. */
function cacheWithin(gathered: Gathered, cached: Named): boolean {
  if (cached.within !== undefined) return cached.within
  return gathered.of('input').some(({ within }) => within === true)
}

/** Whether the input is known only without its cached part. */
function onlyUncached(gathered: Gathered): boolean {
  return gathered.of('input').length === 0 && gathered.of('uncached').length > 0
}

function writtenOf(gathered: Gathered): Named | undefined {
  const whole = oneOf(gathered, 'cacheWrite', 'cacheWritePart')
  const short = oneOf(gathered, 'cacheWrite5m')
  const long = oneOf(gathered, 'cacheWrite1h')
  const part = short ?? long
  if (!part) return whole
  const sum = { ...part, count: (short?.count ?? 0) + (long?.count ?? 0) }
  if (whole && whole.count !== sum.count) failDisagreeing(whole, sum)
  return whole ?? sum
}

/** The one count of a meaning, with the kinds beside it added. */
function oneOf(gathered: Gathered, slot: Slot, kinds?: Slot): Named | undefined {
  const [one, other] = gathered.of(slot)
  if (one && other) failDisagreeing(one, other)
  const beside = kinds && summed(gathered, kinds)
  return one && beside ? { ...one, count: one.count + beside.count } : (one ?? beside)
}

function summed(gathered: Gathered, slot: Slot): Named | undefined {
  const [first] = gathered.of(slot)
  return first && { ...first, count: gathered.sum(slot) }
}

/** Names of one thing with two counts. */
function failDisagreeing(one: Named, other: Named): never {
  fail(
    'record.inconsistent',
    `${one.path} is ${one.count}, but ${other.path} is ${other.count}: they count the same.`,
    {
      path: other.path,
      fix: `Name the one that is wrong in the mapping: "tokenClasses": {${JSON.stringify(other.name)}: "ignore"}.`,
    },
  )
}
