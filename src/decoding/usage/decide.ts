/** Finds the reading of the gathered counts: what is a part of what. */
import { explainTokens } from './explain.ts'
import { failUnknown, type Gathered } from './gather.ts'
import { failUndecided } from './inconsistent.ts'
import { type Part, partsOf } from './parts.ts'
import {
  agreeing,
  cachedBeside,
  hasSeveral,
  isConvention,
  isLeftOut,
  isSame,
  type Reading,
  readingsThatFit,
} from './readings.ts'
import type { UsageReading, UsageRules } from './types.ts'

type By = 'total' | 'names' | 'size' | 'default'
interface Choice {
  readonly reading: Reading
  readonly by: By
}

/** @throws HeadwaterError `record.inconsistent` with the readings, `record.malformed` */
export function decide(gathered: Gathered, rules: UsageRules): UsageReading {
  const hasTotal = gathered.of('total').length > 0
  const [unknown] = gathered.of('unknown')
  if (unknown && !hasTotal) failUnknown(unknown.name, unknown.path)
  const parts = partsOf(gathered, rules)
  const fits = readingsThatFit(gathered, parts)
  const find = hasTotal ? byTotal : byConvention
  const choice = find(fits, gathered, parts) ?? failUndecided(gathered, parts, fits)
  const answered = answer(choice, gathered, parts)
  return rules.explains ? { ...answered, from: explainTokens(gathered, choice.reading, parts) } : answered
}

type Find = (fits: readonly Reading[], gathered: Gathered, parts: readonly Part[]) => Choice | undefined

/** The reading with a stated total. Where several totals lead to several readings, none decides. */
const byTotal: Find = (fits, gathered, parts) => {
  let found: Choice | undefined
  for (const { count } of gathered.of('total')) {
    const choice = byOneTotal(fits, gathered, parts, count)
    if (choice && found && !isSame(choice.reading, found.reading)) return undefined
    found ??= choice
  }
  if (found || !parts.some(({ fixed }) => fixed !== undefined)) return found
  // The mapping has decided, and no total says that a name of no known class is in another count.
  const [unknown] = gathered.of('unknown')
  if (unknown) failUnknown(unknown.name, unknown.path)
  return byConvention(fits, gathered, parts)
}

/** Where the reading of the convention has the total, others that have it too don't matter. */
function byOneTotal(
  fits: readonly Reading[],
  gathered: Gathered,
  parts: readonly Part[],
  stated: number,
): Choice | undefined {
  const exact = fits.filter(({ total }) => isTotal(gathered, total, stated))
  const withoutCache = agreeing(fits, fits, gathered).filter((reading) => {
    const cached = cachedBeside(reading, parts)
    return cached > 0 && isTotal(gathered, reading.total - cached, stated)
  })
  const usual = withoutCache.filter((reading) => isLeftOut(reading, parts))
  if (exact.length === 0) {
    const only = onlyOne(usual, parts)
    if (only) return { reading: only, by: 'default' }
    // There are more cached tokens than the input could include, and the total is the sum without them.
    const hasOne = withoutCache.length > 0 && !hasSeveral(withoutCache)
    return hasOne ? { reading: withoutCache[0]!, by: 'size' } : undefined
  }
  const agreed = agreeing(exact, fits, gathered)
  const reading = onlyOne(agreed.length > 0 ? agreed : exact, parts)
  if (!reading) return undefined
  // The sum of input and output decides nothing where the convention has the cached tokens beside both.
  const isDoubtful = !isConvention(reading, parts) && usual.some((other) => !isSame(other, reading))
  return isDoubtful ? undefined : { reading, by: 'total' }
}

const byConvention: Find = (fits, gathered, parts) => {
  const agreed = agreeing(fits, fits, gathered)
  if (gathered.of('input').length > 1 || gathered.of('output').length > 1) {
    return agreed.length === 0 || hasSeveral(agreed) ? undefined : { reading: agreed[0]!, by: 'names' }
  }
  const usual = agreed.find((reading) => isConvention(reading, parts))
  // Without a count of the input, nothing can include the cached tokens.
  const reading = usual ?? (gathered.input ? undefined : onlyOne(agreed, parts))
  return reading && { reading, by: 'default' }
}

function onlyOne(readings: readonly Reading[], parts: readonly Part[]): Reading | undefined {
  const usual = readings.find((reading) => isConvention(reading, parts))
  return usual ?? (hasSeveral(readings) ? undefined : readings[0])
}

/** A total may include the counts whose class the mapping gives, or not. */
function isTotal({ addedCount }: Gathered, total: number, stated: number): boolean {
  return stated === total || stated === total + addedCount
}

function answer({ reading, by }: Choice, gathered: Gathered, parts: readonly Part[]): UsageReading {
  const { added } = gathered
  const { input, output } = reading
  let cacheRead = added.cacheRead
  let cacheWrite = added.cacheWrite
  for (const { kind, count } of parts) {
    if (kind === 'cacheRead') cacheRead = (cacheRead ?? 0) + count
    else if (kind === 'cacheWrite') cacheWrite = (cacheWrite ?? 0) + count
  }
  const tokens = {
    input: sideOf(input, gathered.input, added.input),
    output: sideOf(output, gathered.output, added.output),
    cacheRead,
    cacheWrite,
  }
  const usable = input > 0 || output > 0 || (cacheRead ?? 0) > 0 || (cacheWrite ?? 0) > 0
  const isUsable = usable || (added.input ?? 0) > 0 || (added.output ?? 0) > 0
  const name = readingName(reading, parts, by)
  return name === undefined ? { tokens, usable: isUsable } : { tokens, usable: isUsable, reading: name }
}

/** Undefined for a side that the record says nothing about. */
function sideOf(count: number, stated: boolean, added: number | undefined): number | undefined {
  return count === 0 && !stated ? added : count + (added ?? 0)
}

const subjects = {
  cacheRead: ['input', 'cache reads'],
  cacheWrite: ['input', 'cache writes'],
  toolPrompt: ['input', 'tool prompts'],
  inputPart: ['input', 'other kinds'],
  reasoning: ['output', 'reasoning'],
  outputPart: ['output', 'other kinds'],
} as const

const kinds = Object.keys(subjects) as (keyof typeof subjects)[]
const deciders = ['total', 'names', 'size', 'default', 'mapping'] as const
/** By what they say, so that equal ones are one text. There are a few hundred of them at most. */
const names = new Map<number, string>()
const namesMax = 10_000

/** What a report says of the reading, and what decided it. Undefined without a part. */
function readingName({ mask }: Reading, parts: readonly Part[], by: By): string | undefined {
  if (parts.length === 0) return undefined
  let key = 0
  for (let index = 0; index < parts.length; index++) {
    const { kind, fixed } = parts[index]!
    const decided = deciders.indexOf(fixed === undefined ? by : 'mapping')
    const included = (mask >> index) & 1
    key = key * 64 + 1 + included + 2 * (decided + deciders.length * kinds.indexOf(kind))
  }
  // More parts than the digits of a number.
  if (key > Number.MAX_SAFE_INTEGER) return nameOf(mask, parts, by)
  let name = names.get(key)
  if (name === undefined) {
    name = nameOf(mask, parts, by)
    if (names.size < namesMax) names.set(key, name)
  }
  return name
}

function nameOf(mask: number, parts: readonly Part[], by: By): string {
  const said = parts.map(({ kind, fixed }, index) => {
    const [main, subject] = subjects[kind]
    const verb = (mask & (1 << index)) !== 0 ? 'includes' : 'excludes'
    return `${main} ${verb} ${subject}, by ${fixed === undefined ? by : 'mapping'}`
  })
  return said.join('; ')
}
