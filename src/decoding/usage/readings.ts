/** Every way to read the counts: which parts the main counts include. */
import type { Gathered } from './gather.ts'
import type { Part } from './parts.ts'

export interface Reading {
  /** A bit for each part: whether its main count includes it. */
  readonly mask: number
  /** The main counts as stated. */
  readonly statedInput: number
  readonly statedOutput: number
  /** Without the cached tokens. */
  readonly input: number
  readonly output: number
  /** The sum of everything, which the record's total would be. */
  readonly total: number
}

/** The readings in which no part is larger than the count that includes it. A fixed part is read in one way. */
export function readingsThatFit(gathered: Gathered, parts: readonly Part[]): Reading[] {
  const found: Reading[] = []
  const [uncached] = gathered.of('uncached')
  for (const input of mainCounts(gathered, 'input')) {
    for (const output of mainCounts(gathered, 'output')) {
      for (let mask = 0; mask < 1 << parts.length; mask++) {
        const reading = readingOf(parts, mask, input, output)
        if (reading && (uncached === undefined || reading.input === uncached.count)) found.push(reading)
      }
    }
  }
  return found
}

/** Values that disagree are several. A main count that is 0 or left out beside its details is their sum. */
function mainCounts(gathered: Gathered, side: 'input' | 'output'): readonly number[] {
  const stated = gathered.of(side)
  if (stated.length > 0) return stated.map(({ count }) => count)
  const [uncached] = gathered.of('uncached')
  if (side === 'input') return [uncached?.count ?? gathered.sum('inputDetail')]
  return [gathered.sum('outputDetail')]
}

function readingOf(
  parts: readonly Part[],
  mask: number,
  statedInput: number,
  statedOutput: number,
): Reading | undefined {
  let input = statedInput
  let output = statedOutput
  let total = statedInput + statedOutput
  for (let index = 0; index < parts.length; index++) {
    const { side, count, fixed, isCache } = parts[index]!
    const included = (mask & (1 << index)) !== 0
    if (fixed !== undefined && fixed !== included) return undefined
    if (!included) total += count
    if (isCache) input -= included ? count : 0
    else if (included) {
      if (count > (side === 'input' ? statedInput : statedOutput)) return undefined
    } else if (side === 'input') input += count
    else output += count
  }
  return input < 0 ? undefined : { mask, statedInput, statedOutput, input, output, total }
}

export function isSame(one: Reading, other: Reading): boolean {
  return one.input === other.input && one.output === other.output
}

export function hasSeveral(readings: readonly Reading[]): boolean {
  return readings.some((reading) => !isSame(reading, readings[0]!))
}

/** Those that every stated value of the main counts leads to, in one reading or another. */
export function agreeing(
  readings: readonly Reading[],
  all: readonly Reading[],
  gathered: Gathered,
): readonly Reading[] {
  const inputs = gathered.of('input')
  const outputs = gathered.of('output')
  if (inputs.length < 2 && outputs.length < 2) return readings
  return readings.filter((reading) => {
    const like = all.filter((other) => isSame(reading, other))
    return (
      inputs.every(({ count }) => like.some(({ statedInput }) => statedInput === count)) &&
      outputs.every(({ count }) => like.some(({ statedOutput }) => statedOutput === count))
    )
  })
}

/** Whether every part is read as its convention has it. */
export function isConvention({ mask }: Reading, parts: readonly Part[]): boolean {
  for (let index = 0; index < parts.length; index++) {
    const { fixed, included } = parts[index]!
    if ((fixed ?? included) !== ((mask & (1 << index)) !== 0)) return false
  }
  return true
}

/** Sum of the cached tokens that the reading has beside the input. */
export function cachedBeside({ mask }: Reading, parts: readonly Part[]): number {
  let sum = 0
  for (let index = 0; index < parts.length; index++) {
    const { isCache, count } = parts[index]!
    if (isCache && (mask & (1 << index)) === 0) sum += count
  }
  return sum
}

/** Whether all cached tokens are beside the input by their convention, which may leave them out of totals too. */
export function isLeftOut({ mask }: Reading, parts: readonly Part[]): boolean {
  return parts.every(({ isCache, leftOut }, index) => !isCache || (leftOut && (mask & (1 << index)) === 0))
}
