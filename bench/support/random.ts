/** Seeded random numbers, so that every run of a benchmark has the same input. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 to `count` − 1. */
  below(count: number): number
  /** A whole number of at most `bits` bits, every length from 1 to `bits` equally likely. */
  bigint(bits: number): bigint
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (count: number): number => Math.floor(next() * count)
  function bigint(bits: number): bigint {
    const length = 1 + below(bits)
    let number = 0n
    for (let have = 0; have < length; have += 32) number = (number << 32n) | BigInt(below(4294967296))
    return BigInt.asUintN(length, number)
  }
  return { next, below, bigint }
}
