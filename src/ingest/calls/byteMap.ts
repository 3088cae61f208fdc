/**
 * A map from byte strings to values. A key is looked up where its bytes are in the input, without making a string. Open
 * addressing with FNV-1a. The map has a maximum size, and is emptied when it is full.
 */
export class ByteMap<Value> {
  readonly #entriesMax: number
  #slots: Int32Array
  #hashes: Int32Array
  #keys: Uint8Array[] = []
  #values: Value[] = []

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax
    this.#slots = new Int32Array(64).fill(-1)
    this.#hashes = new Int32Array(64)
  }

  get size(): number {
    return this.#values.length
  }

  /** The value of the key in bytes[start .. end). */
  get(bytes: Uint8Array, start: number, end: number): Value | undefined {
    const hash = hashOf(bytes, start, end)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!
      if (entry < 0) return undefined
      if (this.#hashes[slot] === hash && equals(this.#keys[entry]!, bytes, start, end))
        return this.#values[entry]
    }
  }

  /** Adds a key that is not in the map yet. Its bytes are copied. */
  add(bytes: Uint8Array, start: number, end: number, value: Value): void {
    if (this.#values.length >= this.#entriesMax) this.#empty()
    if (this.#values.length * 2 >= this.#slots.length) this.#grow()
    this.#keys.push(Uint8Array.prototype.slice.call(bytes, start, end))
    this.#values.push(value)
    this.#place(hashOf(bytes, start, end), this.#values.length - 1)
  }

  #empty(): void {
    this.#keys = []
    this.#values = []
    this.#slots.fill(-1)
  }

  #place(hash: number, entry: number): void {
    const mask = this.#slots.length - 1
    let slot = hash & mask
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask
    this.#slots[slot] = entry
    this.#hashes[slot] = hash
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1)
    this.#hashes = new Int32Array(this.#slots.length)
    this.#keys.forEach((key, entry) => {
      this.#place(hashOf(key, 0, key.length), entry)
    })
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash ^ (hash >>> 15)
}

export function equals(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false
  return true
}
