/** Whole numbers of a fixed width in flat memory: 64-bit limbs, least significant first. */

/** 64-bit limbs of a number. */
export type NumberWidth = number

export interface Numbers {
  at(index: number): bigint
  set(index: number, value: bigint): void
}

/**
 * Wide enough for every number that dividing `gross` can make. The widest is the claim L of a version: the bases of at
 * most `versionCount` versions, none above `gross`, each at most 10^9 times over, because every path adds at least one
 * billionth to a stack that is at most a whole. 10^9 takes 30 bits.
 */
export function widthOf(versionCount: number, gross: bigint): NumberWidth {
  return Math.ceil((bitsOf(gross) + 30 + bitsOf(BigInt(versionCount))) / 64)
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
