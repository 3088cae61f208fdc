/** Pieces that several response schemas share. Money is decimal text in major units, atoms are decimal text. */

import { z } from 'zod'
import { edgeTermAnswers } from '../../events/edgeTerms.ts'

export const amountText = z
  .string()
  .regex(/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/)
  .describe('Decimal text in major units, without trailing zeros')

export const atomsText = z
  .string()
  .regex(/^(?:0|[1-9][0-9]*)$/)
  .describe('Whole atoms (smallest coins), decimal text')

export { shareText } from '../../events/fields.ts'

export const timeText = z.string().describe('RFC 3339 in UTC')

export const chainId = z.string().describe('CAIP-2, e.g. eip155:8453')

/** A lineage edge as people see it: the source, pinned, and what it takes. */
export const lineageEdge = z
  .object({ asset: z.string(), version: z.string(), ...edgeTermAnswers })
  .meta({ id: 'LineageEdge' })

/** The cursor of a page is opaque; it is `null` on the last page. */
export const nextCursor = z
  .string()
  .nullable()
  .describe('Send it as `cursor` to get the next page; null on the last')

export const count = z.number().int().nonnegative()
