/** The attributes of CloudEvents 1.0 that every event has beside its data. */
import { z } from 'zod'
import { coded } from './coded.ts'
import { notObject } from './definition.ts'
import * as field from './fields.ts'
import { kindOf } from './sentences.ts'
import { quoted } from './text.ts'
import { type EventType, eventDefinitions } from './types.ts'

const notSpecversion = {
  error: ({ input }: { input: unknown }) =>
    coded(
      'event.specversion',
      `specversion must be "1.0"; this is ${typeof input === 'string' ? quoted(input) : kindOf(input)}.`,
    ),
}

export const envelopeSchema = z
  .object(
    {
      specversion: z.literal('1.0', notSpecversion),
      id: field.text,
      source: field.text,
      type: z.string({
        error: ({ input }) => coded('event.malformed', `type is not a string, but ${kindOf(input)}.`),
      }),
      time: field.time,
    },
    notObject,
  )
  .describe('A CloudEvents 1.0 event in JSON. Other attributes are allowed and do not count.')

/** The whole event of one type, for JSON Schema. */
export function eventSchema(type: EventType): z.ZodType {
  return envelopeSchema.extend({ type: z.literal(type), data: eventDefinitions[type].schema })
}
