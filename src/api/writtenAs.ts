/**
 * Large answers, written as the service made them. To compare every part of them with its schema, as is done with all
 * others, takes longer than to make them. Their types are made of the schemas, and a test compares what is written with
 * what the schema makes of it.
 */
import type { z } from 'zod'

/** @returns writes an answer with its own fields in the order of the schema, and what is in them in their own order */
export function writtenAs<Schema extends z.ZodObject>(schema: Schema): (answer: z.output<Schema>) => string {
  const names = Object.keys(schema.shape)
  return (answer) => JSON.stringify(Object.fromEntries(names.map((name) => [name, answer[name]])))
}
