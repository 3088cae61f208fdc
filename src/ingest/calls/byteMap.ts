/**
 * A map from byte strings to values. A key is looked up where its bytes are in the input, without making a string. Open
 * addressing. The map has a maximum size, and is emptied when it is full.
 */
export class ByteMap<Value> {
  readonly #entriesMax: number
  #slots: Int32Array
  #hashes: Int32Array
  #keys: DataView[] = []
  /** Of the input of the last look-up: many keys are looked up in one. */
  #view = viewOf(new Uint8Array(0))
  #viewed: Uint8Array | undefined
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
    const view = this.#viewOn(bytes)
    const hash = hashOf(view, start, end)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!
      if (entry < 0) return undefined
      if (this.#hashes[slot] === hash && isSame(this.#keys[entry]!, view, start, end))
        return this.#values[entry]
    }
  }

  /** Adds a key that is not in the map yet. Its bytes are copied. */
  add(bytes: Uint8Array, start: number, end: number, value: Value): void {
    if (this.#values.length >= this.#entriesMax) this.#empty()
    if (this.#values.length * 2 >= this.#slots.length) this.#grow()
    this.#keys.push(viewOf(Uint8Array.prototype.slice.call(bytes, start, end)))
    this.#values.push(value)
    this.#place(hashOf(this.#viewOn(bytes), start, end), this.#values.length - 1)
  }

  #viewOn(bytes: Uint8Array): DataView {
    if (this.#viewed !== bytes) {
      this.#viewed = bytes
      this.#view = viewOf(bytes)
    }
    return this.#view
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
      this.#place(hashOf(key, 0, key.byteLength), entry)
    })
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** Four bytes at a time; the last ones one by one. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start
  let at = start
  for (; at + 4 <= end; at += 4) hash = mixed(hash, view.getInt32(at, true))
  for (; at < end; at++) hash = mixed(hash, view.getUint8(at))
  return hash
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1)
  return product ^ (product >>> 15)
}

function isSame(key: DataView, view: DataView, start: number, end: number): boolean {
  const length = end - start
  if (key.byteLength !== length) return false
  let at = 0
  for (; at + 4 <= length; at += 4)
    if (key.getInt32(at, true) !== view.getInt32(start + at, true)) return false
  for (; at < length; at++) if (key.getUint8(at) !== view.getUint8(start + at)) return false
  return true
}

export function equals(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false
  return true
}
