/** The order of leaves in a tree: ascending by hash, equal hashes in the order given. */
import { isAbove, nodeBytes } from './hashing.ts'

const digitBits = 11
const digitValues = 1 << digitBits

/**
 * Indexes of `hashes` (32 bytes each), ascending by hash as a big-endian number. Hashes are uniform, so their first 32
 * bits decide nearly always. A radix sort orders by those in three passes, then an insertion sort orders the hashes
 * that share them. Both are stable.
 */
export function hashOrder(hashes: Uint8Array): Uint32Array {
  const count = hashes.length / nodeBytes
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  let from = emptyList(count)
  let to = emptyList(count)
  for (let i = 0; i < count; i++) {
    from.keys[i] = view.getUint32(i * nodeBytes)
    from.order[i] = i
  }
  for (let shift = 0; shift < 32; shift += digitBits) {
    moveByDigit(from, to, shift)
    ;[from, to] = [to, from]
  }
  const { keys, order } = from
  for (let i = 1; i < count; i++) {
    if (keys[i] === keys[i - 1]) sink(order, i, view)
  }
  return order
}

/** Indexes of hashes, and the first 32 bits of each. */
interface KeyedList {
  readonly keys: Uint32Array
  readonly order: Uint32Array
}

function emptyList(count: number): KeyedList {
  return { keys: new Uint32Array(count), order: new Uint32Array(count) }
}

/** One stable pass: moves every entry to its place by the 11 bits of its key from `shift` up. */
function moveByDigit({ keys, order }: KeyedList, to: KeyedList, shift: number): void {
  const places = new Uint32Array(digitValues + 1)
  for (let i = 0; i < keys.length; i++) places[((keys[i]! >>> shift) & (digitValues - 1)) + 1]!++
  for (let digit = 0; digit < digitValues; digit++) places[digit + 1]! += places[digit]!
  for (let i = 0; i < keys.length; i++) {
    const place = places[(keys[i]! >>> shift) & (digitValues - 1)]!++
    to.keys[place] = keys[i]!
    to.order[place] = order[i]!
  }
}

/** Moves the entry at `at` down past those with a greater hash; entries below are in order. */
function sink(order: Uint32Array, at: number, hashes: DataView): void {
  const item = order[at]!
  let to = at
  while (to > 0 && isAbove(hashes, order[to - 1]!, item)) {
    order[to] = order[to - 1]!
    to--
  }
  order[to] = item
}
