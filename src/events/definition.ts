/** The definition of one event type: the fields of its data, the rules between them, and its content bytes. */
import type { z } from 'zod'
import type { ByteWriter } from './byteWriter.ts'
import { coded } from './coded.ts'
import type { Tidy } from './tidy.ts'

export interface EventDefinition<Schema extends z.ZodType, Data = Tidy<z.output<Schema>>> {
  /** The shape of the data. The parser and JSON Schema come from it. */
  readonly schema: Schema
  /**
   * The rules between fields. They do not depend on the registry.
   * @throws HeadwaterError for the first rule that is broken
   */
  readonly check?: (data: Tidy<z.output<Schema>>) => void
  /** Turns the schema's output into the data of the event, if the two differ. */
  readonly finish?: (data: Tidy<z.output<Schema>>) => Data
  /** Writes the data's part of the content; content.ts has the rules. The order of fields never changes. */
  readonly content: (bytes: ByteWriter, data: Data) => void
}

/** Returns `definition`; TypeScript infers the type of its data from its schema. */
export function defineEvent<Schema extends z.ZodType, Data = Tidy<z.output<Schema>>>(
  definition: EventDefinition<Schema, Data>,
): EventDefinition<Schema, Data> {
  return definition
}

export const notObject = { error: coded('event.malformed', 'This is not a JSON object.') }
export const notList = { error: coded('event.malformed', 'This is not a list.') }
export const emptyList = { error: coded('event.malformed', 'The list is empty.') }
