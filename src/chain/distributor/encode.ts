/** Calls of a publication as transactions of the chain. */
import { encodeFunctionData, erc20Abi, type Hex } from 'viem'
import type { Call } from '../../settlement/publish/port.ts'
import { royaltyDistributor } from '../contracts/royaltyDistributor.ts'

export interface EncodedCall {
  readonly to: Hex
  readonly data: Hex
}

/** @param signer of `fill`, which sends nothing to itself */
export function encodeCall(distributor: Hex, call: Call, signer: Hex): EncodedCall {
  const { abi } = royaltyDistributor
  switch (call.purpose) {
    case 'approve':
      return {
        to: call.token as Hex,
        data: encodeFunctionData({
          abi: erc20Abi,
          functionName: 'approve',
          args: [distributor, call.amount],
        }),
      }
    case 'fund':
      return {
        to: distributor,
        data: encodeFunctionData({ abi, functionName: 'fund', args: [call.token as Hex, call.amount] }),
      }
    case 'submit': {
      const args = [
        call.root as Hex,
        `0x${call.manifestHash}` as Hex,
        call.totals.map(({ token }) => token as Hex),
        call.totals.map(({ total }) => total),
      ] as const
      return { to: distributor, data: encodeFunctionData({ abi, functionName: 'submitRoot', args }) }
    }
    case 'activate':
      return {
        to: distributor,
        data: encodeFunctionData({ abi, functionName: 'activate', args: [BigInt(call.index)] }),
      }
    case 'fill':
      return { to: signer, data: '0x' }
  }
}
