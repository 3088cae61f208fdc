/** Currencies: registered with a token or without one, and bound to a token later. */
import { z } from 'zod'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import { bothOrNeither } from './rules.ts'

export const currencyRegistered = defineEvent({
  schema: z
    .object(
      {
        currency: field.currency,
        decimals: field.decimals,
        chain: optional(field.chain),
        token: optional(field.token),
      },
      notObject,
    )
    .describe('A currency, with the token that pays it out or without. chain and token: both or neither.'),
  check: (data) => bothOrNeither(data, 'chain', 'token'),
  content: (bytes, { currency, decimals, chain, token }) =>
    bytes.texts(currency, String(decimals), chain, token),
})

export const currencyBound = defineEvent({
  schema: z
    .object({ currency: field.currency, chain: field.chain, token: field.token }, notObject)
    .describe('Gives a currency without a token its token, once.'),
  content: (bytes, { currency, chain, token }) => bytes.texts(currency, chain, token),
})
