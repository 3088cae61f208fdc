/** Withholdings: a part of each payment goes to another payee, such as a tax office. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { formatShare, sharePartsWhole } from '../money/share.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'

export const withholdingSet = defineEvent({
  schema: z
    .object(
      {
        payee: optional(field.payee),
        currency: optional(field.currency),
        share: field.shareFromZero,
        to: field.payee,
        effectiveFrom: field.time,
      },
      notObject,
    )
    .describe(
      'The share of payments that goes to another payee. The most special one counts: of payee and currency, of the payee, of the currency, of all.',
    ),
  check: ({ share }) => {
    if (share === sharePartsWhole)
      fail('share.outOfRange', 'A withholding is below 1: something has to be paid.', { path: '/data/share' })
  },
  content: (bytes, { payee, currency, share, to, effectiveFrom }) => {
    bytes.texts(payee, currency, formatShare(share), to)
    bytes.time(effectiveFrom)
  },
})
