/** A set of traces by the CRC-32 of their ids: it may have one that was not added, and never lacks one that was. */
import { crc32 } from 'node:zlib'

const slotsMin = 1_024

export class TraceIds {
  /** A slot that is free is 0. */
  #slots: Uint32Array
  #size = 0

  constructor(sums: Uint32Array) {
    let slots = slotsMin
    while (slots < sums.length * 2) slots *= 2
    this.#slots = new Uint32Array(slots)
    for (const sum of sums) this.#add(sum)
  }

  get size(): number {
    return this.#size
  }

  /** Returns whether it is new. */
  add(traceId: string): boolean {
    return this.#add(crc32(traceId))
  }

  #add(given: number): boolean {
    const sum = given || 1
    const slot = this.#slotOf(sum)
    if (this.#slots[slot] === sum) return false
    this.#slots[slot] = sum
    this.#size++
    if (this.#size * 2 > this.#slots.length) this.#grow()
    return true
  }

  /** Where the sum is, or would be. */
  #slotOf(sum: number): number {
    const mask = this.#slots.length - 1
    let slot = Math.imul(sum, 0x9e3779b1) & mask
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== sum) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const before = this.#slots
    this.#slots = new Uint32Array(before.length * 2)
    for (const sum of before) if (sum !== 0) this.#slots[this.#slotOf(sum)] = sum
  }
}
