/** A claim as a transaction that the account itself sends from its wallet. */
import { encodeFunctionData, type Hex } from 'viem'
import type { ProvenClaim } from '../../service/people.ts'
import { royaltyDistributor } from '../contracts/royaltyDistributor.ts'

/** What was claimed already is skipped by the contract, so that a claim that another sends first harms nothing. */
export function claimCall({ distributor, account, index, leaves }: ProvenClaim): {
  to: string
  data: string
} {
  const args = [
    BigInt(index),
    account as Hex,
    leaves.map(({ token }) => token as Hex),
    leaves.map(({ cumulative }) => BigInt(cumulative)),
    leaves.map(({ proof }) => proof as Hex[]),
  ] as const
  const { abi } = royaltyDistributor
  return { to: distributor, data: encodeFunctionData({ abi, functionName: 'claim', args }) }
}
