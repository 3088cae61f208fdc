/** Exact division of signed integers. The `/` of bigints cuts towards zero, which is wrong for what is negative. */

/** floor(dividend / divisor), towards −∞. @param divisor not 0 */
export function floorDiv(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const cut = dividend < 0n !== divisor < 0n && quotient * divisor !== dividend
  return cut ? quotient - 1n : quotient
}

/** ceil(dividend / divisor), towards +∞. @param divisor not 0 */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return -floorDiv(-dividend, divisor)
}
