/** CSV: each line is a call, and templates make its fields from the columns. */

import { fail, faultOf } from '../../errors.ts'
import { callType } from '../../events/index.ts'
import { isNamed } from '../origin.ts'
import { csvFields } from './csvFields.ts'
import type { MappedEvent } from './mapped.ts'
import type { CsvMapping } from './mapping.ts'
import { declaredAmount } from './record.ts'
import { epochTime, rfc3339 } from './times.ts'

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
  let toEvent = mapping.columns && eventMaker(mapping, mapping.columns, origin)
  return (record, line) => {
    if (!toEvent) {
      const fields = csvFields(record, mapping)
      toEvent = eventMaker(mapping, fields, origin)
      header = `${record}\n`
      return []
    }
    // With the header before it, a refused record can be read again by itself.
    const raw = header + record
    try {
      return [{ event: toEvent(csvFields(record, mapping), line), raw }]
    } catch (error) {
      return [{ fault: faultOf(error), raw }]
    }
  }
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
