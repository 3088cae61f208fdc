/** Shape of a payee's statement over all epochs. */
import { z } from 'zod'
import { type Answer, amountText, chainId, count, signedAmountText, timeText } from '../base/answers.ts'
import { clauseLine } from './lists/contractAnswers.ts'
import { onChain } from './publish/answers.ts'
import { contractAmounts, earningRole, heldReason, heldTerms, path, payableFrom } from './statementAnswers.ts'

const eventName = z
  .object({ type: z.string(), source: z.string(), id: z.string(), time: timeText })
  .describe('A registry event')

const sourceToDate = z
  .object({
    asset: z.string().describe("'' for the platform fee"),
    version: z.string(),
    role: earningRole,
    earned: signedAmountText,
    first: count.describe('The first epoch with something of it'),
    last: count,
    event: eventName.nullable().describe('That released the version; null for the platform fee'),
    paths: z.array(path).describe('Of the largest sources: the paths that brought most'),
  })
  .meta({ id: 'SourceToDate' })

const epochToDate = z
  .object({
    epoch: count,
    until: timeText,
    earned: signedAmountText,
    late: amountText,
    paid: amountText,
    paidTo: z.object({ chain: chainId, account: z.string() }).nullable(),
    carried: signedAmountText,
    ...contractAmounts,
  })
  .meta({ id: 'EpochToDate' })

export const statementToDate = z
  .object({
    payee: z.string(),
    name: z.string().nullable(),
    accounts: z.array(z.object({ chain: chainId, account: z.string() })),
    epochs: count.describe('Closed so far'),
    until: timeText.nullable().describe('End of the last one'),
    onChain: z.array(onChain).optional(),
    currencies: z.array(
      z.object({
        currency: z.string(),
        earned: signedAmountText,
        late: amountText,
        paid: amountText,
        carried: signedAmountText.describe('The balance, lots included'),
        ...contractAmounts,
        held: heldReason.nullable().describe('Why a close now would not pay the balance'),
        payableFrom,
        ...heldTerms,
        toBePaid: z
          .object({ why: z.string(), step: z.string() })
          .nullable()
          .describe('Why the balance waits, and the step that ends the wait'),
        byEpoch: z.array(epochToDate).describe('Epochs in which something changed, the last first'),
        sources: z.array(sourceToDate).describe('The largest first'),
        sourcesMore: count.describe('Sources that are not listed'),
        clauses: z.array(clauseLine).describe('That take from the payee or give to it'),
        lots: z.array(z.object({ epoch: count.describe('That made it'), due: timeText, left: amountText })),
      }),
    ),
  })
  .meta({
    id: 'StatementToDate',
    description:
      'carried = earned + received − diverted + posted − withheld − paid, each over all epochs; the statement of each epoch has the events behind its figures.',
  })

export type StatementToDate = Answer<typeof statementToDate>
