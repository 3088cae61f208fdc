/** Holds: payments to a payee stop, and go on. */
import { z } from 'zod'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'

/** Both types have the same data. */
function holdEvent(description: string) {
  return defineEvent({
    schema: z
      .object({ payee: field.payee, reason: optional(field.text), effectiveFrom: field.time }, notObject)
      .describe(description),
    content: (bytes, { payee, reason, effectiveFrom }) => {
      bytes.texts(payee, reason)
      bytes.time(effectiveFrom)
    },
  })
}

export const payeeHeld = holdEvent('Stops payments to a payee in all currencies. It goes on earning.')
export const payeeCleared = holdEvent('Payments to a payee that was held go on.')
