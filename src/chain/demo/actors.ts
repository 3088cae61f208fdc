/** What people do on the demo's node: its publisher deploys, its payees claim. */
import {
  type Chain,
  createPublicClient,
  createWalletClient,
  encodeAbiParameters,
  erc20Abi,
  type Hex,
  http,
  keccak256,
  pad,
  stringToHex,
  toHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { demoToken } from '../contracts/demoToken.ts'
import { royaltyDistributor } from '../contracts/royaltyDistributor.ts'
import { signedClaim } from '../distributor/signedClaim.ts'
import type { LocalNode } from './node.ts'

const { abi } = royaltyDistributor
const ether = 10n ** 18n
const signatureSeconds = 3_600n

/** A leaf with its proof, as `proof` answers. */
export interface ClaimedLeaf {
  readonly account: string
  readonly token: string
  readonly cumulative: string
  readonly proof: readonly string[]
}

export interface Actors {
  readonly publisherKey: Hex
  /** The account of a payee that has its key here. */
  readonly signing: Hex
  /** Puts a token at an address, with a supply for the publisher. */
  placeToken(token: string, name: string, supply: bigint): Promise<void>
  deployDistributor(windowSeconds: number): Promise<string>
  passWindow(seconds: number): Promise<void>
  balance(token: string, account: string): Promise<bigint>
  /** The account claims for itself. */
  claimSelf(distributor: string, index: number, leaf: ClaimedLeaf): Promise<void>
  /** Another account sends the claim. */
  claimFor(distributor: string, index: number, leaf: ClaimedLeaf): Promise<void>
  /** Another account sends what the account signed. */
  claimSigned(distributor: string, index: number, leaf: ClaimedLeaf): Promise<void>
}

/** Keys of the demo are made of their names: the same in every run, and worth nothing. */
function keyOf(name: string): Hex {
  return keccak256(stringToHex(`headwater demo: ${name}`))
}

/** @param chainId of the node */
export function createActors(node: LocalNode, chainId: number): Actors {
  const stage = createStage(node, chainId)
  const { reader, wallet, done, rich, publisher, helper, payee } = stage
  return {
    publisherKey: keyOf('publisher'),
    signing: payee.address.toLowerCase() as Hex,
    async placeToken(token, name, supply) {
      await rich(publisher.address)
      const args = [name, name, 6, supply] as const
      const { contractAddress } = await done(await wallet(publisher).deployContract({ ...demoToken, args }))
      const code = await reader.getCode({ address: contractAddress! })
      await node.request('anvil_setCode', [token, code])
      // The balances of OpenZeppelin's token are its first field.
      const slot = keccak256(
        encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [publisher.address, 0n]),
      )
      await node.request('anvil_setStorageAt', [token, slot, pad(toHex(supply))])
    },
    async deployDistributor(windowSeconds) {
      const args = [publisher.address, publisher.address, helper.address, BigInt(windowSeconds)] as const
      const hash = await wallet(publisher).deployContract({ ...royaltyDistributor, args })
      return (await done(hash)).contractAddress!.toLowerCase()
    },
    async passWindow(seconds) {
      await node.request('evm_increaseTime', [seconds])
      await node.request('evm_mine')
    },
    balance: (token, account) =>
      reader.readContract({
        address: token as Hex,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [account as Hex],
      }),
    ...claimants(stage, node, chainId),
  }
}

type Stage = ReturnType<typeof createStage>

/** The accounts of the demo, and clients of its node. */
function createStage(node: LocalNode, chainId: number) {
  const chain = { id: chainId, name: 'demo', rpcUrls: { default: { http: [node.url] } } } as unknown as Chain
  const transport = http(node.url)
  const reader = createPublicClient({ chain, transport, pollingInterval: 20 })
  return {
    reader,
    publisher: privateKeyToAccount(keyOf('publisher')),
    helper: privateKeyToAccount(keyOf('helper')),
    payee: privateKeyToAccount(keyOf('payee')),
    wallet: (account: Hex | ReturnType<typeof privateKeyToAccount>) =>
      createWalletClient({ chain, transport, account }),
    rich: (account: Hex) => node.request('anvil_setBalance', [account, toHex(100n * ether)]),
    async done(hash: Hex) {
      const receipt = await reader.waitForTransactionReceipt({ hash })
      if (receipt.status !== 'success') throw new Error(`the transaction ${hash} of the demo failed`)
      return receipt
    },
  }
}

function claimants(
  { reader, wallet, done, rich, helper, payee }: Stage,
  node: LocalNode,
  chainId: number,
): Pick<Actors, 'claimSelf' | 'claimFor' | 'claimSigned'> {
  const leafArgs = (leaf: ClaimedLeaf) => [leaf.token as Hex, BigInt(leaf.cumulative)] as const
  return {
    async claimSelf(distributor, index, leaf) {
      const account = leaf.account as Hex
      await rich(account)
      await node.request('anvil_impersonateAccount', [account])
      const args = [BigInt(index), ...leafArgs(leaf), leaf.proof as Hex[]] as const
      const call = { address: distributor as Hex, abi, functionName: 'claim', args } as const
      await done(await wallet(account).writeContract(call))
      await node.request('anvil_stopImpersonatingAccount', [account])
    },
    async claimFor(distributor, index, leaf) {
      await rich(helper.address)
      const [token, cumulative] = leafArgs(leaf)
      const proofs = [leaf.proof as Hex[]]
      const args = [BigInt(index), leaf.account as Hex, [token], [cumulative], proofs] as const
      const call = { address: distributor as Hex, abi, functionName: 'claim', args } as const
      await done(await wallet(helper).writeContract(call))
    },
    async claimSigned(distributor, index, leaf) {
      await rich(helper.address)
      const [token, cumulative] = leafArgs(leaf)
      const { timestamp } = await reader.getBlock()
      const message = {
        account: payee.address,
        token,
        to: payee.address,
        cumulative,
        deadline: timestamp + signatureSeconds,
      }
      const signature = await payee.signTypedData(signedClaim(chainId, distributor as Hex, message))
      const args = [{ index: BigInt(index), ...message }, leaf.proof as Hex[], signature] as const
      const call = { address: distributor as Hex, abi, functionName: 'claimWithSignature', args } as const
      await done(await wallet(helper).writeContract(call))
    },
  }
}
