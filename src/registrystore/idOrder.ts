/** The order of ids in an index, nearly: enough to write neighbours one after the other, in a tenth of the time of sorting. */

/** UTF-16 code units that decide, behind what all ids begin with. */
const unitsCompared = 4
const unitsEach = 256
/** The most places that fit beside those into a number. */
const placesMax = 2 ** 21

/** The places of the ids, by some characters of each. */
export function placesInOrder(ids: readonly string[]): Iterable<number> {
  if (ids.length > placesMax) return ids.keys()
  const from = sharedLength(ids)
  const keys = new Float64Array(ids.length)
  for (let place = 0; place < ids.length; place++) keys[place] = keyOf(ids[place]!, from) * placesMax + place
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
