/** The part of `Headwater` that publishes roots on chains and knows what is claimed. */
import type { Answer } from '../base/answers.ts'
import type {
  ClaimsRecord,
  ClaimTotals,
  DistributorPlace,
  PlanQuery,
  PublicationList,
  PublicationLog,
  PublicationRecord,
  Recorded,
  RootPlan,
} from '../settlement/publish/answers.ts'
import type { claimPage } from './schemas/index.ts'
import type { publishResult } from './schemas/publishing.ts'

export type {
  ClaimTotals,
  DistributorPlace,
  OnChain,
  Publication,
  PublicationLog,
  RootPlan,
} from '../settlement/publish/answers.ts'

export type ClaimPage = Answer<typeof claimPage>

/** Of a chain, of an account as CAIP-10, of a payee's accounts; default: all. */
export interface ClaimQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly chain?: string
  readonly account?: string
  readonly payee?: string
}

export interface Publishing {
  /** Each distributor that roots were planned for, with its roots and what is on the way. */
  publications(): Promise<PublicationList>
  /** The events of the publication to one distributor. */
  publication(place: DistributorPlace): Promise<PublicationLog>
  /**
   * Computes the root of an epoch again from the books and checks it against the manifest and the last root. It records
   * nothing.
   */
  planPublication(query: PlanQuery): Promise<RootPlan>
  /** Records an event of a publication. */
  recordPublication(record: PublicationRecord): Promise<Recorded>
  /** What accounts can claim and have claimed. By chain, distributor, account and token. */
  claims(query?: ClaimQuery): Promise<ClaimPage>
  /** What is known of the claims from one distributor. */
  claimTotals(place: DistributorPlace): Promise<ClaimTotals>
  /** Records claims as the chain has them. */
  recordClaims(record: ClaimsRecord): Promise<Recorded>
}

/** What became of one distributor. */
export type PublishResult = Answer<typeof publishResult>

interface TransactionsAsked {
  /** Default: the last. */
  readonly epoch?: number | undefined
  /** As CAIP-2; default: all that have a distributor. */
  readonly chain?: string | undefined
  /** Whether they fund the contract. */
  readonly fund: boolean
  /** Submits a root again that the guardian disabled. */
  readonly again: boolean
}

/** What a server with a chains file does besides, so that a wallet can publish: it has no key. */
export interface ServedPublishing {
  /**
   * The state of a publication to each distributor, by its contract, and the transactions that are left. It records that
   * they were handed over, so that no key of the command submits the same epoch.
   */
  transactions(asked: TransactionsAsked): Promise<readonly PublishResult[]>
}
