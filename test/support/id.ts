/** Ids in tests are texts of whatever form a test needs; no parser reads them. */

/** `text` as the kind of id that is wanted where it is written. */
export function id<Id extends string>(text: string): Id {
  return text as Id
}

/** `Value` with plain texts in place of ids. */
export type PlainIds<Value> = {
  readonly [Name in keyof Value]: Value[Name] extends string ? string : Value[Name]
}

export function withIds<Value>(plain: PlainIds<Value>): Value {
  return plain as unknown as Value
}
