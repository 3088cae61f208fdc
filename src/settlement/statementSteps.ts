/** Shape of the steps of a statement: each line says what moved the available balance, and why. */
import { z } from 'zod'
import {
  type Answer,
  amountText,
  chainId,
  count,
  shareText,
  signedAmountText,
  timeText,
} from '../base/answers.ts'

const rule = z
  .object({
    payee: z.string().nullable().describe('null: the rule is for every payee without one of its own'),
    currency: z.string().nullable().describe('null: the rule is for every currency'),
    share: shareText,
    effectiveFrom: timeText,
  })
  .describe('The rule of a reserve or of a withholding that counted')

const stepKinds = [
  'earned',
  'clause',
  'transfer',
  'payment',
  'deposit',
  'postings',
  'lotDue',
  'reserve',
  'lotDrawn',
  'withheld',
  'paid',
  'withheldFor',
] as const

export const statementStep = z
  .object({
    step: z
      .enum(stepKinds)
      .describe(
        'earned: revenue, with corrections; clause: diverted or received; postings: those that are not listed; lotDue: a lot became available; reserve: a new lot; lotDrawn: a lot paid what the payee would owe; withheldFor: withheld from others for this payee',
      ),
    amount: signedAmountText.describe('By how much it changed the available balance'),
    count: count.optional().describe('Of a line that sums what is not listed one by one: how many'),
    with: z.string().optional().describe('The other payee'),
    clause: z.string().optional(),
    tiers: z
      .array(z.object({ upTo: amountText.optional(), share: shareText }))
      .optional()
      .describe('Of a clause'),
    base: signedAmountText
      .optional()
      .describe('What the clause was about in the epoch; only where it takes from the payee'),
    cap: amountText.optional().describe('Of a clause, where it has one'),
    taken: amountText.optional().describe('By a clause to date, after the epoch'),
    left: amountText.optional().describe('Of the cap of a clause, after the epoch'),
    source: z.string().optional().describe('Of the event of a posting'),
    id: z.string().optional().describe('Of the event of a posting'),
    time: timeText.optional().describe('Of a posting'),
    note: z.string().optional().describe('The reason of a transfer, the reference of a payment or deposit'),
    epoch: count.optional().describe('The epoch that made a lot'),
    due: timeText.optional().describe('When a lot becomes available'),
    rule: rule.optional(),
    chain: chainId.optional(),
    account: z.string().optional().describe('To which was paid'),
  })
  .meta({
    id: 'StatementStep',
    description: 'Available before + Σ amounts of the steps = available after.',
  })

export type StatementStep = Answer<typeof statementStep>
