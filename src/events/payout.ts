/** Thresholds of payouts: what has to be available before anything is paid. */
import { z } from 'zod'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'

export const payoutSet = defineEvent({
  schema: z
    .object(
      {
        currency: field.currency,
        payee: optional(field.payee),
        threshold: field.price,
        effectiveFrom: field.time,
      },
      notObject,
    )
    .describe(
      'The least that is paid out at a time; without a payee, to everybody who has no threshold of his own.',
    ),
  content: (bytes, { currency, payee, threshold, effectiveFrom }) => {
    bytes.texts(currency, payee, threshold.text)
    bytes.time(effectiveFrom)
  },
})
