/**
 * Lists the counts of a usage object. Records of one format have the same few names, so the name and the path of each
 * place are made once and remembered.
 */
import { isObject, type Json } from '../formats/record.ts'
import type { StatedCount } from './types.ts'

/** A field of a usage object, or of an object within it. */
interface Place {
  readonly path: string
  /** The fields from the usage object on, joined by points. */
  readonly name: string
  readonly depth: number
  readonly fields: Map<string, Place>
}

const depthMax = 4
/** Records may have any names, so there are bounds. */
const rememberedMax = 10_000
const keyLengthMax = 128

const roots = new Map<string, Place>()
let remembered = 0

/** Adds every count of a usage object, with the names of its inner objects before them. Lists have no counts. */
export function pushCounts(into: StatedCount[], usage: Json, path: string): void {
  pushInner(into, usage, roots.get(path) ?? place(roots, path, { path, name: '', depth: 0 }))
}

function pushInner(into: StatedCount[], usage: Json, at: Place): void {
  const { path, name, depth, fields } = at
  for (const key of Object.keys(usage)) {
    const value = usage[key]
    if (value === null || value === undefined || typeof value === 'boolean' || Array.isArray(value)) continue
    const field =
      fields.get(key) ??
      place(fields, key, {
        path: `${path}/${key}`,
        name: depth === 0 ? key : `${name}.${key}`,
        depth: depth + 1,
      })
    if (!isObject(value)) into.push({ name: field.name, path: field.path, value })
    else if (depth < depthMax) pushInner(into, value, field)
  }
}

function place(among: Map<string, Place>, key: string, made: Omit<Place, 'fields'>): Place {
  const fresh = { ...made, fields: new Map() }
  if (remembered < rememberedMax && key.length <= keyLengthMax) {
    remembered++
    among.set(key, fresh)
  }
  return fresh
}
