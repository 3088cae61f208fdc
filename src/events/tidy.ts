/** Drops absent fields. `null` means the same as leaving a field out, and so does an empty optional list or object. */

/** `Value`, with fields that may be `undefined` or `null` as optional fields. */
export type Tidy<Value> = Value extends readonly (infer Item)[]
  ? readonly Tidy<Item>[]
  : Value extends string | number | bigint | boolean
    ? Value
    : Value extends object
      ? {
          readonly [Key in keyof Value as IsOptional<Value[Key]> extends true ? never : Key]: Tidy<Value[Key]>
        } & {
          readonly [Key in keyof Value as IsOptional<Value[Key]> extends true ? Key : never]?: Tidy<
            NonNullable<Value[Key]>
          >
        }
      : Value

type IsOptional<Value> = undefined extends Value ? true : false

/**
 * Returns a copy without absent fields. A list keeps its items. Required lists are not empty here: the schema refused
 * them.
 */
export function tidy<Value>(value: Value): Tidy<Value> {
  return tidyValue(value) as Tidy<Value>
}

function tidyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidyValue)
  if (value === null || typeof value !== 'object') return value
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[key]
    // Most fields are texts and numbers.
    const tidied = typeof field === 'object' ? tidyValue(field) : field
    if (!isAbsent(tidied)) kept[key] = tidied
  }
  return kept
}

function isAbsent(value: unknown): boolean {
  if (value === null || value === undefined) return true
  // An empty list has no keys either.
  return typeof value === 'object' && Object.keys(value).length === 0
}
