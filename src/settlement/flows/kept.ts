/** What was computed lately, by name, up to a size in all. What is asked for while it is computed is computed once. */
export class Kept<Value> {
  readonly #most: number
  readonly #sizeOf: (value: Value) => number
  readonly #values = new Map<string, { readonly value: Promise<Value>; size: number }>()

  constructor(most: number, sizeOf: (value: Value) => number) {
    this.#most = most
    this.#sizeOf = sizeOf
  }

  get(name: string, compute: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(name)
    if (known) {
      // The order of the map is that of use.
      this.#values.delete(name)
      this.#values.set(name, known)
      return known.value
    }
    const value = compute()
    const entry = { value, size: 0 }
    this.#values.set(name, entry)
    value.then(
      (computed) => {
        entry.size = this.#sizeOf(computed)
        this.#makeRoom(name)
      },
      () => {
        if (this.#values.get(name) === entry) this.#values.delete(name)
      },
    )
    return value
  }

  #makeRoom(last: string): void {
    let sum = 0
    for (const { size } of this.#values.values()) sum += size
    for (const [name, { size }] of this.#values) {
      if (sum <= this.#most) return
      if (name === last || size === 0) continue
      this.#values.delete(name)
      sum -= size
    }
  }
}
