/** The columns of a CSV file as fields of templates. */
import { nearTexts } from '../../../base/nearTexts.ts'
import { fail } from '../../../errors.ts'
import type { Field, FieldSource, Row } from './fields.ts'
import { LazyJson } from './lazyJson.ts'
import { parsePlace } from './places.ts'

export class CsvRow implements Row {
  readonly fields: readonly string[]
  readonly line: number
  again = ''
  /** By column: cells that are JSON are parsed once, however many templates read them. */
  #parsed: (LazyJson | undefined)[] | undefined

  constructor(fields: readonly string[], line: number) {
    this.fields = fields
    this.line = line
  }

  /** @throws HeadwaterError `record.malformed` where the cell has text that is not JSON */
  json(column: number, name: string): LazyJson | undefined {
    this.#parsed ??= []
    const known = this.#parsed[column]
    if (known) return known
    const text = this.fields[column]!.trim()
    if (text === '') return undefined
    try {
      this.#parsed[column] = new LazyJson(text)
    } catch {
      fail('record.malformed', `The column ${JSON.stringify(name)} is not JSON: ${cut(text)}.`)
    }
    return this.#parsed[column]
  }
}

const shownMax = 64

function cut(text: string): string {
  return JSON.stringify(text.length > shownMax ? `${text.slice(0, shownMax)}…` : text)
}

const columnsShown = 20

/**
 * `Column` is the column with this name, `Column#2` the second of several with one name, and `Column.a.b` or
 * `Column#/a/b` a place in the JSON of its cells.
 */
export class Columns implements FieldSource<CsvRow> {
  readonly origin: string
  readonly #names: readonly string[]

  constructor(names: readonly string[], origin: string) {
    this.#names = names
    this.origin = origin
  }

  named(reference: string, path: string): Field<CsvRow> | undefined {
    const column = this.#columnOf(reference, path)
    return column < 0 ? undefined : ({ fields }) => fields[column]
  }

  at(place: string, optional: boolean, path: string): Field<CsvRow> {
    const numbered = /^(.*)#([1-9][0-9]{0,3})$/s.exec(place)
    if (numbered) {
      const column = this.#places(numbered[1]!)[Number(numbered[2]) - 1]
      if (column !== undefined) return ({ fields }) => fields[column]
    }
    for (const [name, steps] of splits(place)) {
      const column = this.#columnOf(name, path)
      if (column < 0) continue
      const inside = parsePlace(steps)
      return (row) => row.json(column, name)?.at(inside)
    }
    if (optional) return () => undefined
    return this.#failMissing(place, path)
  }

  /** Of one place, `at` has found that it is there. */
  expect(places: readonly string[], path: string): void {
    const isThere = (place: string) =>
      [place, ...[...splits(place)].map(([name]) => name)].some((name) => this.#places(name).length > 0)
    if (places.length > 1 && !places.some(isThere)) this.#failMissing(places[0]!, path)
  }

  /** -1 for no column. @throws HeadwaterError `mapping.malformed` where several have the name */
  #columnOf(name: string, path: string): number {
    const found = this.#places(name)
    if (found.length > 1) {
      const numbers = found.map((column) => column + 1).join(' and ')
      fail(
        'mapping.malformed',
        `${found.length} columns have the name ${JSON.stringify(name)}: ${numbers}. Write {${name}#1} for the first of them, {${name}#2} for the second.`,
        { path },
      )
    }
    return found[0] ?? -1
  }

  #places(name: string): number[] {
    // Spaces around a name do not make two columns of it, because they can't be seen.
    const wanted = name.trim()
    return indexesOf(this.#names, (column) => column.trim() === wanted)
  }

  #failMissing(place: string, path: string): never {
    const alike =
      this.#names.find((name) => folded(name) === folded(place)) ?? nearTexts(place, this.#names)[0]
    const hint = alike === undefined ? '' : ` Is it ${JSON.stringify(alike)}?`
    const known = this.#names.slice(0, columnsShown).join(', ')
    return fail(
      'mapping.malformed',
      `There is no column ${JSON.stringify(place)}; the columns are ${known}.${hint}`,
      { path },
    )
  }
}

/** The ways to divide a place into a column and a place in its JSON, the longest name of a column first. */
function* splits(place: string): Generator<readonly [column: string, inside: string]> {
  const pointer = place.indexOf('#/')
  if (pointer > 0) yield [place.slice(0, pointer), place.slice(pointer + 1)]
  for (let dot = place.lastIndexOf('.'); dot > 0; dot = place.lastIndexOf('.', dot - 1)) {
    yield [place.slice(0, dot), place.slice(dot + 1)]
  }
}

function indexesOf<Item>(items: readonly Item[], fits: (item: Item) => boolean): number[] {
  return items.flatMap((item, index) => (fits(item) ? [index] : []))
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
