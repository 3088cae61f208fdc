/** The shape of a registry event that changes money of calls which happened before it was recorded. */
import { z } from 'zod'
import { type Answer, amountText, chainId, count, timeText } from '../../base/answers.ts'

const amounts = z.array(z.object({ currency: z.string(), amount: amountText }))

export const registryChange = z
  .object({
    kind: z
      .enum(['fee', 'cost', 'release', 'suspense', 'rate', 'account', 'currency'])
      .describe(
        'fee, cost: it is in force at earlier calls; release: it takes over calls of other versions; suspense: calls of an asset or version that was not known; rate: it priced earlier calls that were recorded after it; account: it replaces one; currency: it can be paid now',
      ),
    event: z.object({
      source: z.string(),
      id: z.string(),
      recordedAt: timeText,
      revision: count.describe('Its number among the registry events, from 0'),
    }),
    asset: z.string().optional(),
    version: z.string().optional(),
    payee: z.string().optional().describe('Of a fee or a cost: who gets it; of an account: whose it is'),
    account: z
      .object({
        chain: chainId,
        before: z.string().describe('Bound at the last close'),
        now: z.string(),
        payableFrom: timeText.optional().describe('End of its notice, where the ledger has one'),
      })
      .optional(),
    calls: count.optional().describe('Calls of this close that happened before the event was recorded'),
    amounts: amounts.describe(
      'Sum of these calls; of an account or a currency: what this close pays because of it, or what waits for its notice',
    ),
    moves: z
      .array(
        z.object({
          payee: z.string(),
          currency: z.string(),
          without: amountText.describe(
            'Earned if these calls were divided as if the event were not recorded',
          ),
          with: amountText.describe('Earned in this close'),
        }),
      )
      .optional()
      .describe(
        'The largest differences for payees, with the fee; left out for costs, rates, accounts and currencies, and for all events but those with the largest amounts',
      ),
    movesCount: count.optional().describe('All payees and currencies with a difference'),
  })
  .meta({ id: 'RegistryChange' })

export const registryChanges = z.object({
  total: count.describe('How many there are; `items` has those with the largest amounts'),
  unexamined: count.describe(
    'Further releases of assets with earlier calls, those with the smallest amounts: whether they change money was not looked up',
  ),
  items: z.array(registryChange).describe('In the order recorded'),
})

export type RegistryChange = Answer<typeof registryChange>
export type RegistryChanges = Answer<typeof registryChanges>
