/** Shapes of statements and balances. */

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
import { relations } from '../events/edgeNames.ts'
import { onChain } from './publish/answers.ts'
import { statementStep } from './statementSteps.ts'

/** What a ledger with corrections, postings or contracts adds to a payee's figures of an epoch. */
export const contractAmounts = {
  adjusted: signedAmountText
    .describe('Part of `earned` that came from corrections of calls settled before')
    .optional(),
  received: signedAmountText.describe('From other payees, by clauses').optional(),
  diverted: signedAmountText.describe('To other payees, by clauses').optional(),
  posted: signedAmountText
    .describe('Transfers, payments and deposits, net, and what was withheld from others for this payee')
    .optional(),
  withheld: amountText.describe('Withheld from the payment').optional(),
  reserved: amountText.describe('Of `carried`: lots that are not due').optional(),
}

export const reserved = amountText
  .optional()
  .describe('Of the balance: lots that are not due; left out where there are none')

export const statementLine = z
  .object({
    payee: z.string(),
    currency: z.string(),
    earned: signedAmountText,
    late: amountText.describe('Part of `earned` that came from late calls'),
    paid: amountText,
    carried: signedAmountText.describe('Balance after the epoch, lots included'),
    ...contractAmounts,
  })
  .meta({
    id: 'StatementLine',
    description:
      'carried = carried before + earned + received − diverted + posted − withheld − paid. `adjusted` and what follows are there from the first close of a ledger with corrections, postings or contracts on.',
  })

export const earningRole = z.enum(['fee', 'holder', 'contributor', 'cost'])

/**
 * Why money stays with Headwater: the payee owes it, all of it is in lots, the currency has no token, the payee is held,
 * it is below the payee's threshold, it is less than an atom, the account can't be paid yet, or there is none.
 */
export const heldReason = z.enum([
  'noToken',
  'noAccount',
  'accountNotice',
  'belowAtom',
  'owed',
  'reserved',
  'payeeHeld',
  'belowThreshold',
])

export const payableFrom = timeText
  .optional()
  .describe('With `accountNotice`: a close pays to the account where its `until` is after this time')

const correctedCall = z
  .object({
    id: z.string(),
    source: z.string(),
    time: timeText,
    epoch: count.describe('That settled the call'),
    amount: signedAmountText.describe(
      "By how much the payee's part of the call changed: by the flow of this call alone, without caps and clauses",
    ),
    by: z
      .array(
        z.object({
          type: z.enum(['refunded', 'disputed', 'closed']).describe('closed: a dispute of the call'),
          source: z.string(),
          id: z.string(),
          reason: z.string().nullable(),
        }),
      )
      .describe('The events; at most 10'),
  })
  .meta({ id: 'CorrectedCall' })

const sourceCap = z
  .object({
    asset: z.string().describe('The derived version, which pays'),
    version: z.string(),
    sourceAsset: z.string(),
    sourceVersion: z.string(),
    share: shareText.describe('Of what the derived version receives'),
    carried: signedAmountText.describe('In the epoch'),
    cap: amountText,
    taken: amountText.describe('To date, after the epoch'),
    left: amountText.describe('Of the cap, after the epoch'),
  })
  .meta({ id: 'SourceCap' })

/** What explains two of the reasons. */
export const heldTerms = {
  holdReason: z.string().optional().describe('With `payeeHeld`: the reason that the hold gives'),
  threshold: amountText.optional().describe('With `belowThreshold`: what must be available'),
}

/** A path by which revenue came to a version. */
export const path = z
  .object({
    from: z.object({ asset: z.string(), version: z.string() }).describe('The version that served the calls'),
    over: z
      .array(
        z.object({ asset: z.string(), version: z.string(), relation: z.enum(relations), share: shareText }),
      )
      .describe(
        'Each edge: the version that it leads to, its relation and share; empty for calls of its own',
      ),
    amount: amountText.describe(
      'What this path alone brought to the version, without caps and ends of edges: rounded down at each edge',
    ),
  })
  .meta({ id: 'PathToDate' })

export const versionFlow = z
  .object({
    direct: signedAmountText.describe('Revenue of calls that this version served'),
    fee: signedAmountText.describe('Platform fee on it'),
    cost: signedAmountText.describe('Costs of those calls; left out where nothing costs').optional(),
    relativeIn: signedAmountText.describe('From derived versions over relative edges'),
    absoluteIn: signedAmountText.describe('From derived versions over absolute edges'),
    relativeOut: signedAmountText.describe('To its own sources over relative edges'),
    absoluteOut: signedAmountText.describe('To its own sources over absolute edges'),
    retained: signedAmountText.describe('What was left for its holders and contributors'),
  })
  .meta({ id: 'VersionFlow' })

export const statement = z
  .object({
    epoch: z.number().int().positive(),
    until: timeText,
    payee: z.string(),
    name: z.string().nullable(),
    accounts: z.array(z.object({ chain: chainId, account: z.string() })),
    onChain: z
      .array(onChain)
      .optional()
      .describe('What distributors have for these accounts, now; left out where nothing is published'),
    currencies: z.array(
      z.object({
        currency: z.string(),
        broughtForward: signedAmountText.describe('Balance before the epoch'),
        earned: signedAmountText,
        late: amountText,
        paid: amountText,
        paidTo: z
          .object({ chain: chainId, account: z.string(), token: z.string() })
          .nullable()
          .describe('Where it went; null where nothing was paid'),
        carried: signedAmountText,
        ...contractAmounts,
        held: heldReason.nullable().describe('Why `carried` was not paid; null where nothing is carried'),
        payableFrom,
        ...heldTerms,
        available: z
          .object({ before: signedAmountText, after: signedAmountText })
          .optional()
          .describe('The balance without lots, before and after the epoch'),
        steps: z
          .array(statementStep)
          .optional()
          .describe(
            'What changed the available balance, in the order of the close; from the first close of a ledger with corrections, postings or contracts on',
          ),
        caps: z
          .array(sourceCap)
          .optional()
          .describe(
            'Of `earned`: capped edges over which money came to what the payee earns from, or would have come; the least left first',
          ),
        capsMore: count.optional().describe('Capped edges that are not listed'),
        corrections: z
          .array(correctedCall)
          .optional()
          .describe(
            'Where something is adjusted: the calls of earlier epochs that changed it, the largest first',
          ),
        correctionsMore: count
          .optional()
          .describe('Changed calls beyond those that were looked at; not all of them need concern the payee'),
        lines: z.array(
          z.object({
            asset: z.string().describe("'' for the platform fee"),
            version: z.string(),
            role: earningRole,
            earned: signedAmountText,
            flow: versionFlow.nullable().describe('What the version took in and passed on; null for the fee'),
            paths: z
              .array(path)
              .optional()
              .describe('Of the largest sources: the paths that brought most to the version in the epoch'),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Statement' })

export const payeeBalances = z
  .object({
    payee: z.string(),
    name: z.string().nullable(),
    accounts: z.array(z.object({ chain: chainId, account: z.string() })),
    balances: z.array(
      z.object({
        currency: z.string(),
        balance: signedAmountText,
        reserved,
        held: heldReason.nullable(),
        payableFrom,
        ...heldTerms,
      }),
    ),
  })
  .meta({ id: 'PayeeBalances' })

export type StatementLine = Answer<typeof statementLine>
export type Statement = Answer<typeof statement>
export type Path = Answer<typeof path>
export type PayeeBalances = Answer<typeof payeeBalances>
