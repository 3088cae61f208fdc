/** A bounded cache. What was not asked for while new entries of the size `max` came is forgotten. */
export class Recent<Key, Value> {
  readonly #max: number
  readonly #sizeOf: (value: Value) => number
  #young = new Map<Key, Value>()
  #youngSize = 0
  #old = new Map<Key, Value>()

  /**
   * @param max size of all entries of each of its two halves; the last one may exceed it
   * @param sizeOf what an entry takes, in the unit of `max`; each is 1 without it
   */
  constructor(max: number, sizeOf: (value: Value) => number = () => 1) {
    this.#max = max
    this.#sizeOf = sizeOf
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  /** An entry that is set again counts again. */
  set(key: Key, value: Value): void {
    if (this.#youngSize >= this.#max) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngSize = 0
    }
    this.#young.set(key, value)
    this.#youngSize += this.#sizeOf(value)
  }

  delete(key: Key): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
