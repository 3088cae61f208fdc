/**
 * Reads the attributes of a span or log record by the table of dialects. The table is turned around once: from the name
 * of an attribute to its place, so that a span costs one look-up an attribute.
 */
import type { StatedCount } from '../../usage/index.ts'
import { isObject, type Json, listAt, objectAt, textOf } from '../record.ts'
import { countPrefixes, dialects, type Meaning, meanings } from './dialects.ts'

/** What the attributes say. */
export interface Facts {
  /** By place. */
  readonly values: unknown[]
  readonly counts: StatedCount[]
}

interface Use {
  /** -1 for a count. */
  readonly place: number
  /** Of a count: its name for the reader of usage. */
  readonly count: string
  readonly within: string
}

const uses = new Map<string, Use>()
/** The places of each meaning, in the order of precedence. */
const placesOf = new Map<Meaning, number[]>()
let placeCount = 0

for (const meaning of meanings) {
  const places: number[] = []
  placesOf.set(meaning, places)
  for (const { attributes, within = '' } of dialects) {
    for (const name of attributes[meaning] ?? []) {
      if (uses.has(name)) continue
      places.push(placeCount)
      uses.set(name, { place: placeCount++, count: '', within })
    }
  }
}
for (const { counts = [], within = '' } of dialects) {
  for (const count of counts) {
    const [name, plain] = typeof count === 'string' ? [count, count] : count
    uses.set(name, { place: -1, count: plain, within })
  }
}

const besideCache = dialects.filter(({ inputIncludesCache }) => inputIncludesCache === false)

/** Whether spans and events of this name are of a dialect whose input leaves out the cached tokens. */
export function excludesCache(name: string): boolean {
  return besideCache.some(({ within }) => within !== undefined && name.startsWith(within))
}

/** Names that begin like counts and are none. */
const notCounts = /(?:^|[._])(?:cost|currency)(?:[._]|$)|_cost$/

const otherCounts = new Map<string, Use | undefined>()
const otherCountsMax = 1_000

/** @param name of the span or event */
export function factsOf(attributes: unknown, name: string): Facts {
  const facts: Facts = { values: new Array(placeCount).fill(undefined), counts: [] }
  if (isObject(attributes)) {
    for (const key of Object.keys(attributes)) add(facts, name, key, attributes[key])
  } else {
    for (const item of listAt(attributes, '/attributes')) {
      const { key, value } = objectAt(item, '/attributes')
      if (typeof key === 'string') add(facts, name, key, value)
    }
  }
  return facts
}

/** Whether an attribute may say anything. */
export function isRead(key: string): boolean {
  return uses.has(key) || otherCount(key) !== undefined
}

/** The first value that the attributes have with this meaning. */
export function factOf({ values }: Facts, meaning: Meaning): unknown {
  for (const place of placesOf.get(meaning)!) {
    const value = values[place]
    if (value !== undefined && value !== null && value !== '') return value
  }
  return undefined
}

export function factText(facts: Facts, meaning: Meaning): string | undefined {
  return textOf(factOf(facts, meaning))
}

/** The name of the attribute that `factOf` reads. */
export function attributeOf({ values }: Facts, meaning: Meaning): string {
  const places = placesOf.get(meaning)!
  const place = places.find((at) => values[at] !== undefined && values[at] !== null && values[at] !== '')
  for (const [name, use] of uses) if (use.place === (place ?? places[0])) return name
  return meaning
}

function add({ values, counts }: Facts, name: string, key: string, value: unknown): void {
  const use = uses.get(key) ?? otherCount(key)
  if (use === undefined || (use.within !== '' && !name.startsWith(use.within))) return
  const plain = plainValue(value)
  if (use.place >= 0) values[use.place] = plain
  else if (plain !== undefined && plain !== null) {
    counts.push({ name: use.count, path: `/attributes/${key}`, value: plain })
  }
}

function otherCount(key: string): Use | undefined {
  if (!countPrefixes.some((prefix) => key.startsWith(prefix))) return undefined
  const known = otherCounts.get(key)
  if (known !== undefined || otherCounts.has(key)) return known
  const use = notCounts.test(key) ? undefined : { place: -1, count: key, within: '' }
  if (otherCounts.size < otherCountsMax) otherCounts.set(key, use)
  return use
}

/** The one text, number or flag that an attribute has. Lists and maps are not used. 64-bit integers come as text. */
function plainValue(value: unknown): unknown {
  if (!isObject(value)) return Array.isArray(value) ? undefined : value
  const { stringValue, intValue, doubleValue, boolValue } = value
  return (
    stringValue ??
    intValue ??
    doubleValue ??
    boolValue ??
    value.string_value ??
    value.int_value ??
    value.double_value ??
    value.bool_value
  )
}

/** An attribute that has JSON text, as an object. */
export function jsonObject(text: string | undefined): Json | undefined {
  if (text === undefined || !text.startsWith('{')) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
