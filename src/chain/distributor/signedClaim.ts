/** What an account signs so that another claims for it: EIP-712, as `claimWithSignature` of RoyaltyDistributor.sol reads it. */
import type { Hex } from 'viem'

/** The cumulative amount is the nonce. */
interface SignedClaim {
  readonly account: Hex
  readonly token: Hex
  readonly to: Hex
  readonly cumulative: bigint
  /** Seconds since 1970. */
  readonly deadline: bigint
}

export function signedClaim(chainId: number, distributor: Hex, message: SignedClaim) {
  return {
    domain: { name: 'RoyaltyDistributor', version: '1', chainId, verifyingContract: distributor },
    types: {
      Claim: [
        { name: 'account', type: 'address' },
        { name: 'token', type: 'address' },
        { name: 'to', type: 'address' },
        { name: 'cumulative', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Claim',
    message,
  } as const
}
