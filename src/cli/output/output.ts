/** Standard output: text for people or JSON objects, one a line, for machines; never both. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { z } from 'zod'

/** The reader closed the output (`headwater tree 1 | head`). This is not a failure, and there is nothing more to print. */
export class OutputClosed extends Error {}

export interface Output {
  readonly json: boolean
  /** Prints one line of text or several. Where the output is JSON it prints nothing, and does not compose the text. */
  text(lines: string | (() => string)): Promise<void>
  /** Prints one object on one line, its fields in the order of the schema. Where the output is text it prints nothing. */
  object(schema: z.ZodType, value: unknown): Promise<void>
  /** Prints the text as it is: a part of an object that is too large for one string. */
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
    // Where the stream fails instead of draining, this rejects.
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
