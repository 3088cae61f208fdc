/** Finds what is in force at a time: the latest by its own time; of equal ones the later recorded. */
import { firstIndex } from '../base/search.ts'
import type { Micros } from '../events/time.ts'

/** How many of `items`, ascending by time, have a time ≤ `time`. */
function countUpTo<Item>(items: readonly Item[], time: Micros, timeOf: (item: Item) => Micros): number {
  return firstIndex(items.length, (at) => timeOf(items[at]!) > time)
}

/** Inserts an item after those of the same time, so of equal ones the later recorded is the last. */
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

/** The last of `items`, ascending by time, that has a time ≤ `time` and that counts. */
export function lastUpTo<Item>(
  items: readonly Item[],
  time: Micros,
  timeOf: (item: Item) => Micros,
  counts?: (item: Item) => boolean,
): Item | undefined {
  let at = countUpTo(items, time, timeOf) - 1
  if (counts) while (at >= 0 && !counts(items[at]!)) at--
  return items[at]
}

/**
 * The item in force at `time` among those that count; undefined if there is none. `insertByEffect` keeps `items` in
 * order.
 */
export function inForceAt<Item extends InForceFrom>(
  items: readonly Item[],
  time: Micros,
  counts?: (item: Item) => boolean,
): Item | undefined {
  return lastUpTo(items, time, effectiveFrom, counts)
}

/** The first item that comes into force after `time`. */
export function nextInForce<Item extends InForceFrom>(
  items: readonly Item[],
  time: Micros,
): Item | undefined {
  return items[countUpTo(items, time, effectiveFrom)]
}

/** All items that are in force at some time, ascending: of several with the same time only the last recorded. */
export function everInForce<Item extends InForceFrom>(items: readonly Item[]): Item[] {
  return items.filter((item, place) => items[place + 1]?.effectiveFrom !== item.effectiveFrom)
}
