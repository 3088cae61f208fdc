/** CSV: each line is a call, and templates make its fields from the columns. */

import { fail } from '../../errors.ts'
import { callType } from '../../events/index.ts'
import { isNamed } from '../origin.ts'
import { csvFields } from './csvFields.ts'
import { type EventNames, type MappedEvent, mappedCall } from './mapped.ts'
import type { CsvMapping } from './mapping.ts'
import { declaredAmount } from './record.ts'
import { dateInOrder, epochTime, rfc3339 } from './times.ts'

/**
 * A reader of one file's records, in order. The first is the header, unless the mapping names the columns.
 * @returns a function of a record and its line. It throws HeadwaterError `mapping.malformed` where a template names a
 *   missing column, because then no line of the file can be read
 */
export function createCsvReader(
  mapping: CsvMapping,
  origin: string,
): (record: string, line: number) => Iterable<MappedEvent> {
  let header = ''
  let maker = mapping.columns && eventMaker(mapping, mapping.columns, origin)
  return (record, line) => {
    if (!maker) {
      const fields = csvFields(record, mapping)
      maker = eventMaker(mapping, fields, origin)
      header = `${record}\n`
      return []
    }
    return [readRow(maker, record, line, { mapping, header })]
  }
}

/** With the header before it, a refused record can be read again by itself. */
function readRow(
  maker: EventMaker,
  record: string,
  line: number,
  { mapping, header }: { mapping: CsvMapping; header: string },
): MappedEvent {
  let names: EventNames = {}
  const event = mappedCall(
    {},
    () => {
      const row = csvFields(record, mapping)
      maker.check(row)
      names = maker.names(row, line)
      return { event: maker.event(row, line, names) }
    },
    header + record,
  )
  return 'fault' in event ? { ...event, ...names } : event
}

type Template = (row: readonly string[], line: number) => string | undefined

interface EventMaker {
  /** @throws HeadwaterError `record.malformed` where the row has another number of columns */
  check(row: readonly string[]): void
  names(row: readonly string[], line: number): EventNames
  /** @throws HeadwaterError `record.malformed` */
  event(row: readonly string[], line: number, names: EventNames): unknown
}

/** @throws HeadwaterError `mapping.malformed` */
function eventMaker(mapping: CsvMapping, columns: readonly string[], origin: string): EventMaker {
  const { source, id, time, tokens, ...rest } = mapping.event
  const make = (template: string, field: string): Template =>
    compile(template, columns, origin, `/event/${field}`)
  const compiled = (templates: Readonly<Record<string, string | undefined>>, prefix = '') =>
    Object.entries(templates).flatMap(([name, template]) =>
      template === undefined ? [] : [[name, make(template, prefix + name)] as const],
    )
  const read = (list: readonly (readonly [string, Template])[], row: readonly string[], line: number) =>
    Object.fromEntries(list.map(([name, template]) => [name, template(row, line)]))
  const [names, times] = [compiled({ source, id }), make(time, 'time')]
  const [fields, counts] = [compiled(rest), compiled(tokens, 'tokens/')]
  return {
    check(row) {
      if (row.length !== columns.length) {
        fail('record.malformed', `The line has ${row.length} columns, not ${columns.length}.`)
      }
    },
    names: (row, line) => read(names, row, line),
    event(row, line, named) {
      const when = times(row, line)
      return {
        specversion: '1.0',
        type: callType,
        ...named,
        time: when === undefined ? undefined : timeOf(when, mapping),
        data: { ...withAmount(read(fields, row, line), mapping), tokens: read(counts, row, line) },
      }
    },
  }
}

/** A row without an amount, of a file that has amounts, is priced by the rate: it has no currency either then. */
function withAmount(
  data: Readonly<Record<string, string | undefined>>,
  { event, decimalMark, amountDigits }: CsvMapping,
): Readonly<Record<string, string | undefined>> {
  if (event.amount === undefined) return data
  if (data.amount === undefined) return { ...data, currency: undefined }
  const path = '/data/amount'
  const point = decimalMark === ',' ? decimalPoint(data.amount, path) : data.amount
  return { ...data, amount: declaredAmount(point, path, amountDigits) }
}

function decimalPoint(amount: string, path: string): string {
  if (!/^[0-9]+(?:,[0-9]+)?$/.test(amount)) {
    fail('record.malformed', `${path} is not an amount with a decimal comma and no other signs.`, { path })
  }
  return amount.replace(',', '.')
}

function timeOf(time: string, { timeUnit, timezone, dateOrder }: CsvMapping): string {
  if (timeUnit !== 'text') return epochTime(time, timeUnit, '/time')
  return rfc3339(dateOrder === undefined ? time : dateInOrder(time, dateOrder, '/time'), timezone, '/time')
}

/** Compiles a template to a function. `{{` and `}}` mean braces. */
function compile(template: string, columns: readonly string[], origin: string, path: string): Template {
  const parts = [...template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)].map(
    ([text, name]): Template => {
      if (text === '{{') return () => '{'
      if (text === '}}') return () => '}'
      if (text === '{' || text === '}')
        return fail('mapping.malformed', `The template ${template} has an unmatched brace.`, { path })
      if (name === undefined) return () => text
      if (name === '#line') return (_row, line) => String(line)
      if (name === '#origin') {
        if (!isNamed(origin))
          fail(
            'mapping.malformed',
            'This input has no name for {#origin}, so its calls would count twice when it is sent again: ingest it as a file, or name it with ?origin= of /v1/ingestions.',
            { path },
          )
        return () => origin
      }
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
