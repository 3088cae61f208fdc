/** What one type of event is made of: the fields of its data, what joins them, and the bytes that stand for them. */
import type { z } from 'zod'
import type { ByteWriter } from './byteWriter.ts'
import { coded } from './coded.ts'
import type { Tidy } from './tidy.ts'

export interface EventDefinition<Schema extends z.ZodType, Data = Tidy<z.output<Schema>>> {
  /** Shape of the data. JSON Schema and the parser are made of it. */
  readonly schema: Schema
  /**
   * What must hold across fields, whatever the registry knows.
   * @throws HeadwaterError of the first rule that does not hold
   */
  readonly check?: (data: Tidy<z.output<Schema>>) => void
  /** The data as events carry it, where that differs from what the schema gives. */
  readonly finish?: (data: Tidy<z.output<Schema>>) => Data
  /** Writes the data's part of the content; content.ts has the rules. The order of fields never changes. */
  readonly content: (bytes: ByteWriter, data: Data) => void
}

/** Gives `definition`, with the type of its data taken from its schema. */
export function defineEvent<Schema extends z.ZodType, Data = Tidy<z.output<Schema>>>(
  definition: EventDefinition<Schema, Data>,
): EventDefinition<Schema, Data> {
  return definition
}

export const notObject = { error: coded('event.malformed', 'This is not a JSON object.') }
export const notList = { error: coded('event.malformed', 'This is not a list.') }
export const emptyList = { error: coded('event.malformed', 'The list is empty.') }
