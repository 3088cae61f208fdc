/** What a field of a record is, whether it is a column or a path in JSON, and how templates read it. */
import { fail } from '../../../errors.ts'
import { isNamed } from '../../origin.ts'
import { writtenNumber } from '../../records/json.ts'
import { parseTemplate } from './template.ts'

/** One row of an input: a line of CSV, or a part of a JSON record. */
export interface Row {
  readonly line: number
  /** `#2` for the second row of the input that has the same id without it; empty for the first. */
  again: string
}

/** A text, a boolean, an object or a list; numbers are text as they were written. Undefined where it is left out or null. */
export type Field<Of extends Row> = (row: Of) => unknown
export type Template<Of extends Row> = (row: Of) => string | undefined

export interface FieldSource<Of extends Row> {
  readonly origin: string
  /** A field with exactly this name, whatever signs are in it; undefined where the source knows no names. */
  named(reference: string, path: string): Field<Of> | undefined
  /**
   * The field at a place, e.g. `metadata.user`. A field that is not `optional` must be somewhere in the input.
   * @throws HeadwaterError `mapping.malformed`
   */
  at(place: string, optional: boolean, path: string): Field<Of>
  /** Notes that at least one of these places must be somewhere in the input. */
  expect(places: readonly string[], path: string): void
}

/**
 * `Column`, `metadata.user`, `a|b` (the first that is there), `a|"text"` (a default), `a?` (which the whole input may
 * lack), `lower(a)`, `#line`, `#origin`, `#again`.
 * @param isCount whether the first that is not zero is wanted
 * @throws HeadwaterError `mapping.malformed`
 */
export function compileField<Of extends Row>(
  reference: string,
  source: FieldSource<Of>,
  path: string,
  isCount = false,
): Field<Of> {
  const named = reference === again ? undefined : source.named(reference, path)
  if (named) return named
  if (reference === '#line') return ({ line }) => String(line)
  if (reference === '#origin') return originField(source.origin, path)
  if (reference === again) return againField(path)
  const inner = /^lower\((.+)\)$/.exec(reference)?.[1]
  if (inner !== undefined) {
    const field = compileField(inner, source, path)
    return (row) => fieldText(field(row), inner).toLowerCase()
  }
  const places: string[] = []
  let mayLack = false
  const fields = reference.split('|').map((choice): Field<Of> => {
    const text = /^\s*(?:"([^"]*)"|'([^']*)')\s*$/.exec(choice)
    if (text) {
      mayLack = true
      return () => text[1] ?? text[2]
    }
    const optional = choice.endsWith('?')
    if (optional) mayLack = true
    const place = optional ? choice.slice(0, -1) : choice
    places.push(place)
    return source.named(place, path) ?? source.at(place, optional || reference.includes('|'), path)
  })
  if (!mayLack) source.expect(places, path)
  return fields.length === 1 ? fields[0]! : (row) => firstOf(fields, row, isCount)
}

/** Of an id alone. A row that is kept by itself has its own value in a field of this name. */
export const again = '#again'

function againField(path: string): (row: Row) => string {
  if (path !== '/event/id') fail('mapping.malformed', `{${again}} is a part of the id alone.`, { path })
  return (row) => row.again
}

/** A count of zero does not hide another one. */
function firstOf<Of extends Row>(fields: readonly Field<Of>[], row: Of, isCount: boolean): unknown {
  let zero: unknown
  for (const field of fields) {
    const value = field(row)
    if (value === undefined || value === '') continue
    if (!isCount || value !== '0') return value
    zero = value
  }
  return zero
}

function originField(origin: string, path: string): () => string {
  if (!isNamed(origin))
    fail(
      'mapping.malformed',
      'This input has no name for {#origin}, so its calls would count twice when it is sent again: ingest it as a file, or name it with ?origin= of /v1/ingestions.',
      { path },
    )
  return () => origin
}

/**
 * A template as a function of a row; undefined where its result is empty.
 * @param change applied to each field's text, and not to the text between fields
 * @throws HeadwaterError `mapping.malformed`
 */
export function compileTemplate<Of extends Row>(
  template: string,
  source: FieldSource<Of>,
  path: string,
  change?: (text: string) => string,
): Template<Of> {
  const parts = parseTemplate(template, path).map((part): ((row: Of) => string) => {
    if (part.kind === 'text') return () => part.text
    const field = compileField(part.reference, source, path)
    const read = (row: Of) => fieldText(field(row), part.reference)
    return change ? (row) => change(read(row)) : read
  })
  const [only] = parts
  if (parts.length === 1) return (row) => only!(row) || undefined
  return (row) => {
    let text = ''
    for (const part of parts) text += part(row)
    return text || undefined
  }
}

/** Without the spaces around it; empty where the field is left out. @throws HeadwaterError `record.malformed` */
export function fieldText(value: unknown, reference: string): string {
  if (typeof value === 'string') return value.trim()
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return (
    writtenNumber(value) ??
    fail(
      'record.malformed',
      `{${reference}} is ${Array.isArray(value) ? 'a list' : 'an object'}, and the template needs one value of it.`,
    )
  )
}
