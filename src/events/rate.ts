/** Rates: prices of an asset's calls. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import { byTokenClass, tokenClasses } from './tokenClasses.ts'

export const rateSet = defineEvent({
  schema: z
    .object(
      {
        asset: field.asset,
        currency: field.currency,
        effectiveFrom: field.time,
        perCall: optional(field.price),
        perMillion: optional(byTokenClass(field.price)),
      },
      notObject,
    )
    .describe('Prices of an asset in major units from a moment on; at least one price.'),
  check: ({ perCall, perMillion }) => {
    if (perCall === undefined && perMillion === undefined) {
      fail('rate.empty', 'A rate has at least one price, in perCall or in perMillion.', { path: '/data' })
    }
  },
  content: (bytes, { asset, currency, effectiveFrom, perCall, perMillion }) => {
    bytes.texts(asset, currency)
    bytes.time(effectiveFrom)
    bytes.text(perCall?.text)
    for (const name of tokenClasses) bytes.text(perMillion?.[name]?.text)
  },
})
