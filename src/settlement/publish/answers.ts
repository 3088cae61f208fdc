/** Shapes of the answers about publications and claims. */
import { z } from 'zod'
import {
  type Answer,
  amountText,
  atomsText,
  chainId,
  count,
  nextCursor,
  timeText,
} from '../../base/answers.ts'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .describe('0x and 40 hex digits')
const hash = z.string().describe('0x and 64 hex digits')
const epoch = z.number().int().positive()

const publicationStages = ['planned', 'sent', 'pending', 'active', 'disabled'] as const

export const publication = z
  .object({
    chain: chainId,
    distributor: address,
    roots: z
      .array(
        z.object({
          index: z
            .number()
            .int()
            .positive()
            .nullable()
            .describe('In the list of the contract, from 1; null: not there yet'),
          epoch: epoch.nullable().describe('Null: no epoch of this ledger has this root'),
          root: hash,
          stage: z.enum(publicationStages),
          activatableAt: timeText.nullable().describe('When the window ends; null before it begins'),
        }),
      )
      .describe('In the order of the contract; the planned one last'),
    open: z
      .array(
        z.object({
          purpose: z.string(),
          nonce: count,
          hashes: z.array(hash).describe('All versions that were signed'),
          maxFeePerGas: z.string().describe('Of the last version, in wei'),
        }),
      )
      .describe('Transactions that are not settled'),
    handedOver: epoch.nullable().describe('The epoch whose transactions another signer has; null: none'),
    claimsBlock: count.nullable().describe('Claims up to this block are in the ledger; null: none were read'),
  })
  .meta({ id: 'Publication' })

export const publicationList = z.object({ items: z.array(publication) }).meta({ id: 'PublicationList' })

export const rootPlan = z
  .object({
    epoch,
    root: hash,
    manifestHash: z.string(),
    leaves: count,
    totals: z.array(z.object({ token: address, total: atomsText })),
    before: epoch.nullable().describe('The epoch of the last root of this distributor'),
  })
  .meta({ id: 'RootPlan' })

/** An event of a publication, as the log has it. */
const publicationEvent = z.object({ type: z.string().max(64), data: z.record(z.string(), z.unknown()) })

export const publicationLog = z
  .object({ revision: z.number().int().min(-1), events: z.array(publicationEvent) })
  .meta({ id: 'PublicationLog' })

export const recorded = z.object({ revision: count }).meta({ id: 'PublicationRecorded' })

export const claimTotals = z
  .object({
    revision: z.number().int().min(-1),
    block: count.nullable(),
    totals: z.array(z.object({ token: address, claimed: atomsText })),
    hash: z.string().optional().describe('Of that block, where it was noted'),
  })
  .meta({ id: 'ClaimTotals' })

export const onChain = z
  .object({
    chain: chainId,
    distributor: address,
    account: address,
    token: address,
    currency: z.string().nullable(),
    published: amountText.describe(
      'In active and pending roots, ever; in atoms where no currency has the token',
    ),
    claimable: amountText.describe('In the active root, and not claimed'),
    claimed: amountText.describe('Ever, as the chain has shown it'),
  })
  .meta({ id: 'OnChain' })

export const claimPage = z.object({ items: z.array(onChain), next: nextCursor }).meta({ id: 'ClaimPage' })

/** The contract that roots of a chain are published to. */
export interface DistributorPlace {
  /** CAIP-2. */
  readonly chain: string
  /** 0x and 40 hex digits. */
  readonly distributor: string
}

export type Publication = Answer<typeof publication>
export type PublicationList = Answer<typeof publicationList>
export type RootPlan = Answer<typeof rootPlan>
export type PublicationLog = Answer<typeof publicationLog>
export type ClaimTotals = Answer<typeof claimTotals>
export type OnChain = Answer<typeof onChain>
export type Recorded = Answer<typeof recorded>

export interface PlanQuery extends DistributorPlace {
  /** Default: the last. */
  readonly epoch?: number | undefined
  /** The tokens that the distributor pays; default: all that `others` do not name. */
  readonly tokens?: readonly string[] | undefined
  /** Tokens of other distributors of the chain. */
  readonly others?: readonly string[] | undefined
}

export interface PublicationRecord extends DistributorPlace {
  /** Of the stream's last event as the caller knows it; -1: none. */
  readonly revision: number
  readonly event: { readonly type: string; readonly data: unknown }
}

export interface ClaimsRecord extends DistributorPlace {
  readonly revision: number
  readonly block: number
  /** Of that block. */
  readonly hash?: string | undefined
  readonly claims: readonly {
    readonly account: string
    readonly token: string
    readonly cumulative: string
  }[]
}
