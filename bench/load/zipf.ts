/** Ranks from 0 by Zipf's law: rank k is as likely as 1/(k + 1)^exponent. */
import type { Random } from '../support/random.ts'

export function createZipf(count: number, exponent: number): (random: Random) => number {
  const upTo = new Float64Array(count)
  let total = 0
  for (let rank = 0; rank < count; rank++) {
    total += (rank + 1) ** -exponent
    upTo[rank] = total
  }
  return (random) => {
    const wanted = random.next() * total
    let low = 0
    let high = count - 1
    while (low < high) {
      const between = (low + high) >> 1
      if (upTo[between]! <= wanted) low = between + 1
      else high = between
    }
    return low
  }
}
