/** Records of any content: each has an answer, an event is a JSON value, and a refused row can be read again alone. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFormat } from '../../../../src/decoding/formats/index.ts'
import type { MappedEvent } from '../../../../src/decoding/formats/mapped.ts'
import { decodeAll } from '../../../../src/decoding/records/decoder.ts'
import { readRecord } from '../../../../src/ingest/readParts.ts'
import { runs } from '../../../support/properties.ts'

const folder = new URL('../../../../examples/mappings/', import.meta.url)
const mappings = readdirSync(folder).map((name) => {
  const mapping = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  const text = JSON.stringify({ ...mapping, models: {} })
  const places = [...text.matchAll(/\{([^{}":]+)\}/g)].flatMap(([, reference]) =>
    reference!.replace(/^lower\((.*)\)$/, '$1').split('|'),
  )
  const keys = Object.values(mapping.where ?? {}).flatMap((rule) =>
    (Array.isArray(rule) ? rule : [rule]).flatMap((tests) => Object.keys(tests)),
  )
  const names = [...places, ...keys]
    .map((place) => place.replace(/[{}?]/g, ''))
    .filter((place) => !/['#"]/.test(place))
  return { mapping, names: [...new Set(names)], isCsv: name.includes('csv') }
})

const text = fc.oneof(
  fc.constantFrom(
    '1',
    '200',
    'true',
    'success',
    '12',
    '2026-03-01T10:00:00Z',
    '1772000000',
    'gpt-5',
    'Usage',
    'USD',
  ),
  fc.constantFrom(
    '',
    '0',
    '1.000',
    '1,234.5',
    '3e-05',
    'x:y',
    '{"usage_object":{"prompt_tokens":5}}',
    '{"',
    '1e999',
    '-1',
  ),
  fc.constantFrom('null', '\u0000', '😀', '"', 'a\nb', '9'.repeat(40), 'AI and Machine Learning'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const value = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
)

function csvOf(names: readonly string[], cells: readonly unknown[]): string {
  const columns = [...new Set(names.map((name) => name.split('.')[0]!))]
  const textOf = (cell: unknown) => (typeof cell === 'string' ? cell : JSON.stringify(cell))
  const quoted = (cell: unknown) => `"${textOf(cell).replaceAll('"', '""')}"`
  return `${columns.map(quoted).join(',')}\n${columns.map((_, index) => quoted(cells[index % cells.length])).join(',')}\n`
}

/** With a list at every step of the way to the rows. */
function jsonOf(names: readonly string[], rows: string, values: readonly unknown[]): string {
  const record: Record<string, unknown> = {}
  names.forEach((name, index) => {
    const steps = name.split('.')
    let at = record
    for (const step of steps.slice(0, -1)) {
      const isList = rows.split('.').includes(step)
      at[step] ??= isList ? [{}] : {}
      at = (isList ? (at[step] as unknown[])[0] : at[step]) as Record<string, unknown>
    }
    at[steps.at(-1)!] = values[index % values.length]
  })
  return JSON.stringify(record)
}

function eventsOf(input: string, format: 'csv' | 'json', mapping: object): MappedEvent[] {
  const opened = createFormat(format, mapping, 'f')
  const found: MappedEvent[] = []
  for (const block of decodeAll(Buffer.from(input), opened)) {
    for (let record = 0; record < block.count; record++) {
      const { bytes, starts, ends, lines } = block
      const place = { bytes, start: starts[record]!, end: ends[record]!, line: lines[record]! }
      found.push(...readRecord(opened, place))
    }
  }
  return found
}

test('P: whatever the fields of a record hold, it has an answer', () => {
  const kinds = { event: 0, fault: 0, skipped: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom(...mappings),
      fc.array(value, { minLength: 3, maxLength: 12 }),
      (own, values) => {
        const { mapping, names, isCsv } = own
        const format = isCsv ? 'csv' : 'json'
        const input = isCsv ? csvOf(names, values) : jsonOf(names, mapping.rows ?? '', values)
        for (const found of eventsOf(input, format, mapping)) {
          kinds['event' in found ? 'event' : 'fault' in found ? 'fault' : 'skipped']++
          if ('event' in found) JSON.stringify(found.event)
          if ('fault' in found) expect(found.fault.code).toMatch(/^(?:record|line|event)\./)
          if (found.raw === undefined || 'skipped' in found) continue
          const again = eventsOf(found.raw, format, mapping)
          expect(again.map((one) => JSON.stringify({ ...one, raw: '' }))).toEqual([
            JSON.stringify({ ...found, raw: '' }),
          ])
        }
      },
    ),
    runs('cheap', 1_000),
  )
  expect(kinds.fault).toBeGreaterThan(0)
  expect(kinds.skipped).toBeGreaterThan(0)
})
