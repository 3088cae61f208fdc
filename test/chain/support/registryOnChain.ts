/** An AssetRegistry on a node, for tests that need logs of a real contract. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createWalletClient, encodeFunctionData, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { assetRegistry } from '../../../src/chain/contracts/assetRegistry.ts'
import { type Anvil, anvilAccounts, anvilKeys } from '../../support/anvil.ts'

export interface RegistryOnChain {
  readonly address: `0x${string}`
  /** One transaction, and so one block where the node mines at once. */
  register(asset: string): Promise<void>
  /** Those that were registered, in order. */
  assets(): readonly string[]
}

export async function deployRegistry(anvil: Anvil): Promise<RegistryOnChain> {
  const account = privateKeyToAccount(anvilKeys[0])
  const nativeCurrency = { name: 'Ether', symbol: 'ETH', decimals: 18 }
  const chain = {
    id: anvil.chainId,
    name: 'anvil',
    nativeCurrency,
    rpcUrls: { default: { http: [anvil.url] } },
  }
  const client = createWalletClient({ account, transport: http(anvil.url), chain })
  const { abi, bytecode } = assetRegistry
  const hash = await client.deployContract({ abi, bytecode, args: [account.address, true] })
  const receipt = await minedReceipt(anvil, hash)
  const address = receipt.contractAddress.toLowerCase() as `0x${string}`
  const assets: string[] = []
  return {
    address,
    assets: () => assets,
    async register(asset) {
      assets.push(asset)
      const args = [asset, anvilAccounts[0], asset, 'MIT', ''] as const
      const data = encodeFunctionData({ abi, functionName: 'registerAsset', args })
      await minedReceipt(
        anvil,
        await anvil.rpc('eth_sendTransaction', [
          { from: anvilAccounts[0], to: address, data, gas: '0x200000' },
        ]),
      )
    },
  }
}

/** The node answers a transaction before it has mined it. */
async function minedReceipt(anvil: Anvil, hash: unknown): Promise<{ contractAddress: `0x${string}` }> {
  for (;;) {
    const receipt = await anvil.rpc<{ contractAddress: `0x${string}` } | null>('eth_getTransactionReceipt', [
      hash,
    ])
    if (receipt !== null) return receipt
    await sleep(5)
  }
}
