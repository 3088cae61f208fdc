/** Costs: what a call of an asset costs, and to whom it goes, before its revenue is divided. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { formatShare } from '../money/share.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import { priceSchemas, writePrices } from './prices.ts'

export const costSet = defineEvent({
  schema: z
    .object(
      {
        asset: field.asset,
        payee: field.payee,
        currency: field.currency,
        effectiveFrom: field.time,
        ...priceSchemas,
        share: optional(field.shareFromZero),
      },
      notObject,
    )
    .describe(
      'The cost of calls of an asset in one currency from a moment on: prices, a share of the amount, or both.',
    ),
  check: ({ perCall, perMillion, share }) => {
    if (perCall === undefined && perMillion === undefined && share === undefined) {
      fail('cost.empty', 'A cost has a price, in perCall or in perMillion, or a share.', { path: '/data' })
    }
  },
  content: (bytes, data) => {
    bytes.texts(data.asset, data.payee, data.currency)
    bytes.time(data.effectiveFrom)
    writePrices(bytes, data)
    bytes.text(data.share === undefined ? undefined : formatShare(data.share))
  },
})
