/**
 * SQL of the bytes of a row that are hashed. `format` copies the constant bytes between the values from its template;
 * `concat` takes each of them as one more column, which costs half as much again for a row with nine texts.
 */

/** The byte FF, which ends a text, as it is written in a literal. It is never part of UTF-8. */
export const endOfText = '\\xff'

/** The bytes of a value, and constant bytes after them as they are written in a literal. */
interface HashedPart {
  /** SQL of a String or a FixedString. */
  readonly sql: string
  readonly after?: string
}

export function endedText(name: string): HashedPart {
  return { sql: name, after: endOfText }
}

/** SQL of a String: the parts, one after another. */
export function joinedParts(parts: readonly HashedPart[]): string {
  const template = parts.map(({ after = '' }) => `{}${after}`).join('')
  return `format('${template}', ${parts.map(({ sql }) => sql).join(', ')})`
}
