/**
 * Reads the attributes of a span or log record by the table of dialects. The table is turned around once: from the name
 * of an attribute to its place, so that a span costs one look-up an attribute.
 */
import type { StatedCount } from '../../usage/index.ts'
import { isObject, type Json, listAt, objectAt, textOf } from '../record.ts'
import { countPrefixes, dialects, type Meaning, meanings } from './dialects/index.ts'
import { jsonObject, plainValue, textWithin, valueMap } from './values.ts'

/** What the attributes say. */
export interface Facts {
  /** By place. */
  readonly values: unknown[]
  readonly counts: StatedCount[]
}

interface Use {
  /** -1 for a count, -2 for an object with attributes. */
  readonly place: number
  /** Of a count: its name for the reader of usage. */
  readonly count: string
  readonly within: string
  /** Texts that stand for nothing here. */
  readonly empty: ReadonlySet<string> | undefined
  /** What the attribute says in spans and events of another name. */
  readonly next: Use | undefined
}

const noModel = new Set(['none', 'null', 'undefined', 'unknown', 'no-model'])
const noKind = new Set(['none', 'unknown', 'default', 'other', 'span', 'unset'])
/** Micrometer writes `none` where it knows no value, and some SDKs have a kind for all other spans. */
const emptyOf: { readonly [Name in Meaning]?: ReadonlySet<string> } = {
  requestModel: noModel,
  responseModel: noModel,
  provider: noModel,
  operation: noKind,
  refinedKind: noKind,
  spanKind: noKind,
  observationType: noKind,
  requestType: noKind,
}

const countPlace = -1
const objectPlace = -2

const uses = new Map<string, Use>()
/** The places of each meaning, in the order of precedence. */
const placesOf = new Map<Meaning, number[]>()
let placeCount = 0

/** Beginnings of the names above, up to a point: an object with such a name holds attributes. */
const beginnings = new Set<string>()

function addUse(name: string, place: number, { count = '', within = '' }, empty?: ReadonlySet<string>): void {
  const next = uses.get(name)
  uses.set(name, { place, count, within, empty, next: within === '' ? undefined : next })
  for (let at = name.indexOf('.'); at > 0; at = name.indexOf('.', at + 1)) beginnings.add(name.slice(0, at))
}

for (const meaning of meanings) {
  const places: number[] = []
  placesOf.set(meaning, places)
  for (const { attributes, within = '' } of dialects) {
    for (const name of attributes[meaning] ?? []) {
      if (within === '' && uses.has(name)) continue
      places.push(placeCount)
      addUse(name, placeCount++, { within }, emptyOf[meaning])
    }
  }
}
for (const { counts = [], objects = [], within = '' } of dialects) {
  for (const count of counts) {
    const [name, plain] = typeof count === 'string' ? [count, count] : count
    addUse(name, countPlace, { count: plain, within })
  }
  for (const name of objects) {
    addUse(name, objectPlace, { within })
    beginnings.add(name)
  }
}
for (const prefix of countPrefixes) beginnings.add(prefix.slice(0, -1))

const besideCache = dialects.filter(({ inputIncludesCache }) => inputIncludesCache === false)

/** Whether spans and events of this name are of a dialect whose input leaves out the cached tokens. */
export function excludesCache(name: string): boolean {
  return besideCache.some(({ within }) => within !== undefined && name.startsWith(within))
}

/** Names that begin like counts and are none. */
const notCounts = /(?:^|[._])(?:cost|currency)(?:[._]|$)|_cost$|cost_usd$/

const otherCounts = new Map<string, Use | undefined>()
const otherCountsMax = 1_000

/** @param name of the span or event */
export function factsOf(attributes: unknown, name: string): Facts {
  const facts: Facts = { values: new Array(placeCount).fill(undefined), counts: [] }
  if (isObject(attributes)) addAll(facts, name, '', attributes)
  else {
    for (const item of listAt(attributes, '/attributes')) {
      const pair = objectAt(item, '/attributes')
      const key = pair.key ?? pair.Key
      // OTLP before 0.5 has the value beside the key, and the SDK for Go writes its names with capitals.
      if (typeof key === 'string') add(facts, name, key, pair.value ?? pair.Value ?? pair)
    }
  }
  return facts
}

/** Whether an attribute may say anything. */
export function isRead(key: string): boolean {
  return uses.has(key) || beginnings.has(key) || otherCount(key) !== undefined
}

/** The first value that the attributes have with this meaning. */
export function factOf({ values }: Facts, meaning: Meaning): unknown {
  for (const place of placesOf.get(meaning)!) {
    const value = values[place]
    if (value !== undefined && value !== null && value !== '') return value
  }
  return undefined
}

/** All of them, each with the name of its attribute. */
export function factsWith(facts: Facts, meaning: Meaning): { value: unknown; attribute: string }[] {
  const found: { value: unknown; attribute: string }[] = []
  for (const place of placesOf.get(meaning)!) {
    const value = facts.values[place]
    if (value !== undefined && value !== null && value !== '')
      found.push({ value, attribute: nameAt(place) ?? meaning })
  }
  return found
}

export function factText(facts: Facts, meaning: Meaning): string | undefined {
  return textOf(factOf(facts, meaning))
}

/** The name of the attribute that `factOf` reads. */
export function attributeOf(facts: Facts, meaning: Meaning): string {
  return factsWith(facts, meaning)[0]?.attribute ?? nameAt(placesOf.get(meaning)![0]!) ?? meaning
}

function nameAt(place: number): string | undefined {
  for (const [name, use] of uses) {
    for (let at: Use | undefined = use; at; at = at.next) if (at.place === place) return name
  }
  return undefined
}

function add(facts: Facts, name: string, key: string, value: unknown): void {
  let use = uses.get(key) ?? otherCount(key)
  while (use !== undefined && use.within !== '' && !name.startsWith(use.within)) use = use.next
  if (use === undefined) {
    if (beginnings.has(key)) addObject(facts, name, key, value)
    return
  }
  const plain = plainValue(value)
  if (use.place >= 0) facts.values[use.place] = use.empty ? nameOf(plain, use.empty) : plain
  else if (
    (plain !== undefined && plain !== null && !isObjectText(plain)) ||
    !addObject(facts, name, key, value)
  )
    addCount(facts, use, key, plain)
}

function addCount({ counts }: Facts, { place, count }: Use, key: string, value: unknown): void {
  if (place === countPlace && value !== undefined && value !== null)
    counts.push({ name: count, path: `/attributes/${key}`, value })
}

const depthMax = 8

/** An object as JSON text, as a map of OTLP or as JSON: its fields have its name before theirs. */
function addObject(facts: Facts, name: string, key: string, value: unknown): boolean {
  const map = valueMap(value) ?? jsonObject(textOf(plainValue(value)))
  if (map && key.split('.').length <= depthMax) addAll(facts, name, `${key}.`, map)
  return map !== undefined
}

function addAll(facts: Facts, name: string, before: string, map: Json): void {
  for (const key of Object.keys(map)) add(facts, name, before + key, map[key])
}

function isObjectText(value: unknown): boolean {
  return typeof value === 'string' && value.charCodeAt(0) === 0x7b
}

/** Some SDKs write every value as JSON, names within quotes. */
function nameOf(value: unknown, empty: ReadonlySet<string>): unknown {
  if (typeof value !== 'string') return value
  const text = textWithin(value)
  return text.length <= 9 && empty.has(text.toLowerCase()) ? undefined : text
}

function otherCount(key: string): Use | undefined {
  if (!countPrefixes.some((prefix) => key.startsWith(prefix))) return undefined
  const known = otherCounts.get(key)
  if (known !== undefined || otherCounts.has(key)) return known
  const use: Use | undefined = notCounts.test(key)
    ? undefined
    : { place: countPlace, count: key, within: '', empty: undefined, next: undefined }
  if (otherCounts.size < otherCountsMax) otherCounts.set(key, use)
  return use
}
