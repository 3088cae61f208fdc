/**
 * The first index below `length` for which `holds` is true, by binary search; `length` where there is none. `holds` is
 * false for all indexes before that one and true for all after it, as in a list in order.
 */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
