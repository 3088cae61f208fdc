/** How often a property test tries. One place, so that CI can look harder than a person who waits for the result. */

const inCi = process.env.CI === 'true'

/**
 * Options of `fc.assert`. A property is cheap where 10,000 tries take a few seconds at most: it is tried `locally`
 * times, and 10,000 times where CI=true. A costly one is tried as often there as its number says, and locally too, if no
 * smaller number is given.
 */
export function runs(cost: 'cheap' | number, locally = cost === 'cheap' ? 100 : cost): { numRuns: number } {
  return { numRuns: tries(cost === 'cheap' ? 10_000 : cost, locally) }
}

/** How many tries of a kind a test makes: so many where CI=true, and fewer locally. */
export function tries(always: number, locally: number): number {
  return inCi ? always : locally
}
