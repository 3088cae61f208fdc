/**
 * Parts of an amount as words of 32 bits, made of numbers alone. A close divides among millions, and a bigint is an object
 * for each.
 */

/** floor(amount · units / total) for one `units` after the other. */
export class WordParts {
  /** The last part is high · 2^32 + low. */
  low = 0
  high = 0
  /** Of amount = quotient · total + rest: the quotient, 22 bits each, lowest first, and the rest. */
  readonly #limbs: readonly [number, number, number]
  readonly #rest: number
  readonly #total: number

  private constructor(amount: bigint, total: bigint) {
    const quotient = amount / total
    const limb = (at: bigint) => Number((quotient >> (at * limbBits)) & limbMask)
    this.#limbs = [limb(0n), limb(1n), limb(2n)]
    this.#rest = Number(amount % total)
    this.#total = Number(total)
  }

  /**
   * Undefined where the arithmetic does not fit numbers.
   * @param unitsMax no `units` is more; all together are at most `total`
   */
  static of(amount: bigint, total: bigint, unitsMax: number): WordParts | undefined {
    const fits =
      amount >= 0n &&
      amount < amountLimit &&
      unitsMax <= unitsLimit &&
      unitsMax * Number(total) <= Number.MAX_SAFE_INTEGER
    return fits ? new WordParts(amount, total) : undefined
  }

  /** Sets `low` and `high`. @param units a whole number from 0 */
  divide(units: number): void {
    const [limb0, limb1, limb2] = this.#limbs
    // units · rest is exact, and so is the floor of a quotient of two whole numbers below 2^53.
    const sum0 = units * limb0 + Math.floor((units * this.#rest) / this.#total)
    const carry0 = Math.floor(sum0 / limbSize)
    const sum1 = units * limb1 + carry0
    const carry1 = Math.floor(sum1 / limbSize)
    const [part0, part1] = [sum0 - carry0 * limbSize, sum1 - carry1 * limbSize]
    this.low = (part0 | (part1 << 22)) >>> 0
    this.high = (part1 >>> 10) + (units * limb2 + carry1) * 4_096
  }
}

const limbBits = 22n
const limbSize = 2 ** 22
const limbMask = BigInt(limbSize - 1)
const amountLimit = 1n << 64n
/** Below 2^53 with a limb and what is carried. */
const unitsLimit = 2 ** 30
