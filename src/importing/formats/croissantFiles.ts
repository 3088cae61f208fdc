/**
 * Where the fields of a Croissant document are in its data files: a field extracts a column, or a place in JSON, of a
 * file of the distribution. Files in archives, sets of files and transformed values are not read.
 */
import type { WantedColumns } from '../model.ts'
import { type Fields, fieldOf, objectsOf, textOf } from '../values.ts'
import { literal, property } from './linkedData.ts'

interface FieldPlace {
  readonly path: string
  readonly delimiter: string | undefined
  readonly column: string
}

const delimiters: readonly (readonly [type: RegExp, delimiter: string | undefined])[] = [
  [/tab-separated|\.tsv(?:\.gz)?$/i, '\t'],
  [/csv/i, ','],
  [/json/i, undefined],
]

/** The file and column of a field; otherwise why it is not read. */
export function placeOf(dataset: Fields, field: Fields): FieldPlace | string {
  const sources = [field, ...objectsOf(property(field, 'cr', 'subField'))].flatMap((item) =>
    objectsOf(property(item, 'cr', 'source')),
  )
  const [source] = sources
  if (source === undefined) return 'it has no source'
  if (property(source, 'cr', 'transform') !== undefined) return 'its values are transformed'
  const id = literal(property(source, 'cr', 'fileObject'))
  if (id === undefined) return 'its source is no single file'
  const file = objectsOf(property(dataset, 'sc', 'distribution')).find(
    (one) => textOf(fieldOf(one, '@id', 'name')) === id,
  )
  if (file === undefined || fieldOf(file, 'containedIn', 'cr:containedIn') !== undefined)
    return `the distribution has no file ${JSON.stringify(id)} of its own`
  const extract = property(source, 'cr', 'extract')
  const column = literal(property(extract, 'cr', 'column'))
  const json = literal(property(extract, 'cr', 'jsonPath'))?.replace(/^\$\.?/, '')
  const name = column ?? json
  if (name === undefined || name === '') return 'it names no column'
  const url = literal(property(file, 'sc', 'contentUrl')) ?? ''
  const path = localPath(url)
  if (path === undefined) return `${JSON.stringify(url)} is no file beside the document`
  const type = `${literal(property(file, 'sc', 'encodingFormat')) ?? ''} ${path}`
  const known = delimiters.find(([pattern]) => pattern.test(type))
  if (known === undefined || (known[1] === undefined) !== (json !== undefined && column === undefined))
    return `${path} is of no format that is read: CSV, TSV or JSON`
  return { path, delimiter: known[1], column: name }
}

/** A path below the folder of the document. */
function localPath(url: string): string | undefined {
  if (url === '' || /^[a-z][a-z0-9+.-]*:|^[/\\]|\\/i.test(url)) return undefined
  const parts = url.split('/').filter((part) => part !== '.' && part !== '')
  return parts.includes('..') ? undefined : parts.join('/')
}

/** The columns of these places, each file once. */
export function wantedOf(places: readonly FieldPlace[]): WantedColumns[] {
  return [...Map.groupBy(places, ({ path }) => path)].map(([path, found]) => ({
    path,
    delimiter: found[0]!.delimiter,
    columns: [...new Set(found.map(({ column }) => column))],
  }))
}
