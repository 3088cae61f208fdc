/**
 * Pieces that the shapes of several answers share. Money is decimal text in major units, atoms are decimal text, times
 * are RFC 3339 in UTC.
 */

import { z } from 'zod'

export const amountText = z
  .string()
  .regex(/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/)
  .describe('Decimal text in major units, without trailing zeros')

/** An amount that corrections or payments may bring below 0. */
export const signedAmountText = z
  .string()
  .regex(/^(?:0|-?(?:0\.[0-9]+|[1-9][0-9]*(?:\.[0-9]+)?))$/)
  .describe('Decimal text in major units, without trailing zeros; below 0 it begins with a minus sign')

export const atomsText = z
  .string()
  .regex(/^(?:0|[1-9][0-9]*)$/)
  .describe('Whole atoms (smallest coins), decimal text')

/** A share as answers write it. */
export const shareText = z
  .string()
  .regex(/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/)
  .describe('Decimal fraction of at most 9 fraction digits')

export const timeText = z.string().describe('RFC 3339 in UTC')

export const chainId = z.string().describe('CAIP-2, e.g. eip155:8453')

/** The cursor of a page is opaque; it is `null` on the last page. */
export const nextCursor = z
  .string()
  .nullable()
  .describe('Send it as `cursor` to get the next page; null on the last')

export const count = z.number().int().nonnegative()

/** An answer as code sees it: what the schema gives, read only. */
export type Answer<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T
