/** Shapes of the lists about contracts: clauses, advances, lots that reserves hold, and who owes. */
import { z } from 'zod'
import {
  type Answer,
  amountText,
  nextCursor,
  shareText,
  signedAmountText,
  timeText,
} from '../../base/answers.ts'
import { partRoles } from '../../events/index.ts'

export const clauseTerms = z.object({
  clause: z.string(),
  payee: z.string().describe('From whom it takes'),
  to: z.string().describe('To whom it gives'),
  currency: z.string(),
  tiers: z
    .array(
      z.object({
        upTo: amountText.optional().describe('The end of the tier, to date; left out for the last'),
        share: shareText,
      }),
    )
    .describe('One without an end where the clause has one share'),
  cap: amountText.nullable().describe('The most that it ever takes; null: no limit'),
  assets: z.array(z.string()).nullable().describe('Whose earnings it is about; null: all'),
  roles: z.array(z.enum(partRoles)).nullable().describe('Which earnings it is about; null: all'),
  rank: z.number().int(),
  effectiveFrom: timeText,
  until: timeText.nullable().describe('The last close in which it is in force; null: none agreed'),
})

export const clauseToDate = z.object({
  base: signedAmountText
    .nullable()
    .describe('What its payee earned to date of what it is about; null for a key of another payee'),
  taken: amountText.describe('Diverted to date'),
  left: amountText.nullable().describe('Of the cap; null: no cap'),
})

export const clauseLine = clauseTerms
  .extend({
    state: z.enum(['waits', 'inForce', 'ended']).describe('In a close that ends now'),
    ...clauseToDate.shape,
  })
  .meta({ id: 'ClauseLine' })

export const clausePage = z
  .object({ items: z.array(clauseLine).describe('In the order recorded'), next: nextCursor })
  .meta({ id: 'ClausePage' })

export const advanceLine = z
  .object({
    clause: z.string(),
    payee: z.string(),
    to: z.string(),
    currency: z.string(),
    cap: amountText,
    taken: amountText.describe('Recouped to date'),
    left: amountText,
    until: timeText.nullable().describe('The last close in which the clause is in force; null: none agreed'),
    pace: z
      .object({ taken: signedAmountText, from: timeText, until: timeText })
      .nullable()
      .describe('What it took in the last epochs, at most 3, and from when until when; null: in none yet'),
    recoupedBy: timeText
      .nullable()
      .describe(
        'When nothing is left at this pace; of one that is recouped, the `until` of the epoch that took the last of the cap; null: not at this pace, or the clause ends before',
      ),
    recoupedIn: z
      .number()
      .int()
      .positive()
      .nullable()
      .describe('The epoch that took the last of the cap; null: something is left'),
  })
  .meta({ id: 'AdvanceLine' })

export const advancePage = z
  .object({ items: z.array(advanceLine).describe('In the order recorded'), next: nextCursor })
  .meta({ id: 'AdvancePage' })

export const reserveLine = z
  .object({
    payee: z.string(),
    currency: z.string(),
    epoch: z.number().int().positive().describe('Of whose earnings it is held back'),
    due: timeText.describe('A close that ends then or later makes it available'),
    left: amountText,
  })
  .meta({ id: 'ReserveLine' })

export const reservePage = z
  .object({ items: z.array(reserveLine).describe('By payee, currency and epoch'), next: nextCursor })
  .meta({ id: 'ReservePage' })

export const owedLine = z
  .object({
    payee: z.string(),
    currency: z.string(),
    owed: amountText.describe('The balance without its sign'),
  })
  .meta({ id: 'OwedLine' })

export const owedPage = z
  .object({ items: z.array(owedLine).describe('By payee and currency'), next: nextCursor })
  .meta({ id: 'OwedPage' })

export type ClauseTermsShown = Answer<typeof clauseTerms>
export type ClauseItem = Answer<typeof clauseLine>
export type AdvanceItem = Answer<typeof advanceLine>
export type ReserveItem = Answer<typeof reserveLine>
export type OwedItem = Answer<typeof owedLine>
