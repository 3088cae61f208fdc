/** Shapes of settlement's answers: epochs, totals, trees, proofs, statements, balances, explanations, verification. */

import { z } from 'zod'
import {
  type Answer,
  amountText,
  atomsText,
  chainId,
  count,
  nextCursor,
  shareText,
  timeText,
} from '../base/answers.ts'
import { lineageEdge } from '../events/edgeTerms.ts'
import type { CloseProgress } from './progress.ts'
import { closeWarning } from './request/warning.ts'

export const currencyTotals = z
  .object({
    gross: amountText.describe('Sum of the calls that the epoch settles'),
    fee: amountText,
    earned: amountText.describe('What holders and contributors earned, without the fee'),
    rounding: amountText,
    paid: amountText,
    carried: amountText.describe('All balances after the epoch'),
    suspense: amountText.describe('Calls before `until` whose asset or version is not known'),
    pending: amountText.describe('Accepted calls with time ≥ `until`'),
  })
  .meta({ id: 'CurrencyTotals' })

export const epochReport = z
  .object({
    epoch: z.number().int().positive(),
    until: timeText,
    position: count.describe('Position in the event store up to which calls count'),
    manifestHash: z.string().describe('SHA-256 of the manifest, lower-case hex'),
    counts: z.object({ settled: count, late: count, suspense: count, pending: count }),
    repeats: count.describe(
      'Calls that the close excluded, because another process or partition had recorded their identity before. They count in no epoch',
    ),
    totals: z.record(z.string(), currencyTotals).describe('By currency'),
    trees: z.array(z.object({ chain: chainId, root: z.string(), leaves: count })),
    warnings: z
      .array(closeWarning)
      .optional()
      .describe('Only in the answer of a close, and only where there are any'),
  })
  .meta({ id: 'EpochReport' })

export const treeLeaf = z
  .object({ account: z.string(), token: z.string(), cumulative: atomsText, proof: z.array(z.string()) })
  .meta({ id: 'TreeLeaf' })

/** First line of each chain in the streamed tree; the number of `TreeLeaf` lines that it gives follows. */
export const treeHeader = z
  .object({ chain: chainId, root: z.string(), leaves: count })
  .meta({ id: 'TreeHeader' })

export const proofReport = z
  .object({
    epoch: z.number().int().positive(),
    account: z.string().describe('As asked for'),
    proofs: z.array(
      z.object({
        chain: chainId,
        root: z.string(),
        account: z.string(),
        token: z.string(),
        currency: z.string().nullable(),
        cumulative: atomsText,
        proof: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'ProofReport' })

export const statementLine = z
  .object({
    payee: z.string(),
    currency: z.string(),
    earned: amountText,
    late: amountText.describe('Part of `earned` that came from late calls'),
    paid: amountText,
    carried: amountText,
  })
  .meta({ id: 'StatementLine' })

export const earningRole = z.enum(['fee', 'holder', 'contributor', 'cost'])

/**
 * Why money stays with Headwater: the currency has no token, the payee no account, the account can't be paid yet, or it
 * is less than an atom.
 */
export const heldReason = z.enum(['noToken', 'noAccount', 'accountNotice', 'belowAtom'])

export const payableFrom = timeText
  .optional()
  .describe('With `accountNotice`: a close pays to the account where its `until` is after this time')

export const versionFlow = z
  .object({
    direct: amountText.describe('Revenue of calls that this version served'),
    fee: amountText.describe('Platform fee on it'),
    relativeIn: amountText.describe('From derived versions over relative edges'),
    absoluteIn: amountText.describe('From derived versions over absolute edges'),
    relativeOut: amountText.describe('To its own sources over relative edges'),
    absoluteOut: amountText.describe('To its own sources over absolute edges'),
    retained: amountText.describe('What was left for its holders and contributors'),
  })
  .meta({ id: 'VersionFlow' })

export const statement = z
  .object({
    epoch: z.number().int().positive(),
    until: timeText,
    payee: z.string(),
    name: z.string().nullable(),
    accounts: z.array(z.object({ chain: chainId, account: z.string() })),
    currencies: z.array(
      z.object({
        currency: z.string(),
        broughtForward: amountText.describe('Balance before the epoch'),
        earned: amountText,
        late: amountText,
        paid: amountText,
        paidTo: z
          .object({ chain: chainId, account: z.string(), token: z.string() })
          .nullable()
          .describe('Where it went; null where nothing was paid'),
        carried: amountText,
        held: heldReason.nullable().describe('Why `carried` was not paid; null where nothing is carried'),
        payableFrom,
        lines: z.array(
          z.object({
            asset: z.string().describe("'' for the platform fee"),
            version: z.string(),
            role: earningRole,
            earned: amountText,
            flow: versionFlow.nullable().describe('What the version took in and passed on; null for the fee'),
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
      z.object({ currency: z.string(), balance: amountText, held: heldReason.nullable(), payableFrom }),
    ),
  })
  .meta({ id: 'PayeeBalances' })

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
    payeeCount: count.describe('Payees that get something of the call; a server lists the first of them'),
    versionCount: count.describe('Versions that the money reached, likewise'),
  })
  .meta({ id: 'Explanation' })

const { id, source, time, currency, state, epoch, late, payees } = explanation.shape

export const payeeExplanation = z
  .object({ id, source, time, currency, state, epoch, late, ...payees.element.shape })
  .meta({ id: 'PayeeExplanation' })

export const verifyReport = z
  .object({
    epoch: z.number().int().positive(),
    ok: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'VerifyReport' })

export const lineageReport = z
  .object({
    asset: z.string(),
    version: z.string().describe('Where the walk starts'),
    direction: z.enum(['up', 'down']).describe('up: to its sources; down: to what was derived from it'),
    depth: z.number().int().positive().nullable().describe('Limit of the walk; null: none'),
    asOf: timeText.nullable(),
    total: count.describe('Versions reached, over all pages'),
    nodes: z
      .array(
        z.object({
          asset: z.string(),
          version: z.string(),
          releasedAt: timeText,
          depth: z.number().int().positive().describe('Edges on the shortest path'),
          edges: z
            .array(lineageEdge)
            .describe(
              'up: the edges of nearer versions that lead here (asset, version: the nearer one); down: its edges to nearer ones',
            ),
        }),
      )
      .describe('Nearest first'),
    next: nextCursor,
  })
  .meta({ id: 'LineageReport' })

export type EpochReport = Answer<typeof epochReport>
export type TreeLeaf = Answer<typeof treeLeaf>
export type ProofReport = Answer<typeof proofReport>
export type StatementLine = Answer<typeof statementLine>
export type Statement = Answer<typeof statement>
export type PayeeBalances = Answer<typeof payeeBalances>
export type Explanation = Answer<typeof explanation>
export type PayeeExplanation = Answer<typeof payeeExplanation>
export type VerifyReport = Answer<typeof verifyReport>

export interface VerifyOptions {
  /** Sums all calls ever recorded again, and takes no checkpoint of an earlier epoch. Default: no. */
  readonly full?: boolean | undefined
  /** A verification by a server reports none. */
  readonly onProgress?: ((progress: CloseProgress) => void) | undefined
}
export type LineageReport = Answer<typeof lineageReport>

/** The tree of one chain. The leaves come one by one: a million of them with proofs do not fit into one string. */
export interface TreeReport {
  readonly chain: string
  readonly root: string
  readonly leafCount: number
  readonly leaves: Iterable<TreeLeaf> | AsyncIterable<TreeLeaf>
}
