/** Shapes of flows: from calls over assets to payees, as a graph of few nodes. */
import { z } from 'zod'
import { type Answer, amountText, count, signedAmountText, timeText } from '../../base/answers.ts'

export const flowGroupings = ['kind', 'owner', 'prefix'] as const

/** Assets of one level, and payees, that are shown one by one. */
export const flowTopDefault = 12
export const flowTopMax = 50

const flowNode = z
  .object({
    id: z.string().describe('Names the node in `links`'),
    type: z
      .enum(['calls', 'asset', 'assets', 'further', 'payee', 'payees', 'fee', 'rounding'])
      .describe(
        'assets, payees: those that are not shown one by one; further: what versions set aside for sources that absolute edges reach through other versions',
      ),
    asset: z.string().optional().describe('Of `asset`'),
    payee: z.string().optional().describe('Of `payee`'),
    kind: z.string().optional().describe('Of `assets`: their kind, where they have one'),
    owner: z.string().optional().describe('Of `assets`: their owner, where they are grouped by owner'),
    prefix: z
      .string()
      .optional()
      .describe('Of `assets`: how their ids begin, where they are grouped by prefix'),
    outside: z.boolean().optional().describe('Of `assets`: true where what is opened does not have them'),
    count: count.optional().describe('Of `assets` and `payees`: how many they are'),
    in: signedAmountText.describe('Σ of the links to it'),
    out: signedAmountText.describe('Σ of the links from it'),
    within: signedAmountText
      .optional()
      .describe('What edges carried between versions of the node; part of neither sum'),
  })
  .meta({ id: 'FlowNode' })

const flowLink = z
  .object({
    from: z.string(),
    to: z.string(),
    amount: signedAmountText.describe('Below 0 where corrections take back more than calls bring'),
    turns: z
      .boolean()
      .optional()
      .describe('true: without such links the graph has no circle. They are the smallest on their circles'),
  })
  .meta({ id: 'FlowLink' })

const currencyFlow = z
  .object({
    currency: z.string(),
    gross: signedAmountText,
    fee: signedAmountText,
    earned: signedAmountText.describe('By holders and contributors, and costs, without the fee'),
    rounding: amountText,
    assets: count.describe('Assets through which something flowed'),
    payees: count.describe('Payees that got something'),
    nodes: z.array(flowNode),
    links: z.array(flowLink),
  })
  .meta({
    id: 'CurrencyFlow',
    description:
      'gross = fee + earned + rounding. The same comes into an asset, a group of assets, the fee and `further` as goes out of it. With `asset` only the links of that asset are there.',
  })

const of = {
  currencies: z.array(currencyFlow).describe('Ascending by currency'),
}

export const epochFlowReport = z
  .object({ epoch: z.number().int().positive(), until: timeText, ...of })
  .meta({ id: 'EpochFlow' })

export const callFlowReport = z
  .object({
    id: z.string(),
    source: z.string(),
    time: timeText,
    epoch: z.number().int().positive().nullable().describe('The epoch that settled it'),
    ...of,
  })
  .meta({
    id: 'CallFlow',
    description:
      'As an explanation divides the call: without caps and clauses. No currencies where its version is not known.',
  })

export type CurrencyFlowReport = Answer<typeof currencyFlow>
export type EpochFlowReport = Answer<typeof epochFlowReport>
export type CallFlowReport = Answer<typeof callFlowReport>
export type FlowNode = Answer<typeof flowNode>
export type FlowLink = Answer<typeof flowLink>

/** What of a flow is shown. */
export interface FlowView {
  /** Default: all. */
  readonly currency?: string | undefined
  /** Only the links of this asset. */
  readonly asset?: string | undefined
  /** Only the assets that gave to this payee are shown one by one; all other payees are one node. */
  readonly payee?: string | undefined
  /** Only assets whose ids begin so are shown one by one. */
  readonly prefix?: string | undefined
  /** Only assets of this payee are shown one by one. */
  readonly owner?: string | undefined
  /** How the other assets are grouped; default: by kind. */
  readonly by?: (typeof flowGroupings)[number] | undefined
  /** Assets of each level, and payees, that are shown one by one: from 1 to `flowTopMax`. */
  readonly top?: number | undefined
}
