/** Compares amounts as texts, before their currency is known. */

/**
 * Below 0, 0 or above 0, as `one` is less than, equal to or more than `other`. Both are amounts without trailing zeros.
 */
export function compareAmounts(one: string, other: string): number {
  const [whole = '', fraction = ''] = one.split('.')
  const [otherWhole = '', otherFraction = ''] = other.split('.')
  if (whole.length !== otherWhole.length) return whole.length - otherWhole.length
  if (whole !== otherWhole) return whole < otherWhole ? -1 : 1
  return fraction < otherFraction ? -1 : fraction > otherFraction ? 1 : 0
}
