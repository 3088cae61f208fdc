/**
 * The newest identities, in memory: entries in the order in which they were added, and an open-addressing table of
 * their places. A slot has the entry's number + 1 and 8 bits of its identity, so a look-up of an unknown identity
 * rarely reads more than the table.
 */
import { invariant } from '../invariant.ts'
import { entryWords, halfWords, sameHalf } from './entry.ts'

const tagBits = 8
const numberBits = 32 - tagBits
const numberMask = (1 << numberBits) - 1
/** The most entries of one memtable; far more than are added between two writes to disk. */
const memtableEntriesMax = numberMask

export interface Memtable {
  readonly count: number
  /** `count` entries of 8 words, in the order added. */
  readonly entries: Uint32Array
  readonly bytes: number
  /** The number of the entry with the identity at `words[at]`; −1 where there is none. */
  find(words: Uint32Array, at: number): number
  /** Adds an entry, unless its identity is there already: then the first entry stays. Grows when it is full. */
  add(identity: Uint32Array, content: Uint32Array, at: number): void
  /** Empties it, and frees the memory that it grew by. */
  clear(): void
}

/** @param capacity entries that it takes without growing */
export function createMemtable(capacity: number): Memtable {
  let entries = new Uint32Array(Math.max(1, capacity) * entryWords)
  let slots = new Uint32Array(slotCount(capacity))
  let slotShift = shiftFor(slots)
  let count = 0

  /** The slot that has the identity, or the free slot for it. */
  const seek = (words: Uint32Array, at: number): number => {
    const tag = words[at + 2]! & ~numberMask
    let slot = words[at]! >>> slotShift
    for (;;) {
      const held = slots[slot]!
      if (held === 0) return slot
      if (((held ^ tag) & ~numberMask) === 0) {
        if (sameHalf(entries, ((held & numberMask) - 1) * entryWords, words, at)) return slot
      }
      slot = (slot + 1) & (slots.length - 1)
    }
  }

  const grow = (): void => {
    const wider = new Uint32Array(entries.length * 2)
    wider.set(entries)
    entries = wider
    slots = new Uint32Array(slotCount(entries.length / entryWords))
    slotShift = shiftFor(slots)
    for (let number = 0; number < count; number++) {
      const at = number * entryWords
      slots[seek(entries, at)] = (entries[at + 2]! & ~numberMask) | (number + 1)
    }
  }

  return {
    get count() {
      return count
    },
    get entries() {
      return entries
    },
    get bytes() {
      return entries.byteLength + slots.byteLength
    },
    find: (words, at) => (slots[seek(words, at)]! & numberMask) - 1,
    add(identity, content, at) {
      if ((count + 1) * entryWords > entries.length) {
        invariant(count < memtableEntriesMax, 'advance is called before 16 million identities are added')
        grow()
      }
      const slot = seek(identity, at)
      if (slots[slot] !== 0) return
      const place = count * entryWords
      for (let word = 0; word < halfWords; word++) {
        entries[place + word] = identity[at + word]!
        entries[place + halfWords + word] = content[at + word]!
      }
      count++
      slots[slot] = (identity[at + 2]! & ~numberMask) | count
    },
    clear() {
      count = 0
      if (entries.length === Math.max(1, capacity) * entryWords) {
        slots.fill(0)
      } else {
        entries = new Uint32Array(Math.max(1, capacity) * entryWords)
        slots = new Uint32Array(slotCount(capacity))
        slotShift = shiftFor(slots)
      }
    },
  }
}

/** Slots are in the order of identities, so a batch in that order reads them from front to back. */
function shiftFor(slots: Uint32Array): number {
  return 32 - Math.log2(slots.length)
}

/** A power of two. At most half of the slots are used. */
function slotCount(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(8, capacity * 2)))
}
