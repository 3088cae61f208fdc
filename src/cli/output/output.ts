/** Standard output: text for people or JSON objects, one a line, for machines; never both. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { z } from 'zod'

/** The reader went away (`headwater tree 1 | head`): nothing is wrong, and nothing more is to be said. */
export class OutputClosed extends Error {}

export interface Output {
  readonly json: boolean
  /** A line of text, or several; nothing where the output is JSON, and then it is not even made. */
  text(lines: string | (() => string)): Promise<void>
  /** One object on one line, its fields in the order of the schema wherever it came from; nothing where the output is text. */
  object(schema: z.ZodType, value: unknown): Promise<void>
  /** As it is: parts of an object too large for one string. */
  raw(text: string): Promise<void>
}

export function createOutput(stream: Writable, json: boolean): Output {
  let closed = false
  stream.on('error', () => {
    closed = true
  })
  async function write(text: string): Promise<void> {
    if (closed) throw new OutputClosed()
    if (stream.write(text)) return
    // A stream that breaks instead of draining rejects here.
    await once(stream, 'drain').catch(() => {
      throw new OutputClosed()
    })
  }
  return {
    json,
    text: async (lines) => {
      if (!json) await write(`${typeof lines === 'string' ? lines : lines()}\n`)
    },
    object: async (schema, value) => (json ? write(`${JSON.stringify(schema.parse(value))}\n`) : undefined),
    raw: write,
  }
}
