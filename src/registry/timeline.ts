/** What is in force at a time: the latest by its time, of equal ones the later recorded. */
import { firstIndex } from '../base/search.ts'
import type { Micros } from '../events/time.ts'

/** How many of `items`, ascending by time, have a time ≤ `time`. */
export function countUpTo<Item>(
  items: readonly Item[],
  time: Micros,
  timeOf: (item: Item) => Micros,
): number {
  return firstIndex(items.length, (at) => timeOf(items[at]!) > time)
}

/** Behind those of the same time, so that of equal ones the later recorded comes last. */
export function insertByTime<Item>(items: Item[], item: Item, timeOf: (item: Item) => Micros): void {
  const at = countUpTo(items, timeOf(item), timeOf)
  if (at === items.length) items.push(item)
  else items.splice(at, 0, item)
}

interface InForceFrom {
  readonly effectiveFrom: Micros
}

const effectiveFrom = (item: InForceFrom) => item.effectiveFrom

/** Keeps `items` ascending by `effectiveFrom`, equal ones in the order recorded. */
export function insertByEffect<Item extends InForceFrom>(items: Item[], item: Item): void {
  insertByTime(items, item, effectiveFrom)
}

/** The one in force at `time`; undefined where none is yet. `items` are as `insertByEffect` keeps them. */
export function inForceAt<Item extends InForceFrom>(items: readonly Item[], time: Micros): Item | undefined {
  const byThen = countUpTo(items, time, effectiveFrom)
  return byThen === 0 ? undefined : items[byThen - 1]
}

/** Each that is ever in force, ascending: of several with the same time the later recorded alone. */
export function everInForce<Item extends InForceFrom>(items: readonly Item[]): Item[] {
  return items.filter((item, place) => items[place + 1]?.effectiveFrom !== item.effectiveFrom)
}
