/** Shapes of the lists of disputes and refunds. */
import { z } from 'zod'
import { type Answer, amountText, count, nextCursor, timeText } from '../../base/answers.ts'

/** Where the call of a correction is. */
const callState = z
  .enum(['settled', 'suspense', 'pending', 'unknown'])
  .describe('Of the call; unknown: no such call is recorded yet')

const common = {
  id: z.string(),
  source: z.string(),
  time: timeText,
  call: z.object({ id: z.string(), source: z.string() }).describe('As the event names it'),
  asset: z.string().nullable().describe('That the call names; null where the call is unknown'),
  callState,
  reason: z.string().nullable(),
}

export const disputeLine = z
  .object({
    ...common,
    currency: z.string().nullable(),
    amount: amountText.nullable().describe('Of the call, as accepted'),
    held: amountText
      .nullable()
      .describe('What its open disputes hold of the call: the amount without what is refunded'),
    days: count.describe('Full days since the dispute'),
  })
  .meta({ id: 'DisputeLine' })

export const disputePage = z
  .object({ items: z.array(disputeLine).describe('Open ones, the oldest first'), next: nextCursor })
  .meta({ id: 'DisputePage' })

export const refundStates = ['counts', 'excess', 'mismatched', 'waiting', 'pending'] as const

export const refundLine = z
  .object({
    ...common,
    currency: z.string().nullable().describe('null: with `amount` null'),
    amount: amountText.nullable().describe('null: what the other refunds leave'),
    state: z
      .enum(refundStates)
      .describe(
        'counts: in the last close; excess: it counts, and the refunds of the call that count are more than the call; mismatched: it is in another currency than the call, and changes nothing; waiting: for a close that settles the call; pending: a later close counts it',
      ),
  })
  .meta({ id: 'RefundLine' })

export const refundPage = z
  .object({ items: z.array(refundLine).describe('The oldest first'), next: nextCursor })
  .meta({ id: 'RefundPage' })

export type DisputeItem = Answer<typeof disputeLine>
export type RefundItem = Answer<typeof refundLine>
