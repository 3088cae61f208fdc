/** The fields of the first records of an input, with values that show what they hold. */
import { csvDelimiters, csvFields, isSeparatorLine } from '../decoding/formats/csvFields.ts'
import { parsedText } from '../decoding/formats/mapped/places.ts'
import { isObject } from '../decoding/formats/record.ts'
import { recordBytesMax } from '../decoding/limits.ts'
import type { RecordBlock } from '../decoding/records/block.ts'
import { Decoder } from '../decoding/records/decoder.ts'
import { writtenNumber } from '../decoding/records/json.ts'

export interface SampledField {
  /** As a template names it, without braces. */
  readonly name: string
  /** Texts that are not empty, in the order of the records. */
  readonly values: readonly string[]
}

export interface Sample {
  readonly format: 'csv' | 'json'
  /** Of CSV. */
  readonly delimiter?: string
  /** Of JSON whose records have a list of rows. */
  readonly rows?: string
  readonly records: number
  readonly fields: readonly SampledField[]
}

const recordsMax = 200
const depthMax = 5
const fieldsMax = 500

/** @param head the beginning of the input, unpacked */
export function sampleOf(head: Uint8Array): Sample {
  const first = head.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return first === 0x7b || first === 0x5b ? jsonSample(head) : csvSample(head)
}

function csvSample(head: Uint8Array): Sample {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  const [first = '', second = ''] = text.split(/\r?\n/, 2)
  const named = isSeparatorLine(first) ? /=(.)/.exec(first)?.[1] : undefined
  const header = isSeparatorLine(first) ? second : first
  const counts = csvDelimiters.map((sign) => header.split(sign).length)
  const delimiter = named ?? csvDelimiters[counts.indexOf(Math.max(...counts))]!
  const form = { delimiter, quote: '"' }
  const read = textsOf(head, new Decoder({ recordBytesMax, shape: form }))
  const lines = isSeparatorLine(read[0] ?? '') ? read.slice(1) : read
  const names = quietly(() => csvFields(lines[0] ?? '', form)) ?? []
  const fields = new Fields()
  for (const line of lines.slice(1)) {
    quietly(() => csvFields(line, form))?.forEach((value, column) => {
      const name = names[column]
      if (name === undefined) return
      const repeated =
        names.indexOf(name) === names.lastIndexOf(name)
          ? name
          : `${name}#${names.slice(0, column + 1).filter((one) => one === name).length}`
      const object = value.startsWith('{') ? quietly(() => parsedText(value)) : undefined
      if (isObject(object)) {
        fields.addObject(object, repeated, 0)
      } else fields.add(repeated, value.trim())
    })
  }
  for (const name of names) fields.add(name, '')
  return { format: 'csv', delimiter, records: Math.max(lines.length - 1, 0), fields: fields.list() }
}

function jsonSample(head: Uint8Array): Sample {
  const records = textsOf(head, new Decoder({ recordBytesMax }))
    .map((text) => quietly(() => parsedText(text)))
    .filter(isObject)
  const rows = records[0] && rowsPlace(records[0], [])
  const fields = new Fields()
  for (const record of records) fields.addObject(record, '', 0)
  return {
    format: 'json',
    ...(rows !== undefined && { rows }),
    records: records.length,
    fields: fields.list(),
  }
}

/** The way to a list of objects that is most of the record: an answer of an API has its rows in `data`. */
function rowsPlace(value: object, way: readonly string[]): string | undefined {
  const lists = Object.entries(value).filter(
    ([, item]) => Array.isArray(item) && item.length > 0 && isObject(item[0]),
  )
  const list = lists.length === 1 ? lists[0] : lists.find(([name]) => listNames.has(name))
  if (list === undefined || (way.length === 0 && !listNames.has(list[0]))) return undefined
  const [name, items] = list
  const place = [...way, name]
  return rowsPlace((items as object[])[0]!, place) ?? place.join('.')
}

const listNames = new Set(['data', 'results', 'items', 'records', 'rows', 'logs', 'generations', 'requests'])

class Fields {
  readonly #values = new Map<string, string[]>()

  add(name: string, value: string): void {
    if (!this.#values.has(name) && this.#values.size >= fieldsMax) return
    const values = this.#values.get(name) ?? []
    if (value !== '') values.push(value)
    this.#values.set(name, values)
  }

  addObject(value: object, prefix: string, depth: number): void {
    for (const [key, item] of Object.entries(value)) {
      const name = placeOf(prefix, key)
      const items: readonly unknown[] = Array.isArray(item) ? item : [item]
      for (const one of items) {
        const nested =
          typeof one === 'string' && one.startsWith('{') ? (quietly(() => parsedText(one)) ?? one) : one
        if (isObject(nested)) {
          if (depth < depthMax) this.addObject(nested, name, depth + 1)
        } else if (!Array.isArray(item) || depth > 0) this.add(name, textOf(nested))
      }
    }
  }

  list(): SampledField[] {
    return [...this.#values].map(([name, values]) => ({ name, values }))
  }
}

/** Names with signs of places in them are written as a JSON pointer. */
function placeOf(prefix: string, key: string): string {
  if (!/[.[\]|?/#"'{}]/.test(key) && !prefix.startsWith('/')) return prefix === '' ? key : `${prefix}.${key}`
  const start = prefix.startsWith('/') ? prefix : prefix === '' ? '' : `/${prefix.replaceAll('.', '/')}`
  return `${start}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return writtenNumber(value) ?? ''
}

function textsOf(head: Uint8Array, decoder: Decoder): string[] {
  const texts: string[] = []
  const take = (blocks: Iterable<RecordBlock>) => {
    for (const { bytes, count, starts, ends } of blocks) {
      for (let record = 0; record < count && texts.length <= recordsMax; record++) {
        texts.push(bytes.toString('utf8', starts[record], ends[record]))
      }
    }
  }
  take(decoder.push(head))
  take(decoder.end())
  return texts
}

function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
