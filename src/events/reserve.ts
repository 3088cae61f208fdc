/** Reserves: a part of what payees earn is kept back for some days. */
import { z } from 'zod'
import { formatShare } from '../money/share.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'

const reserveDaysMax = 3_650

export const reserveSet = defineEvent({
  schema: z
    .object(
      {
        currency: field.currency,
        payee: optional(field.payee),
        share: field.shareFromZero,
        days: field.whole('The number of days of a reserve', reserveDaysMax),
        effectiveFrom: field.time,
      },
      notObject,
    )
    .describe(
      'The share of earnings that is kept back, and for how many days; without a payee, of everybody who has no reserve of his own.',
    ),
  content: (bytes, { currency, payee, share, days, effectiveFrom }) => {
    bytes.texts(currency, payee, formatShare(share))
    bytes.digits(days)
    bytes.time(effectiveFrom)
  },
})
