/** The order of leaves in a tree: ascending by hash, equal hashes in the order given. */
import { nodeBytes } from './hashing.ts'

const digitBits = 11
const digitValues = 1 << digitBits

/**
 * Indexes of `hashes` (32 bytes each), ascending by hash as a big-endian number. Hashes are uniform, so their first 32
 * bits decide nearly always: a radix sort of those in three passes, then an insertion sort of what they left equal.
 * Both are stable.
 */
export function hashOrder(hashes: Uint8Array): Uint32Array {
  const count = hashes.length / nodeBytes
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  let keys: Uint32Array = new Uint32Array(count)
  let order: Uint32Array = new Uint32Array(count)
  let otherKeys: Uint32Array = new Uint32Array(count)
  let otherOrder: Uint32Array = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    keys[i] = view.getUint32(i * nodeBytes)
    order[i] = i
  }
  for (let shift = 0; shift < 32; shift += digitBits) {
    moveByDigit(keys, order, otherKeys, otherOrder, shift)
    ;[keys, otherKeys] = [otherKeys, keys]
    ;[order, otherOrder] = [otherOrder, order]
  }
  for (let i = 1; i < count; i++) {
    if (keys[i] === keys[i - 1]) sink(order, i, view)
  }
  return order
}

/** One stable pass: everything to its place by the 11 bits of its key from `shift` up. */
function moveByDigit(
  keys: Uint32Array,
  order: Uint32Array,
  toKeys: Uint32Array,
  toOrder: Uint32Array,
  shift: number,
): void {
  const places = new Uint32Array(digitValues + 1)
  for (let i = 0; i < keys.length; i++) places[((keys[i]! >>> shift) & (digitValues - 1)) + 1]!++
  for (let digit = 0; digit < digitValues; digit++) places[digit + 1]! += places[digit]!
  for (let i = 0; i < keys.length; i++) {
    const place = places[(keys[i]! >>> shift) & (digitValues - 1)]!++
    toKeys[place] = keys[i]!
    toOrder[place] = order[i]!
  }
}

/** Moves the entry at `at` down past those with a greater hash; entries below are in order. */
function sink(order: Uint32Array, at: number, hashes: DataView): void {
  const item = order[at]!
  let to = at
  while (to > 0 && isGreater(order[to - 1]!, item, hashes)) {
    order[to] = order[to - 1]!
    to--
  }
  order[to] = item
}

function isGreater(a: number, b: number, hashes: DataView): boolean {
  for (let at = 0; at < nodeBytes; at += 4) {
    const x = hashes.getUint32(a * nodeBytes + at)
    const y = hashes.getUint32(b * nodeBytes + at)
    if (x !== y) return x > y
  }
  return false
}
