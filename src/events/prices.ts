/** Prices of calls: for a call, and for a million tokens of each class. */
import type { ByteWriter } from './byteWriter.ts'
import { optional } from './coded.ts'
import * as field from './fields.ts'
import { byTokenClass, tokenClasses } from './tokenClasses.ts'

/** Fields of a zod object. */
export const priceSchemas = {
  perCall: optional(field.price),
  perMillion: optional(byTokenClass(field.price)),
} as const

/** Prices as an event gives them, in major units of a currency. */
export interface WrittenPrices {
  readonly perCall?: field.WrittenAmount
  readonly perMillion?: { readonly [Name in (typeof tokenClasses)[number]]?: field.WrittenAmount }
}

/** Writes the prices' part of a content. */
export function writePrices(bytes: ByteWriter, { perCall, perMillion }: WrittenPrices): void {
  bytes.text(perCall?.text)
  for (const name of tokenClasses) bytes.text(perMillion?.[name]?.text)
}
