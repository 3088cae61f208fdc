/** Sorts numbers by byte strings that they stand for, without making a string of any. */

/** Groups of at most this many are sorted by insertion. */
const groupMax = 24

/**
 * Sorts `order` in place, ascending by the bytes of each: byte by byte from the first on, as `Buffer.compare` orders.
 * Strings that agree in their first bytes are divided by the next one, so the time grows with the number of bytes that
 * differ, whatever the strings are.
 * @param byteAt the byte of a string at a depth, and −1 from its end on
 */
export function sortByBytes(order: Uint32Array, byteAt: (number: number, depth: number) => number): void {
  // Groups that still are to be sorted: first, end, depth. A list in place of recursion: strings may be long.
  const groups = [0, order.length, 0]
  const ends = new Uint32Array(257)
  const next = new Uint32Array(257)
  while (groups.length > 0) {
    const depth = groups.pop()!
    const end = groups.pop()!
    const first = groups.pop()!
    if (end - first <= groupMax) {
      insertionSort(order, { first, end, depth }, byteAt)
      continue
    }
    ends.fill(0)
    for (let at = first; at < end; at++) ends[byteAt(order[at]!, depth) + 1]!++
    let place = first
    for (let byte = 0; byte <= 256; byte++) {
      next[byte] = place
      place += ends[byte]!
      ends[byte] = place
    }
    for (let byte = 0; byte <= 256; byte++) {
      while (next[byte]! < ends[byte]!) {
        const at = next[byte]!
        const number = order[at]!
        const own = byteAt(number, depth) + 1
        if (own === byte) next[byte] = at + 1
        else {
          const to = next[own]!
          next[own] = to + 1
          order[at] = order[to]!
          order[to] = number
        }
      }
    }
    // Strings that have ended are equal and need no more order.
    for (let byte = 1; byte <= 256; byte++) {
      const from = ends[byte - 1]!
      if (ends[byte]! - from > 1) groups.push(from, ends[byte]!, depth + 1)
    }
  }
}

function insertionSort(
  order: Uint32Array,
  { first, end, depth }: { first: number; end: number; depth: number },
  byteAt: (number: number, depth: number) => number,
): void {
  for (let at = first + 1; at < end; at++) {
    const number = order[at]!
    let to = at
    while (to > first && isAbove(order[to - 1]!, number, depth, byteAt)) {
      order[to] = order[to - 1]!
      to--
    }
    order[to] = number
  }
}

function isAbove(
  left: number,
  right: number,
  depth: number,
  byteAt: (number: number, depth: number) => number,
): boolean {
  for (let at = depth; ; at++) {
    const [a, b] = [byteAt(left, at), byteAt(right, at)]
    if (a !== b) return a > b
    if (a < 0) return false
  }
}
