/** A few texts, numbered as they come; their order is asked for once all are there. */
export class Ranked<Text extends string> {
  readonly #numbers = new Map<Text, number>()
  readonly #items: Text[] = []

  numberOf(item: Text): number {
    const known = this.#numbers.get(item)
    if (known !== undefined) return known
    this.#numbers.set(item, this.#items.length)
    return this.#items.push(item) - 1
  }

  /** −1 for a text that has none. */
  find(item: Text): number {
    return this.#numbers.get(item) ?? -1
  }

  /** In the order of their numbers. */
  get items(): readonly Text[] {
    return this.#items
  }

  item(number: number): Text {
    return this.#items[number]!
  }

  /** The place of each in ascending order; the texts are ASCII. */
  ranks(): readonly number[] {
    const sorted = [...this.#items].sort()
    const places = new Map(sorted.map((item, place) => [item, place]))
    return this.#items.map((item) => places.get(item)!)
  }
}
