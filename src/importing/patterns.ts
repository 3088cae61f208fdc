/** Patterns of the policy: a text in which each `*` stands for any characters, which `{1}`, `{2}` … repeat. */

export interface Pattern {
  /** The texts under the stars, or undefined where it does not match. */
  match(text: string): readonly string[] | undefined
}

/** @param ignoreCase letters of either case are the same */
export function patternOf(text: string, ignoreCase = false): Pattern {
  const escaped = text.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${escaped.join('(.*?)')}$`, ignoreCase ? 'isu' : 'su')
  return { match: (tried) => expression.exec(tried)?.slice(1) }
}

/** `{1}` is what the first star matched. Other braces stay. */
export function filled(template: string, found: readonly string[]): string {
  return template.replaceAll(/\{(\d)\}/g, (whole, place: string) => found[Number(place) - 1] ?? whole)
}

interface Found<Value> {
  readonly value: Value
  /** The texts under the stars of the key. */
  readonly found: readonly string[]
}

/** A table whose keys are patterns: an exact key first, then the first pattern in the order written. */
export class PatternTable<Value> {
  readonly #exact = new Map<string, Value>()
  readonly #patterns: { readonly pattern: Pattern; readonly value: Value }[] = []

  constructor(entries: Readonly<Record<string, Value>>) {
    for (const [key, value] of Object.entries(entries)) {
      if (key.includes('*')) this.#patterns.push({ pattern: patternOf(key), value })
      else this.#exact.set(key, value)
    }
  }

  find(text: string): Found<Value> | undefined {
    return this.findAny([text])
  }

  /** Of several texts for one thing: an exact key of any of them stands before every pattern. */
  findAny(texts: readonly string[]): Found<Value> | undefined {
    for (const text of texts)
      if (this.#exact.has(text)) return { value: this.#exact.get(text) as Value, found: [] }
    for (const { pattern, value } of this.#patterns) {
      for (const text of texts) {
        const found = pattern.match(text)
        if (found !== undefined) return { value, found }
      }
    }
    return undefined
  }
}
