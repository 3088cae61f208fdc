/** How often a property test tries. One place, so that CI can look harder than a person who waits for the result. */

const inCi = process.env.CI === 'true'

/**
 * Options of `fc.assert`. A property is cheap where 10,000 tries take a few seconds at most: it is tried `locally`
 * times, and 10,000 times where CI=true. A costly one is tried as often as its number says, everywhere.
 */
export function runs(cost: 'cheap' | number, locally = 100): { numRuns: number } {
  if (cost !== 'cheap') return { numRuns: cost }
  return { numRuns: inCi ? 10_000 : locally }
}
