/** A text for each row, in UTF-8, so that no string is made of any. */
export interface RowTexts {
  /** Bytes of the text. */
  length(row: number): number
  /** Writes the text from `at` on. */
  copy(row: number, into: Uint8Array, at: number): void
}

export function textAt<Text extends string>(texts: RowTexts, row: number): Text {
  const bytes = Buffer.allocUnsafe(texts.length(row))
  texts.copy(row, bytes, 0)
  return bytes.toString() as Text
}

/** Rows that have one of a few texts each. @param numberOf the place of a row's text in the list, which may grow */
export function fewTexts(texts: readonly string[], numberOf: (row: number) => number): RowTexts {
  const encoded: Uint8Array[] = []
  const of = (row: number): Uint8Array => {
    const number = numberOf(row)
    const known = encoded[number]
    if (known !== undefined) return known
    const made = Buffer.from(texts[number]!)
    encoded[number] = made
    return made
  }
  return {
    length: (row) => of(row).length,
    copy(row, into, at) {
      const text = of(row)
      // A call of the runtime costs more than the loop over so few bytes.
      for (let byte = 0; byte < text.length; byte++) into[at + byte] = text[byte]!
    },
  }
}
