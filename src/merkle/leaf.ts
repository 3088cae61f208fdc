/** A leaf of a tree of cumulative payouts: what an account was paid of a token in all epochs so far. */
export interface PayoutLeaf {
  /** EVM address, `0x` and 40 hex digits; case has no meaning here. */
  readonly account: string
  /** Address of an ERC-20 contract, in the same form. */
  readonly token: string
  /** Atoms paid in all epochs up to this one; below 2^256. */
  readonly cumulative: bigint
}

/** A leaf of a tree of payments that are claimed once: what an account gets of the one token that the contract has. */
export interface OnceLeaf {
  /** Place of the leaf among all, from 0. */
  readonly index: number
  /** As the chain writes accounts: an EVM address, base58 on Solana, bech32 on Cosmos chains. */
  readonly account: string
  /** Atoms. */
  readonly amount: bigint
}
