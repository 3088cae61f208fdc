/**
 * Whole numbers of `words` 32-bit limbs in memory, least significant first. All fit by the choice of `words`. `at`, `to`
 * are addresses.
 *
 * A share of a number costs one division only for the number, none for the share: with number = q·B + r,
 * floor(number·s/B) = q·s + floor(r·s/B), and r·s < 2^60.
 *
 * Every function exists for two kinds of numbers, T. With T = u32 they are never below zero: limbs above the last one
 * that is not zero are skipped, and the last carry is always zero. With T = i32 they are in two's complement: every limb
 * counts, and the carry out of the last one is dropped.
 */
const B: u64 = 1_000_000_000
const low: u64 = 0xffff_ffff

/** q = floor(number / B), written to `quotient`; returns the remainder, from 0 to B − 1. */
// @ts-ignore: decorator
@inline
export function divideByWhole<T>(at: usize, quotient: usize, words: u32): u64 {
  let rest: u64 = 0
  if (isSigned<T>()) {
    // Below zero: with ~x = q·B + r, which is −x − 1 and so not below zero, x = ~q·B + (B − 1 − r).
    const mask: u32 = <u32>(load<i32>(at + ((<usize>words - 1) << 2)) >> 31)
    for (let offset: usize = (<usize>words) << 2; offset > 0; ) {
      offset -= 4
      const part = (rest << 32) | <u64>(load<u32>(at + offset) ^ mask)
      const digit = part / B
      rest = part - digit * B
      store<u32>(quotient + offset, <u32>digit ^ mask)
    }
    return mask == 0 ? rest : B - 1 - rest
  }
  for (let offset: usize = (<usize>words) << 2; offset > 0; ) {
    offset -= 4
    const part = (rest << 32) | load<u32>(at + offset)
    const digit = part / B
    rest = part - digit * B
    store<u32>(quotient + offset, <u32>digit)
  }
  return rest
}

/** Limbs up to the last one that is not zero; all of them where numbers are signed. */
// @ts-ignore: decorator
@inline
export function significant<T>(at: usize, words: u32): u32 {
  if (isSigned<T>()) return words
  while (words > 0 && load<u32>(at + ((<usize>words - 1) << 2)) == 0) words--
  return words
}

// @ts-ignore: decorator
@inline
export function isZero(at: usize, words: u32): bool {
  let bits: u64 = 0
  for (let offset: usize = 0; offset < (<usize>words) << 2; offset += 8) bits |= load<u64>(at + offset)
  return bits == 0
}

/** to += quotient·share + carry, where only `used` limbs of the quotient are not zero. */
// @ts-ignore: decorator
@inline
export function addProduct<T>(to: usize, quotient: usize, used: u32, share: u64, carry: u64): void {
  const end = to + ((<usize>used) << 2)
  while (to < end) {
    const sum = <u64>load<u32>(quotient) * share + load<u32>(to) + carry
    store<u32>(to, <u32>sum)
    carry = sum >> 32
    to += 4
    quotient += 4
  }
  if (isSigned<T>()) return
  while (carry != 0) {
    const sum = <u64>load<u32>(to) + carry
    store<u32>(to, <u32>sum)
    carry = sum >> 32
    to += 4
  }
}

/** to += number, where only `used` limbs of it are not zero. */
// @ts-ignore: decorator
@inline
export function add<T>(to: usize, at: usize, used: u32): void {
  addProduct<T>(to, at, used, 1, 0)
}

/** to −= number; returns what had to be borrowed beyond the last limb: 0 unless the number was the greater. */
// @ts-ignore: decorator
@inline
export function subtract(to: usize, at: usize, words: u32): u64 {
  let borrow: u64 = 0
  for (let offset: usize = 0; offset < (<usize>words) << 2; offset += 4) {
    const difference = <u64>load<u32>(to + offset) - load<u32>(at + offset) - borrow
    store<u32>(to + offset, <u32>difference)
    borrow = difference >> 63
  }
  return borrow
}

/** floor(rest·share / B) for the remainder of a division by B. */
// @ts-ignore: decorator
@inline
export function floorOfRest(rest: u64, share: u64): u64 {
  return (rest * share) / B
}

// @ts-ignore: decorator
@inline
export function ceilOfRest(rest: u64, share: u64): u64 {
  return (rest * share + (B - 1)) / B
}
