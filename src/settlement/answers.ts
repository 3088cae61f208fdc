/** Shapes of settlement's answers: epochs, totals, trees, proofs, explanations, verification. */

import { z } from 'zod'
import {
  type Answer,
  amountText,
  atomsText,
  chainId,
  count,
  shareText,
  signedAmountText,
  timeText,
} from '../base/answers.ts'
import { lineageEdge } from '../events/edgeTerms.ts'
import { manifestSignature } from '../log/manifestSignature.ts'
import { clauseTerms, clauseToDate } from './lists/contractAnswers.ts'
import { closeWarning } from './request/warning.ts'
import { earningRole, versionFlow } from './statementAnswers.ts'

export const currencyTotals = z
  .object({
    gross: signedAmountText.describe(
      'Sum of the calls that the epoch settles, and of what corrections change of calls settled before',
    ),
    fee: signedAmountText,
    earned: signedAmountText.describe('What holders and contributors earned, and costs, without the fee'),
    rounding: amountText,
    paid: amountText,
    carried: signedAmountText.describe('All balances after the epoch, lots included'),
    suspense: amountText.describe('Calls before `until` whose asset or version is not known'),
    pending: amountText.describe('Accepted calls with time ≥ `until`'),
    adjusted: signedAmountText
      .describe('Of `gross`: what corrections change of calls settled before')
      .optional(),
    reduced: amountText
      .describe('What refunds and open disputes take of all settled calls, as it stands')
      .optional(),
    disputed: amountText.describe('Of `reduced`: what open disputes hold').optional(),
    deposits: amountText.describe('Deposits of the epoch').optional(),
    payments: amountText.describe('Payments made elsewhere, of the epoch').optional(),
    reserved: amountText.describe('Of `carried`: lots that are not due').optional(),
    withheld: amountText.describe('Withheld from payments of the epoch').optional(),
    owed: amountText.describe('Σ of the balances below 0 after the epoch, as a positive amount').optional(),
  })
  .meta({
    id: 'CurrencyTotals',
    description:
      '`adjusted` and what follows are there from the first close of a ledger with corrections, postings or contracts on.',
  })

const treeName = {
  chain: chainId,
  root: z.string(),
  format: z.string().describe('Left out for `openzeppelin`').optional(),
}

/** A leaf, and what a claim of it takes. */
const leafFields = {
  account: z.string(),
  token: z.string(),
  cumulative: atomsText.describe('Left out in formats that are claimed once').optional(),
  index: count.describe('Place of a leaf that is claimed once').optional(),
  amount: atomsText.describe('What the epoch pays, of a leaf that is claimed once').optional(),
  proof: z
    .array(z.string())
    .describe('From the leaf to the root; of `eigenlayer` to `tokenRoot`, and `earnerProof` goes on'),
  tokenIndex: count.optional(),
  tokenRoot: z.string().optional(),
  earnerIndex: count.optional(),
  earnerProof: z.array(z.string()).optional(),
}

export const epochReport = z
  .object({
    epoch: z.number().int().positive(),
    until: timeText,
    position: count.describe('Position in the event store up to which calls count'),
    manifestHash: z.string().describe('SHA-256 of the manifest, lower-case hex'),
    counts: z.object({
      settled: count,
      late: count,
      suspense: count,
      pending: count,
      waiting: count.describe('Corrections of calls that no epoch has settled').optional(),
      mismatched: count.describe('Refunds of settled calls in another currency').optional(),
      excess: count
        .describe('Settled calls whose refunds with amounts add up to more than the call')
        .optional(),
    }),
    repeats: count.describe(
      'Calls that the close excluded, because another process or partition had recorded their identity before. They count in no epoch',
    ),
    totals: z.record(z.string(), currencyTotals).describe('By currency'),
    trees: z.array(z.object({ ...treeName, leaves: count })),
    warnings: z
      .array(closeWarning)
      .optional()
      .describe('Only in the answer of a close, and only where there are any'),
    signature: manifestSignature
      .optional()
      .describe('Of the manifest; only where the ledger had a signing key at the close'),
  })
  .meta({ id: 'EpochReport' })

export const treeLeaf = z.object(leafFields).meta({ id: 'TreeLeaf' })

/** First line of each tree in the stream; the number of `TreeLeaf` lines that it gives follows. */
export const treeHeader = z.object({ ...treeName, leaves: count }).meta({ id: 'TreeHeader' })

const { account, token, ...amounts } = leafFields

export const proofReport = z
  .object({
    epoch: z.number().int().positive(),
    account: z.string().describe('As asked for'),
    // In the order that answers have had from the first version on.
    proofs: z.array(z.object({ ...treeName, account, token, currency: z.string().nullable(), ...amounts })),
  })
  .meta({ id: 'ProofReport' })

export const explanation = z
  .object({
    id: z.string(),
    source: z.string(),
    time: timeText,
    asset: z.string(),
    version: z.string().nullable().describe('Named or resolved; null where not known'),
    resolvedBy: z
      .enum(['name', 'latest', 'earliest'])
      .nullable()
      .describe(
        'name: the call names it; latest: released last by the time of the call; earliest: none was released by then; null: not known',
      ),
    waits: z
      .enum(['asset', 'version', 'time', 'close'])
      .nullable()
      .describe(
        'What an unsettled call waits for: asset: the first version of its asset; version: the one it names; time: a close that ends after it; close: the next close',
      ),
    currency: z.string(),
    amount: amountText,
    priced: z.boolean().describe('By the rate card; false where the call carried its amount'),
    state: z.enum(['settled', 'suspense', 'pending']),
    epoch: z.number().int().positive().nullable().describe('The epoch that settled it'),
    late: z.boolean(),
    fee: z.object({ payee: z.string(), share: shareText, amount: amountText }).nullable(),
    cost: z
      .object({ payee: z.string(), amount: amountText })
      .optional()
      .describe('What the call costs, taken before the fee; left out where its asset has no costs then'),
    worth: amountText
      .optional()
      .describe(
        'What corrections leave of the amount, which is what is divided; left out where there are none',
      ),
    corrections: z
      .array(
        z.object({
          type: z.enum(['refunded', 'disputed', 'closed']),
          source: z.string(),
          id: z.string(),
          time: timeText,
          currency: z.string().optional(),
          amount: amountText.optional().describe('Of a refund; left out for one of all that others leave'),
          reason: z.string().optional(),
          epoch: z.number().int().positive().nullable().describe('Since which it counts; null: it waits'),
        }),
      )
      .optional()
      .describe('Refunds, disputes and closings of disputes, in the order recorded'),
    uncorrected: z
      .array(z.object({ payee: z.string(), amount: amountText }))
      .optional()
      .describe('What payees would get without corrections; left out where these leave all of the amount'),
    payees: z.array(
      z.object({
        payee: z.string(),
        amount: amountText,
        parts: z.array(
          z.object({ asset: z.string(), version: z.string(), role: earningRole, amount: amountText }),
        ),
        partCount: count.optional().describe('How many parts there are, where not all are listed'),
      }),
    ),
    versions: z
      .array(
        versionFlow.extend({
          asset: z.string(),
          version: z.string(),
          pathCount: z.string().describe('How many paths lead here from the version that served the call'),
          paths: z
            .array(z.array(lineageEdge))
            .describe(
              'Some of them, each from the serving version on; the empty path is that version itself',
            ),
        }),
      )
      .describe('Every version that the money reached, the serving one first'),
    rounding: amountText,
    clauses: z
      .array(clauseTerms.extend(clauseToDate.shape))
      .optional()
      .describe('Clauses over what payees get of the call, as they stand after the last close'),
    caps: z
      .array(
        z.object({
          asset: z.string().describe('The derived version, which pays'),
          version: z.string(),
          sourceAsset: z.string(),
          sourceVersion: z.string(),
          cap: amountText,
          received: signedAmountText.describe('What the derived version received to date'),
          paid: amountText.describe('What the edge carried of it'),
          left: amountText,
        }),
      )
      .optional()
      .describe(
        'Capped edges that the money goes over, as they stand after the last close; the division here is without caps',
      ),
    payeeCount: count.describe('Payees that get something of the call; a server lists the first of them'),
    versionCount: count.describe('Versions that the money reached, likewise'),
  })
  .meta({ id: 'Explanation' })

const { id, source, time, currency, state, epoch, late, payees, corrections } = explanation.shape

export const payeeExplanation = z
  .object({
    ...{ id, source, time, currency, state, epoch, late, ...payees.element.shape },
    uncorrected: amountText
      .optional()
      .describe(
        'What the payee would get without corrections; left out where these take nothing of the call',
      ),
    takenBack: signedAmountText
      .optional()
      .describe("What corrections take of the payee's part; with `uncorrected`: that less `amount`"),
    corrections: z
      .array(corrections.unwrap().element.omit({ currency: true, amount: true }))
      .optional()
      .describe(
        'Refunds, disputes and closings of disputes of the call, in the order recorded, without the amounts of the whole call',
      ),
  })
  .meta({ id: 'PayeeExplanation' })

/** What a payee could be paid on a chain without payout trees. */
export const duePayment = z
  .object({
    payee: z.string(),
    account: z.string().describe('As the chain writes it; empty for a payment by bank'),
    amount: amountText.describe('Whole atoms, or whole coins of a bank, in major units'),
    atoms: atomsText,
    withheld: amountText.describe('Withheld from the payment, beside it'),
    withheldFor: z.string().describe('For whom; left out where nothing is withheld').optional(),
  })
  .meta({ id: 'DuePayment' })

export type DuePayment = Answer<typeof duePayment>
export type EpochReport = Answer<typeof epochReport>
export type TreeLeaf = Answer<typeof treeLeaf>
export type ProofReport = Answer<typeof proofReport>
export type Explanation = Answer<typeof explanation>
export type PayeeExplanation = Answer<typeof payeeExplanation>

/** One tree of a chain. The leaves come one by one: a million of them with proofs do not fit into one string. */
export interface TreeReport {
  readonly chain: string
  readonly root: string
  /** Left out for `openzeppelin`. */
  readonly format?: string | undefined
  readonly leafCount: number
  readonly leaves: Iterable<TreeLeaf> | AsyncIterable<TreeLeaf>
}
