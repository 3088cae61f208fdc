/** Divides an amount among many by their units, into a column. */
import { floorDiv } from '../money/division.ts'
import { WordParts } from '../money/wordParts.ts'
import type { UnitSums } from './unitSums.ts'

export interface PoolUnits {
  readonly units: Float64Array
  /** In place of `units` where one is no whole number below 2^53. */
  readonly exact?: readonly bigint[]
  /** No units are more. */
  readonly unitsMax: number
}

/** So many words below 2^32 add up to less than 2^53. */
const addsMax = 2 ** 20

/**
 * Divides an amount among the contributors: floor(amount · units / total) each, also of an amount below 0.
 * @param into gets the part of each at its place
 * @returns Σ of the parts
 */
export function dividePool(
  { units, exact, unitsMax }: PoolUnits,
  amount: bigint,
  total: bigint,
  into: UnitSums,
): bigint {
  const parts = exact === undefined ? WordParts.of(amount, total, unitsMax) : undefined
  let given = 0n
  if (parts === undefined) {
    for (let place = 0; place < units.length; place++) {
      const part = floorDiv(amount * (exact?.[place] ?? BigInt(units[place]!)), total)
      into.set(place, part)
      given += part
    }
    return given
  }
  for (let first = 0; first < units.length; first += addsMax) {
    const end = Math.min(units.length, first + addsMax)
    let [low, high] = [0, 0]
    for (let place = first; place < end; place++) {
      parts.divide(units[place]!)
      into.setWords(place, parts.low, parts.high)
      low += parts.low
      high += parts.high
    }
    given += (BigInt(high) << 32n) + BigInt(low)
  }
  return given
}
