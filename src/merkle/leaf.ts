/** A leaf of a payout tree: what an account was paid of a token in all epochs so far. */
export interface PayoutLeaf {
  /** EVM address, `0x` and 40 hex digits; case has no meaning here. */
  readonly account: string
  /** Address of an ERC-20 contract, in the same form. */
  readonly token: string
  /** Atoms paid in all epochs up to this one; below 2^256. */
  readonly cumulative: bigint
}
