/** What was recorded lately, in memory, over everything before it, which may be in a store. */
import { invariant } from '../invariant.ts'
import type { Known, Listed, ListedPart, Numbered } from './model.ts'

/** @typeParam Own what the layer holds itself; `Item` is what can be read of either */
export class KnownLayer<Id, Item, Own extends Item = Item> implements Known<Id, Item> {
  readonly #below: Known<Id, Item> | undefined
  #own = new Map<Id, Own>()
  /** What the layer had when it was held: it is on its way below, and what is in `#own` is later. */
  #held: ReadonlyMap<Id, Own> | undefined
  #heldAdded = 0
  /** Ids that are not below. */
  #added: Id[] = []
  /** The id that was looked for last and not found, and the size then: a new one is looked for several times. */
  #missing: Id | undefined
  #missingSize = 0

  constructor(below: Known<Id, Item> | undefined) {
    this.#below = below
  }

  get size(): number {
    return (this.#below?.size ?? 0) + this.#added.length
  }

  get(id: Id): Item | undefined {
    if (id === this.#missing && this.size === this.#missingSize) return undefined
    const found = this.own(id) ?? this.#below?.get(id)
    if (found === undefined) {
      this.#missing = id
      this.#missingSize = this.size
    }
    return found
  }

  has(id: Id): boolean {
    return this.own(id) !== undefined || (this.#below?.has(id) ?? false)
  }

  readAhead(ids: readonly Id[]): void {
    this.#below?.readAhead?.(ids)
  }

  lookAhead(ids: readonly Id[]): void {
    this.#below?.lookAhead?.(ids.filter((id) => this.own(id) === undefined))
  }

  requireWhole(): void {
    this.#below?.requireWhole?.()
  }

  /** Each once, also where what the layer holds goes below while a reader takes its time. */
  *ids(from = 0): Iterable<Id> {
    for (let place = from; place < this.size; ) {
      const below = this.#below?.size ?? 0
      if (place >= below) yield this.#added[place++ - below]!
      else {
        for (const id of this.#below!.ids(place)) {
          yield id
          place++
        }
      }
    }
  }

  beginning(prefix: string, { from, limit }: ListedPart): Listed<Id> {
    const below = this.#below && idsBeginning(this.#below, prefix, { from, limit })
    const own = this.#added.filter((id) => String(id).startsWith(prefix))
    const [before, found] = [below?.total ?? 0, below?.ids ?? []]
    const start = Math.max(0, from - before)
    return {
      ids: [...found, ...own.slice(start, start + limit - found.length)],
      total: before + own.length,
    }
  }

  /** What the layer holds itself. */
  own(id: Id): Own | undefined {
    return this.#own.get(id) ?? this.#held?.get(id)
  }

  /** Everything that the layer holds itself: what is new, and what changed. */
  get changed(): ReadonlyMap<Id, Own> {
    return this.#held === undefined ? this.#own : new Map([...this.#held, ...this.#own])
  }

  /** The ids that are not below, in the order recorded. */
  get added(): readonly Id[] {
    return this.#added
  }

  /** Enters an id that is not known yet. */
  add(id: Id, item: Own): void {
    this.#added.push(id)
    this.#own.set(id, item)
  }

  /** Enters the state of a known id. */
  replace(id: Id, item: Own): void {
    this.#own.set(id, item)
  }

  /** Holds what the layer has, to be written below. Then call `forgetHeld`, or `keepHeld`. */
  hold(): void {
    invariant(this.#held === undefined, 'a layer is held once at a time')
    this.#held = this.#own
    this.#heldAdded = this.#added.length
    this.#own = new Map()
  }

  /** Call it when what was held is below. */
  forgetHeld(): void {
    this.#held = undefined
    this.#added = this.#added.slice(this.#heldAdded)
  }

  /** Call it where what was held is not below. */
  keepHeld(): void {
    this.#own = new Map([...(this.#held ?? []), ...this.#own])
    this.#held = undefined
  }

  /**
   * Forgets the first ids that were added, and each item that is still the one of `items`. Call it when all of that is
   * below.
   */
  forget(added: number, items: Iterable<readonly [Id, Own]>): void {
    this.#added = this.#added.slice(added)
    for (const [id, item] of items) if (this.#own.get(id) === item) this.#own.delete(id)
  }
}

export class NumberedLayer<Item> implements Numbered<Item> {
  readonly #below: Numbered<Item> | undefined
  /** Number of the first one that the layer holds itself. */
  #from: number
  #own: Item[] = []

  constructor(below: Numbered<Item> | undefined) {
    this.#below = below
    this.#from = below?.length ?? 0
  }

  get length(): number {
    return this.#from + this.#own.length
  }

  at(index: number): Item | undefined {
    return index < this.#from ? this.#below!.at(index) : this.#own[index - this.#from]
  }

  /** Each once, as `KnownLayer.ids`. */
  *[Symbol.iterator](): Generator<Item> {
    const below = this.#from
    if (this.#below) yield* firstOf(this.#below, below)
    for (let index = below; index < this.length; index++) yield this.at(index)!
  }

  get added(): readonly Item[] {
    return this.#own
  }

  push(item: Item): void {
    this.#own.push(item)
  }

  /** Replaces one that it holds itself; false where the index is below. */
  protected replaceOwn(index: number, item: Item): boolean {
    if (index < this.#from) return false
    this.#own[index - this.#from] = item
    return true
  }

  /** Forgets the first `count` that it holds itself. Call it when they are below. */
  forget(count: number): void {
    this.#from += count
    this.#own = this.#own.slice(count)
    invariant(this.#below?.length === this.#from, 'what a layer forgets is below')
  }
}

/** The ids that begin with a text, in the order recorded. */
export function idsBeginning<Id>(known: Known<Id, unknown>, prefix: string, part: ListedPart): Listed<Id> {
  if (known.beginning) return known.beginning(prefix, part)
  const all = [...known.ids()].filter((id) => String(id).startsWith(prefix))
  return { ids: all.slice(part.from, part.from + part.limit), total: all.length }
}

/** The first `length` of what only grows. */
export function firstOf<Item>(items: Numbered<Item>, length: number): Numbered<Item> {
  return {
    length,
    at: (index) => (index < length ? items.at(index) : undefined),
    *[Symbol.iterator]() {
      let at = 0
      for (const item of items) {
        if (at++ === length) return
        yield item
      }
    },
  }
}
