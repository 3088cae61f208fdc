/** Rates: prices of an asset's calls. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import { priceSchemas, writePrices } from './prices.ts'

export const rateSet = defineEvent({
  schema: z
    .object(
      { asset: field.asset, currency: field.currency, effectiveFrom: field.time, ...priceSchemas },
      notObject,
    )
    .describe('Prices of an asset in major units from a moment on; at least one price.'),
  check: ({ perCall, perMillion }) => {
    if (perCall === undefined && perMillion === undefined) {
      fail('rate.empty', 'A rate has at least one price, in perCall or in perMillion.', { path: '/data' })
    }
  },
  content: (bytes, data) => {
    bytes.texts(data.asset, data.currency)
    bytes.time(data.effectiveFrom)
    writePrices(bytes, data)
  },
})
