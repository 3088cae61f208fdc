/** Whole numbers of a fixed width in flat memory: 64-bit limbs, least significant first, in two's complement where signed. */

/** 64-bit limbs of a number. */
export type NumberWidth = number

export interface Numbers {
  at(index: number): bigint
  set(index: number, value: bigint): void
}

/**
 * Wide enough for every number that dividing `gross` can make. Money only moves to lower indexes, so none comes to a
 * version twice, and nothing that a version receives is above `gross`. A claim L is paid out at one billionth or more,
 * so it is at most 10^9 times as much, and the base of its own version: 31 bits more. The totals over absolute edges
 * count money once for every version that it leaves so: 32 bits, as there are fewer than 2^32 versions. And one to spare.
 */
export function widthOf(gross: bigint): NumberWidth {
  return Math.ceil((bitsOf(gross) + 33) / 64)
}

/**
 * Wide enough, with a sign, for every number that dividing revenue of any signs can make. `size` is Σ of the amounts
 * without their signs. A floor of a number below zero adds up to 1 to its size, once for an edge and twice for a version;
 * a capped edge may carry up to its cap less or more than the share of what its version receives; the rest is as above.
 */
export function signedWidthOf(size: bigint, edges: number, versions: number, caps: bigint): NumberWidth {
  return Math.ceil((bitsOf(size + caps + BigInt(edges + 2 * versions)) + 34) / 64)
}

export function createNumbers(limbs: BigUint64Array, width: NumberWidth, signed = false): Numbers {
  const bits = width * 64
  const topLimb = 1n << 63n

  function at(index: number): bigint {
    const first = index * width
    let place = first + width - 1
    const below = signed && limbs[place]! >= topLimb
    while (place > first && limbs[place] === 0n) place--
    let value = limbs[place]!
    while (place > first) value = (value << 64n) | limbs[--place]!
    return below ? BigInt.asIntN(bits, value) : value
  }

  function set(index: number, value: bigint): void {
    const first = index * width
    // A store keeps the low 64 bits.
    for (let place = first; place < first + width; place++) {
      limbs[place] = value
      value = value === 0n ? value : value >> 64n
    }
  }

  return { at, set }
}

function bitsOf(value: bigint): number {
  return value.toString(16).length * 4
}
