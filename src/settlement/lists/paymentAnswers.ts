/** Shapes of the lists of described payments, and of payments that were made twice. */
import { z } from 'zod'
import { type Answer, amountText, nextCursor, timeText } from '../../base/answers.ts'
import { paymentStates } from '../../usage/descriptionLists.ts'

const names = z.object({ id: z.string(), source: z.string() })

export const paymentLine = z
  .object({
    state: z
      .enum(paymentStates)
      .describe(
        'paid: its call has what the description says; otherwise: its call was recorded before with something else, or another description of the payment counts; waiting: no call so far; expired: none, and the authorization has ended',
      ),
    payment: z.object({ chain: z.string(), token: z.string(), payer: z.string(), nonce: z.string() }),
    id: z.string().describe('Of the description'),
    source: z.string(),
    time: timeText,
    asset: z.string().describe('That the description names'),
    validBefore: timeText
      .nullable()
      .describe('When the authorization ends; null where the description does not say'),
    purchase: z.string().nullable().describe('The providerCallId of the description'),
    call: names
      .extend({ asset: z.string(), currency: z.string(), amount: amountText, time: timeText })
      .nullable()
      .describe('Of the payment; null where none is recorded'),
  })
  .meta({ id: 'PaymentLine' })

export const paymentPage = z
  .object({ items: z.array(paymentLine).describe('The oldest description first'), next: nextCursor })
  .meta({ id: 'PaymentPage' })

export const doublePaymentLine = z
  .object({
    purchase: z.string().describe('The providerCallId that both payments have'),
    asset: z.string(),
    currency: z.string(),
    amount: amountText.describe('Of the call that was paid later'),
    time: timeText,
    call: names.describe('The call that was paid later'),
    first: names.describe('The call that was paid first'),
    refund: z
      .object({
        ...{ specversion: z.literal('1.0'), type: z.literal('io.headwater.call.refunded') },
        ...{ source: z.string(), id: z.string(), time: timeText },
        data: z.object({ call: names, reason: z.string() }),
      })
      .describe('The event that gives the later one back; nothing records it by itself'),
  })
  .meta({ id: 'DoublePaymentLine' })

export const doublePaymentPage = z
  .object({ items: z.array(doublePaymentLine).describe('The oldest first'), next: nextCursor })
  .meta({ id: 'DoublePaymentPage' })

export type PaymentItem = Answer<typeof paymentLine>
export type DoublePaymentItem = Answer<typeof doublePaymentLine>
