/** Whole numbers of a fixed width in flat memory: 64-bit limbs, least significant first. */

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

export function createNumbers(limbs: BigUint64Array, width: NumberWidth): Numbers {
  function at(index: number): bigint {
    const first = index * width
    let place = first + width - 1
    while (place > first && limbs[place] === 0n) place--
    let value = limbs[place]!
    while (place > first) value = (value << 64n) | limbs[--place]!
    return value
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
