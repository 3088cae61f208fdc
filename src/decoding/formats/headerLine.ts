/**
 * The header line of a CSV file, and lines in it that are no records. Exports that were put one after the other have
 * their header in the middle too, perhaps with its columns in another order, and spreadsheets end in lines without values.
 */

/** A line of data has fewer cells that are names of columns by chance. */
const namedCellsMin = 2

export class HeaderLine {
  readonly #columns: readonly string[]
  readonly #names: ReadonlySet<string>

  constructor(columns: readonly string[]) {
    this.#columns = columns
    this.#names = new Set(columns.map((column) => column.trim()))
  }

  /** Whether the cells of a line are names of columns: of all of these, or of most where the header is another one. */
  isAgain(fields: readonly string[]): boolean {
    const first = fields[0]!.trim()
    if (first === '' || !this.#names.has(first)) return false
    const named = new Set(fields.map((field) => field.trim()).filter((field) => this.#names.has(field)))
    return named.size >= namedCellsMin && named.size * 2 >= fields.length
  }

  /** Whether a line has the same columns at the same places. */
  isSame(fields: readonly string[]): boolean {
    const columns = this.#columns
    return (
      fields.length === columns.length && fields.every((field, at) => field.trim() === columns[at]!.trim())
    )
  }
}

export function isWithoutValues(fields: readonly string[]): boolean {
  return fields[0]!.trim() === '' && fields.every((field) => field.trim() === '')
}

export const headerAgain = 'header line again'
export const withoutValues = 'line without values'
