/**
 * Products of money that are too wide for a number, computed without a BigInt for each call: little-endian limbs of
 * 24 bits in doubles, so that a product of two limbs and a sum of a few products stay exact. In the tests, BigInt
 * arithmetic is the reference.
 */
const limbBits = 24
const limbBase = 2 ** limbBits
/** Enough for a price below 2^160 per token times 10^15 tokens. */
const limbCount = 10
/** Amounts take 160 bits of their 256. */
const amountBytes = 32

/** An integer of up to 168 bits in limbs, lowest first. */
export type Limbs = readonly number[]

export function toLimbs(value: bigint): Limbs {
  const limbs: number[] = []
  for (let rest = value; rest > 0n; rest >>= BigInt(limbBits)) limbs.push(Number(rest & BigInt(limbBase - 1)))
  return limbs
}

/** A sum of products. One object serves all calls, so that the hot loop allocates nothing. */
export class WideSum {
  readonly #limbs = new Float64Array(limbCount + 1)

  clear(): void {
    // Loops here and below, because a call of `fill` costs more for so few items.
    const limbs = this.#limbs
    for (let i = 0; i <= limbCount; i++) limbs[i] = 0
  }

  /** Adds `limbs` × `factor`, a whole number below 2^53. At most 10 times between two calls of `clear`. */
  addProduct(limbs: Limbs, factor: number): void {
    const sum = this.#limbs
    // Nearly all factors, for which three divisions are spared.
    if (factor < limbBase) {
      for (let i = 0; i < limbs.length; i++) sum[i] = sum[i]! + limbs[i]! * factor
      return
    }
    const low = factor % limbBase
    const rest = (factor - low) / limbBase
    const middle = rest % limbBase
    const high = (rest - middle) / limbBase
    for (let i = 0; i < limbs.length; i++) {
      const limb = limbs[i]!
      sum[i] = sum[i]! + limb * low
      sum[i + 1] = sum[i + 1]! + limb * middle
      sum[i + 2] = sum[i + 2]! + limb * high
    }
  }

  /**
   * Writes the sum as 32 little-endian bytes at `at`. Returns false for 2^160 or more; then what it wrote is no sum.
   */
  write(out: Uint8Array, at: number): boolean {
    const sum = this.#limbs
    let carry = 0
    let byte = at
    for (let i = 0; i < limbCount; i++) {
      const value = sum[i]! + carry
      carry = Math.floor(value / limbBase)
      const limb = value - carry * limbBase
      if (i < 7) {
        out[byte++] = limb & 0xff
        out[byte++] = (limb >>> 8) & 0xff
        if (i < 6) out[byte++] = limb >>> 16
        else if (limb > 0xffff) return false
      } else if (limb !== 0) return false
    }
    if (carry !== 0 || sum[limbCount] !== 0) return false
    for (; byte < at + amountBytes; byte++) out[byte] = 0
    return true
  }
}

const powersOfTen: Limbs[] = Array.from({ length: 52 }, (_, power) => toLimbs(10n ** BigInt(power)))

/** 10^power, for power from 0 to 51. */
export function powerOfTen(power: number): Limbs {
  return powersOfTen[power]!
}

/** Writes `value`, below 2^256, as 32 little-endian bytes. */
export function writeAmount(value: bigint, out: Uint8Array, at: number): void {
  let rest = value
  for (let i = 0; i < amountBytes; i += 4) {
    const word = Number(rest & 0xffffffffn)
    out[at + i] = word
    out[at + i + 1] = word >>> 8
    out[at + i + 2] = word >>> 16
    out[at + i + 3] = word >>> 24
    rest >>= 32n
  }
}
