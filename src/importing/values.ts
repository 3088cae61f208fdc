/** Reads values of JSON and YAML documents that anybody may have written. */

export type Fields = { readonly [name: string]: unknown }

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value under `name`, of the object's own fields only. */
export function fieldOf(value: unknown, ...names: readonly string[]): unknown {
  if (!isFields(value)) return undefined
  for (const name of names) if (Object.hasOwn(value, name) && value[name] !== null) return value[name]
  return undefined
}

/** A text, or a number as text. Nothing for an empty text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' ? undefined : text
}

/** One value or a list of them, as a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

export function textsOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? [])
}

/** The objects of a list. */
export function objectsOf(value: unknown): Fields[] {
  return listOf(value).filter(isFields)
}

/** The value, where all values are the same one. */
export function onlyOne<Item>(items: readonly Item[]): Item | undefined {
  return new Set(items).size === 1 ? items[0] : undefined
}
