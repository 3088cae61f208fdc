/** Shapes of the summaries of a ledger: revenue, and why balances wait. */
import { z } from 'zod'
import { type Answer, amountText, count } from '../../base/answers.ts'
import { callStates } from '../../usage/lists.ts'
import { heldReason } from '../statementAnswers.ts'

const day = z.string().describe('yyyy-mm-dd in UTC')
const sums = { calls: count, amount: amountText }

export const revenueReport = z
  .object({
    from: day.nullable().describe('The first day; null where the ledger has no calls'),
    to: day.nullable().describe('The day of the newest call'),
    currencies: z.array(z.object({ currency: z.string(), ...sums })),
    cut: z.boolean().describe('Currencies with fewer calls are left out'),
    days: z
      .array(z.object({ day, currency: z.string(), state: z.enum(callStates), ...sums }))
      .describe('Days with calls; sorted by currency, day and state'),
    assets: z
      .array(z.object({ asset: z.string(), currency: z.string(), ...sums }))
      .describe('Of each currency the assets with the highest revenue, the highest first'),
    others: z
      .array(z.object({ currency: z.string(), assets: count, ...sums }))
      .describe('All other assets, where there are any'),
  })
  .meta({
    id: 'RevenueReport',
    description: 'Calls as accepted, by their own time; corrections are not in it.',
  })

const payees = { currency: z.string(), payees: count, amount: amountText }

export const heldReport = z
  .object({
    epoch: z.number().int().positive().nullable().describe('The last closed epoch; null where none is'),
    reasons: z
      .array(
        z.object({
          held: heldReason
            .nullable()
            .describe('Why a close now would not pay it; null where it would pay it'),
          ...payees,
        }),
      )
      .describe('Of the highest balances of each currency; sorted by currency, the highest amount first'),
    others: z.array(z.object(payees)).describe('Lower balances, whose reasons were not looked at'),
    owed: z.array(z.object(payees)).describe('Balances below 0, as positive amounts'),
  })
  .meta({ id: 'HeldReport' })

export type RevenueReport = Answer<typeof revenueReport>
export type HeldReport = Answer<typeof heldReport>
