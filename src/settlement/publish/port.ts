/**
 * What publishing needs of a distributor on its chain. Adapter: src/chain/distributor (viem). A receipt decides nothing
 * here: what counts is the contract's state, at the head of the chain and under enough blocks that it stays.
 */
import type { Purpose } from '../../log/publication/fields.ts'
import type { Fees } from './fees.ts'
import type { OpenTransaction, RootStatus } from './state.ts'

/** A call that brings a plan one step further. */
export type Call =
  | { readonly purpose: 'approve' | 'fund'; readonly token: string; readonly amount: bigint }
  | {
      readonly purpose: 'submit'
      readonly root: string
      readonly manifestHash: string
      readonly totals: readonly { readonly token: string; readonly total: bigint }[]
    }
  | { readonly purpose: 'activate'; readonly index: number }
  | { readonly purpose: 'fill' }

/** A root of the contract's list. */
export interface ChainRoot {
  /** From 1. */
  readonly index: number
  readonly root: string
  readonly manifestHash: string
  /** What it declares, ascending by token; left out of roots that are known. */
  readonly totals: readonly { readonly token: string; readonly total: bigint }[]
  /** Seconds since 1970. */
  readonly activatableAt: number
  readonly status: RootStatus
}

export interface Asked {
  /** Tokens of the plan. */
  readonly tokens: readonly string[]
  /** Whose nonces, allowances and balances; undefined where another signer sends. */
  readonly signer: string | undefined
  readonly open: readonly OpenTransaction[]
  /** Roots from this index on are read, and all that `pending` or `active` ones may have become. */
  readonly rootsFrom: number
  /** Indexes of known roots that are pending or active. */
  readonly standing: readonly number[]
}

/** What the chain shows. Reads at the head are of one block, and those at the settled block are of one. */
export interface Seen {
  readonly block: number
  /** Seconds since 1970: the time of that block. */
  readonly time: number
  /** Roots at the head: from `rootsFrom` on, and the standing ones. */
  readonly roots: readonly ChainRoot[]
  /** What each token has of balance and claims: the contract covers totals up to it. */
  readonly funded: ReadonlyMap<string, bigint>
  /** What the highest active root declares of each token. */
  readonly declared: ReadonlyMap<string, bigint>
  readonly allowance: ReadonlyMap<string, bigint>
  readonly balance: ReadonlyMap<string, bigint>
  /** Of each sender of open transactions, and the signer: the next nonce at the head, and with what waits. */
  readonly nonces: ReadonlyMap<string, { readonly mined: number; readonly waiting: number }>
  /** Hashes of open versions that the endpoint knows, waiting or mined. */
  readonly known: ReadonlySet<string>
  readonly fees: Fees
  /** Under as many blocks as the chain's profile asks for. */
  readonly settled: {
    readonly block: number
    /** How many roots the contract has. */
    readonly rootCount: number
    readonly roots: readonly ChainRoot[]
    readonly nonces: ReadonlyMap<string, number>
    /** By hash: of open versions. */
    readonly receipts: ReadonlyMap<string, { readonly block: number; readonly succeeded: boolean }>
  }
}

interface ToSign {
  readonly call: Call
  readonly nonce: number
  readonly fees: Fees
  readonly gas: bigint
}

/** What became of a transaction that was sent. `nonceUsed` says nothing about which transaction used it. */
export type SendOutcome = 'sent' | 'nonceUsed' | 'underpriced'

export interface UnsignedTransaction {
  readonly purpose: Purpose
  readonly to: string
  readonly data: string
  readonly value: string
  readonly chainId: string
}

export interface SignedBytes {
  readonly hash: string
  readonly raw: string
}

export interface Distributor {
  /** The signer's account; undefined without a key. */
  readonly signer: string | undefined
  /** @throws HeadwaterError `chain.unreachable`, `chain.otherChain`, `publish.notDistributor` */
  look(asked: Asked): Promise<Seen>
  /** Gas of a call, with room. @throws HeadwaterError `publish.refused` where the contract would refuse it */
  estimate(call: Call): Promise<bigint>
  sign(transaction: ToSign): Promise<SignedBytes>
  /** The same transaction with other fees. */
  reprice(raw: string, fees: Fees): Promise<SignedBytes>
  /** @throws HeadwaterError `chain.unreachable`, `publish.noGas` */
  send(raw: string): Promise<SendOutcome>
  encode(call: Call): UnsignedTransaction
}

/** Reading claims back. Adapter: the same. */
export interface ClaimReader {
  /** The last block that counts for claims. */
  settledBlock(): Promise<number>
  /** @throws HeadwaterError `chain.blockMissing` where no endpoint has the block */
  hashOf(block: number): Promise<string>
  /** Claims of a range of blocks, inclusive, in the order of the chain. */
  claims(from: number, to: number): AsyncIterable<Claimed>
  /** What all accounts have claimed of each token by that block. */
  claimedTotals(tokens: readonly string[], block: number): Promise<ReadonlyMap<string, bigint>>
  /** What accounts have claimed by that block, in the order given. */
  claimedOf(
    leaves: readonly { readonly account: string; readonly token: string }[],
    block: number,
  ): Promise<readonly bigint[]>
}

export interface Claimed {
  readonly account: string
  readonly token: string
  /** Atoms, ever. */
  readonly cumulative: bigint
  readonly block: number
}
