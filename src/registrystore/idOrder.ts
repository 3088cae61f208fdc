/** The order of keys in an index, nearly: enough to write neighbours one after the other, in a tenth of the time of sorting. */

/** UTF-16 code units that decide, behind what all ids begin with. */
const unitsCompared = 4
const unitsEach = 256
/** The most places that fit beside those into a number. */
const placesMax = 2 ** 21
/** Keys that stand for so many accounts each, of 48 bits. */
const accountKeys = 2 ** 30
const accountsEach = 2 ** 18

/** The places of the ids, by some characters of each. */
export function placesInOrder(ids: readonly string[]): Iterable<number> {
  if (ids.length > placesMax) return ids.keys()
  const from = sharedLength(ids)
  return placesByKeys(ids.length, (place) => keyOf(ids[place]!, from))
}

/** The places of accounts, by their parts and some bits of each. */
export function accountsInOrder(parts: readonly number[], accounts: readonly number[]): Iterable<number> {
  if (accounts.length > placesMax) return accounts.keys()
  return placesByKeys(accounts.length, (place) => {
    // New payees follow each other, so they are of two parts, rarely.
    return (parts[place]! % 2) * accountKeys + Math.floor(accounts[place]! / accountsEach)
  })
}

/** @param keyOf a whole number below 2^32 */
function placesByKeys(length: number, keyOf: (place: number) => number): Float64Array {
  const keys = new Float64Array(length)
  for (let place = 0; place < length; place++) keys[place] = keyOf(place) * placesMax + place
  // Without a function that compares, numbers are sorted fast.
  keys.sort()
  return keys.map((key) => key % placesMax)
}

/** Characters that all ids have in common at their beginning. */
function sharedLength(ids: readonly string[]): number {
  const [first = ''] = ids
  let shared = first.length
  for (const id of ids) {
    let at = 0
    while (at < shared && id.charCodeAt(at) === first.charCodeAt(at)) at++
    shared = at
  }
  return shared
}

/** Of characters beyond Latin, as of the last of those. */
function keyOf(id: string, from: number): number {
  let key = 0
  for (let at = from; at < from + unitsCompared; at++)
    key = key * unitsEach + (at < id.length ? Math.min(id.charCodeAt(at), unitsEach - 1) : 0)
  return key
}
