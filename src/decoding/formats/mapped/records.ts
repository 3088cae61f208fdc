/** The fields of JSON records as fields of templates, and the rows of records that have several. */
import { nearTexts } from '../../../base/nearTexts.ts'
import { fail } from '../../../errors.ts'
import { isObject } from '../record.ts'
import type { Field, FieldSource, Row } from './fields.ts'
import { LazyJson } from './lazyJson.ts'
import { hasPlace, type Place, parsedText, parsePlace, plainValue, valueAt } from './places.ts'
import { repeatedName } from './repeatedNames.ts'

/** A record, or one row of it. Its values are read through one of two classes, so that most records are parsed fast. */
interface JsonRow extends Row {
  at(field: JsonField): unknown
}

interface JsonField {
  readonly place: Place
  /** How many of its steps are the way to the rows: there the value is the one that this row is in. */
  readonly shared: number
}

/** A record that is one row. */
export class WholeRecord implements JsonRow {
  readonly line: number
  again = ''
  readonly #json: LazyJson

  /** @throws HeadwaterError `line.notJson`, `record.malformed` */
  constructor(text: string, line: number) {
    this.line = line
    this.#json = new LazyJson(text)
    if (!isObject(this.#json.value)) fail('record.malformed', 'The record is not a JSON object.')
  }

  at({ place }: JsonField): unknown {
    return this.#json.at(place)
  }
}

/** One of several rows of a record. */
export class RecordRow implements JsonRow {
  readonly line: number
  again = ''
  /** The values on the way from the record to the row. */
  readonly #way: readonly unknown[]

  constructor(way: readonly unknown[], line: number) {
    this.#way = way
    this.line = line
  }

  at({ place, shared }: JsonField): unknown {
    return plainValue(valueAt(this.#way[shared], place, shared, parsedText))
  }
}

/** A row with the values on the way to it, and the text of its record as it would be with this row alone. */
interface FoundRow {
  readonly way: readonly unknown[]
  readonly text: string
}

export function* rowsOf(record: unknown, place: Place): Generator<FoundRow> {
  yield* below(record, place, 0, { way: [record], before: '', after: '' })
}

interface Outside {
  readonly way: readonly unknown[]
  /** Of the text. */
  readonly before: string
  readonly after: string
}

function* below(value: unknown, place: Place, step: number, outside: Outside): Generator<FoundRow> {
  const { way, before, after } = outside
  if (step === place.length) {
    yield { way, text: before + JSON.stringify(value) + after }
    return
  }
  const name = place[step]!
  if (!isObject(value)) return
  const next = Object.hasOwn(value, name) ? value[name] : undefined
  if (next === undefined || next === null) return
  const [head, tail] = around(value, name)
  const [open, close] = Array.isArray(next) ? [`${head}[`, `]${tail}`] : [head, tail]
  const inside = { before: before + open, after: close + after }
  const items: readonly unknown[] = Array.isArray(next) ? next : [next]
  for (const item of items) yield* below(item, place, step + 1, { way: [...way, item], ...inside })
}

/** The text of an object before and after the value of one of its fields, which comes last. */
function around(value: object, name: string): readonly [before: string, after: string] {
  const { [name]: _, ...rest } = value as Readonly<Record<string, unknown>>
  const others = JSON.stringify(rest).slice(0, -1)
  return [`${others}${others.length > 1 ? ',' : ''}${JSON.stringify(name)}:`, '}']
}

/** Places in JSON. Whether an input has them shows only when its first records are looked at. */
export class Paths implements FieldSource<JsonRow> {
  readonly origin: string
  readonly rows: Place
  /** Per template, places of which at least one must be somewhere in the input. */
  readonly expected: { readonly path: string; readonly places: readonly string[] }[] = []

  constructor(rows: Place, origin: string) {
    this.rows = rows
    this.origin = origin
  }

  named(): undefined {}

  at(text: string): Field<JsonRow> {
    const place = parsePlace(text)
    let shared = 0
    while (shared < this.rows.length && place[shared] === this.rows[shared]) shared++
    const field: JsonField = { place, shared }
    return (row) => row.at(field)
  }

  expect(places: readonly string[], path: string): void {
    this.expected.push({ places, path })
  }
}

const fieldsShown = 20

/** Finds the fields of templates in the first records of an input. */
export class FieldWatch {
  #missing: readonly { readonly path: string; readonly places: readonly string[] }[]
  readonly #rows: Place
  readonly #names: ReadonlySet<string>
  readonly #seen = new Set<string>()

  constructor({ expected, rows }: Paths) {
    this.#missing = expected
    this.#rows = rows
    this.#names = new Set(expected.flatMap(({ places }) => places.flatMap(parsePlace)))
  }

  /** Whether nothing is missing any more. A record that is not JSON shows nothing. */
  look(record: string): boolean {
    let value: unknown
    try {
      value = JSON.parse(record)
    } catch {
      return this.#missing.length === 0
    }
    const repeated = repeatedName(record, this.#names)
    if (repeated !== undefined) failRepeated(repeated)
    // A record without rows, such as an empty page, shows nothing either.
    if (isObject(value) && !rowsOf(value, this.#rows).next().done) {
      for (const name of Object.keys(value)) if (this.#seen.size < fieldsShown) this.#seen.add(name)
      this.#missing = this.#missing.filter(
        ({ places }) => !places.some((place) => hasPlace(value, parsePlace(place))),
      )
    }
    return this.#missing.length === 0
  }

  /** A name with dots is no path, and rows have the fields of their record before their own. */
  #alike(place: string): string {
    if (place.includes('.') && this.#seen.has(place)) return ` Is it {/${place.replaceAll('~', '~0')}}?`
    const rows = this.#rows.join('.')
    const inRows = rows !== '' && !place.startsWith(`${rows}.`)
    const near = nearTexts(place, this.#seen)[0]
    if (near !== undefined) return ` Is it {${near}}?`
    return inRows ? ` Of a row, the field is {${rows}.${place}}.` : ''
  }

  /** @throws HeadwaterError `mapping.malformed` where records were seen, and a field was in none of them */
  check(): void {
    const [first] = this.#missing
    if (first === undefined || this.#seen.size === 0) return
    const names = first.places.map((place) => JSON.stringify(place)).join(' or ')
    fail(
      'mapping.malformed',
      `No record at the beginning of the input has the field ${names}; the fields are ${[...this.#seen].join(', ')}.${this.#alike(first.places[0]!)} Write {${first.places[0]}?} where the input may lack it.`,
      { path: first.path },
    )
  }
}

function failRepeated(name: string): never {
  fail(
    'mapping.malformed',
    `A record at the beginning of the input has the field ${JSON.stringify(name)} twice in one object, so which of them is meant can't be said.`,
    { path: '/event', fix: 'Export records whose fields have different names.' },
  )
}
