/** Metered calls: the revenue events. The byte-level reader of src/ingest/calls reads the same fields from bytes. */
import { z } from 'zod'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import { bothOrNeither } from './rules.ts'
import type { Tidy } from './tidy.ts'
import { byTokenClass, tokenClasses } from './tokenClasses.ts'

export const callType = 'io.headwater.call.metered'

const schema = z
  .object(
    {
      asset: field.asset,
      version: optional(field.version),
      amount: optional(field.price),
      currency: optional(field.currency),
      caller: optional(field.text),
      agent: optional(field.text),
      tokens: optional(byTokenClass(field.tokens)),
      traceId: optional(field.text),
      providerCallId: optional(field.text),
    },
    notObject,
  )
  .describe(
    'A call of an asset, with its amount or with tokens that the asset’s rate prices. amount and currency: both or neither.',
  )

/** A field of a call's data, as it is written. */
export type CallField = keyof z.output<typeof schema>

/**
 * The data of a call. `amount` is in major units without trailing zeros; the number of digits as written is beside it.
 */
export type CallData = Omit<Tidy<z.output<typeof schema>>, 'amount'> & {
  readonly amount?: string
  readonly amountFractionDigits?: number
}

export const callMetered = defineEvent<typeof schema, CallData>({
  schema,
  check: (data) => bothOrNeither(data, 'amount', 'currency'),
  finish: ({ amount, ...rest }) =>
    amount === undefined
      ? rest
      : { ...rest, amount: amount.text, amountFractionDigits: amount.fractionDigits },
  content: (bytes, data) => {
    bytes.texts(data.asset, data.version, data.amount, data.currency, data.caller, data.agent)
    for (const name of tokenClasses) bytes.digits(data.tokens?.[name])
    bytes.texts(data.traceId, data.providerCallId)
  },
})
