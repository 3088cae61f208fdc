/** CSV: one line, one call, its fields made of the columns by templates. Streams in constant memory. */
import { pipeline, Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { type Fault, fail } from '../../errors.ts'
import { callType } from '../../registry/wire/parse.ts'
import { faultOf } from '../intake.ts'
import { eventBytesMax } from '../limits.ts'
import type { CsvMapping } from './mapping.ts'
import { declaredAmount } from './record.ts'
import { epochTime, rfc3339 } from './times.ts'

export type CsvRecord = { readonly line: number; readonly raw: string } & (
  | { readonly event: unknown }
  | { readonly fault: Fault }
)

interface Row {
  readonly record: readonly string[]
  readonly raw: string
  readonly info: { readonly lines: number }
}

/**
 * @param linesBefore lines that came before the first of `chunks`, for a part that is read again
 * @throws HeadwaterError `mapping.malformed` where a template names a column that is not there
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  mapping: CsvMapping,
  origin: string,
  linesBefore = 0,
): AsyncGenerator<CsvRecord> {
  const skipped: CsvRecord[] = []
  let header = ''
  const line = (lines: number) => linesBefore + lines
  const parser = parse({
    bom: true,
    delimiter: mapping.delimiter,
    quote: mapping.quote,
    info: true,
    raw: true,
    skip_empty_lines: true,
    relax_column_count: true,
    // A quote in the wrong place is part of its field; what the field says is judged later.
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: eventBytesMax,
    on_skip: (error: CsvError | undefined, raw: string | undefined) => {
      const lines = typeof error?.lines === 'number' ? error.lines : 0
      const fault = {
        code: 'record.malformed',
        message: `This is no line of CSV: ${error?.message ?? ''}`,
      } as const
      skipped.push({ line: line(lines), raw: header + (raw ?? '').trim(), fault })
      return undefined
    },
  })
  // A failing input ends the rows with its error.
  pipeline(Readable.from(chunks), parser, () => {})
  let toEvent = mapping.columns && eventMaker(mapping, mapping.columns, origin)
  for await (const { record, raw, info } of parser as AsyncIterable<Row>) {
    yield* skipped.splice(0)
    if (!toEvent) {
      toEvent = eventMaker(mapping, record, origin)
      header = `${raw.trim()}\n`
      continue
    }
    const at = line(info.lines)
    const own = { line: at, raw: header + raw.trim() }
    try {
      yield { ...own, event: toEvent(record, at) }
    } catch (error) {
      yield { ...own, fault: faultOf(error) }
    }
  }
  yield* skipped
}

type Template = (row: readonly string[], line: number) => string | undefined

/** @throws HeadwaterError `mapping.malformed` */
function eventMaker(mapping: CsvMapping, columns: readonly string[], origin: string) {
  const { event } = mapping
  const make = (template: string | undefined, field: string): Template =>
    template === undefined ? () => undefined : compile(template, columns, origin, `/event/${field}`)
  const fields = Object.entries(event).flatMap(([name, template]) =>
    typeof template === 'string' ? [[name, make(template, name)] as const] : [],
  )
  const tokens = Object.entries(event.tokens).map(
    ([name, template]) => [name, make(template, `tokens/${name}`)] as const,
  )
  return (row: readonly string[], line: number): unknown => {
    if (row.length !== columns.length) {
      fail('record.malformed', `The line has ${row.length} columns, not ${columns.length}.`)
    }
    const read = (list: readonly (readonly [string, Template])[]) =>
      Object.fromEntries(list.map(([name, template]) => [name, template(row, line)]))
    const { source, id, time, ...data } = read(fields)
    return {
      specversion: '1.0',
      type: callType,
      source,
      id,
      time: time === undefined ? undefined : timeOf(time, mapping),
      data: {
        ...data,
        amount: declaredAmount(data.amount, '/data/amount', mapping.amountDigits),
        tokens: read(tokens),
      },
    }
  }
}

function timeOf(time: string, { timeUnit, timezone }: CsvMapping): string {
  return timeUnit === 'text' ? rfc3339(time, timezone, '/time') : epochTime(time, timeUnit, '/time')
}

/** A template to a function. `{{` and `}}` stand for braces. */
function compile(template: string, columns: readonly string[], origin: string, path: string): Template {
  const parts = [...template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)].map(
    ([text, name]): Template => {
      if (text === '{{') return () => '{'
      if (text === '}}') return () => '}'
      if (text === '{' || text === '}')
        return fail('mapping.malformed', `The template ${template} has a lone brace.`, { path })
      if (name === undefined) return () => text
      if (name === '#line') return (_row, line) => String(line)
      if (name === '#origin') return () => origin
      const column = columns.indexOf(name)
      if (column < 0) {
        const known = columns.slice(0, 20).join(', ')
        fail('mapping.malformed', `There is no column ${JSON.stringify(name)}; the columns are ${known}.`, {
          path,
        })
      }
      return (row) => row[column]!.trim()
    },
  )
  return (row, line) => parts.map((part) => part(row, line)).join('') || undefined
}
