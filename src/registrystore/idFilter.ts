/**
 * Which ids the store may have, in memory: 32 bits of a hash of each. A new id is known to be new without asking the
 * store, but for one in a thousand. Nothing is said of an id but that it is new, so a hash that two share costs a read.
 */

/** Slots in use at most, of each 8. */
const fullEighths = 6
const slotsAtFirst = 1 << 12

export class IdFilter {
  #slots = new Uint32Array(slotsAtFirst)
  /** Slots are in the order of hashes. */
  #shift = 32 - Math.log2(slotsAtFirst)
  #count = 0

  get bytes(): number {
    return this.#slots.byteLength
  }

  add(id: string): void {
    if (this.#count * 8 >= this.#slots.length * fullEighths) this.#grow()
    if (this.#put(hashOf(id))) this.#count++
  }

  /** False for an id that was not added. */
  mayHave(id: string): boolean {
    const slots = this.#slots
    const hash = hashOf(id)
    for (let at = hash >>> this.#shift; ; at = (at + 1) & (slots.length - 1)) {
      const held = slots[at]!
      if (held === 0) return false
      if (held === hash) return true
    }
  }

  #grow(): void {
    const held = this.#slots
    this.#slots = new Uint32Array(held.length * 2)
    this.#shift--
    for (const hash of held) if (hash !== 0) this.#put(hash)
  }

  /** Returns whether it was not there. */
  #put(hash: number): boolean {
    const slots = this.#slots
    let at = hash >>> this.#shift
    while (slots[at] !== 0) {
      if (slots[at] === hash) return false
      at = (at + 1) & (slots.length - 1)
    }
    slots[at] = hash
    return true
  }
}

/** FNV-1a over the code units, mixed so that all bits count; never 0, which is a free slot. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash = (hash ^ (hash >>> 16)) >>> 0
  return hash === 0 ? 1 : hash
}
