/** Reads one record of a gateway, as the decoder of an input does. */
import { createFormat } from '../../../src/decoding/formats/index.ts'
import type { MappedEvent } from '../../../src/decoding/formats/mapped.ts'
import { parseWrittenText } from '../../../src/decoding/records/json.ts'
import type { InputFormat } from '../../../src/service/headwater.ts'

type Tokens = readonly [input: number, output: number, cacheRead?: number, cacheWrite?: number]

/** What a record became: an event, `skipped: reason`, or the code of the fault. */
export function readRecord(format: InputFormat, record: unknown, mapping?: unknown): MappedEvent[] {
  const { read, end } = createFormat(format, mapping, '', { explains: true })
  const text = typeof record === 'string' ? record : JSON.stringify(record)
  return [...read!(parseWrittenText(text), 1), ...(end?.() ?? [])]
}

/** Of `/prompt_tokens 100 - /cached_tokens 40`. */
function sumOf(text: string): number {
  return text.split(/ (?=[+-] )/).reduce((sum, term) => {
    const count = Number(term.slice(term.lastIndexOf(' ')))
    return term.startsWith('- ') ? sum - count : sum + count
  }, 0)
}

/**
 * The token classes of the one event of a record, its amount where it has one, or what it became instead. What a trial
 * says of the classes must add up to them.
 */
export function tokensOf(format: InputFormat, record: unknown, mapping?: unknown): unknown {
  const [event, ...others] = readRecord(format, record, mapping)
  if (others.length > 0) throw new Error(`${others.length + 1} events`)
  if (event === undefined) return undefined
  if ('skipped' in event) return `skipped: ${event.skipped}`
  if ('fault' in event) return event.fault.code
  const { data } = event.event as { data: { tokens: Record<string, number>; amount?: string } }
  for (const [name, text] of Object.entries(event.from ?? {})) {
    if (sumOf(text) !== data.tokens[name]) throw new Error(`${name} is ${data.tokens[name]}, from ${text}`)
  }
  const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = data.tokens
  const counts: Tokens = [input, output, cacheRead, cacheWrite]
  return data.amount === undefined ? counts : [...counts, data.amount]
}
