/** Counts the values of columns of a data file, as a stream: only the values are kept. */
import { csvFields, headerFields } from '../decoding/formats/csvFields.ts'
import { parsePlace, valueAt } from '../decoding/formats/mapped/places.ts'
import { unpackStream } from '../decoding/input/unpack.ts'
import { recordBytesMax } from '../decoding/limits.ts'
import { decode } from '../decoding/records/decoder.ts'
import { utf8Text } from '../decoding/records/json.ts'
import { fail } from '../errors.ts'
import { literals } from './formats/linkedData.ts'
import type { WantedColumns } from './model.ts'

type Tally = Map<string, Map<string, number>>
/** Of one column. */
const valuesMax = 100_000

/** @throws HeadwaterError `lineage.malformed`, `lineage.tooLarge`, `input.damaged` */
export async function tallyColumns(chunks: AsyncIterable<Uint8Array>, wanted: WantedColumns): Promise<Tally> {
  const { delimiter, columns } = wanted
  const tally: Tally = new Map(columns.map((column) => [column, new Map()]))
  const form = { delimiter: delimiter ?? ',', quote: '"' }
  const shape = delimiter === undefined ? {} : { shape: form }
  let read = delimiter === undefined ? jsonValues(columns) : undefined
  for await (const block of decode(unpackStream(chunks), { recordBytesMax, ...shape })) {
    for (let record = 0; record < block.count; record++) {
      const line = block.lines[record]!
      if (block.faults.has(record)) fail('lineage.malformed', `${wanted.path} can't be read on line ${line}.`)
      const text = utf8Text(block.bytes, block.starts[record]!, block.ends[record]!)
      if (read === undefined) {
        read = csvValues(headerFields(text, form), wanted, form)
        continue
      }
      for (const [column, values] of read(text)) {
        const counts = tally.get(column)!
        for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1)
        if (counts.size > valuesMax)
          fail(
            'lineage.tooLarge',
            `The column ${column} of ${wanted.path} has more than ${valuesMax} values.`,
          )
      }
    }
  }
  return tally
}

type ReadValues = (text: string) => (readonly [column: string, values: readonly string[]])[]

function csvValues(
  names: readonly string[],
  { columns, path }: WantedColumns,
  form: { delimiter: string; quote: string },
): ReadValues {
  const places = columns.map((column) => {
    const at = names.findIndex((name) => name.trim() === column)
    if (at < 0) fail('lineage.malformed', `${path} has no column ${JSON.stringify(column)}.`)
    return [column, at] as const
  })
  return (text) => {
    const fields = csvFields(text, form)
    return places.map(([column, at]) => {
      const value = (fields[at] ?? '').trim()
      return [column, value === '' ? [] : [value]] as const
    })
  }
}

function jsonValues(columns: readonly string[]): ReadValues {
  const places = columns.map((column) => [column, parsePlace(column)] as const)
  return (text) => {
    const record: unknown = JSON.parse(text)
    return places.map(
      ([column, place]) => [column, literals(valueAt(record, place, 0, () => undefined))] as const,
    )
  }
}
