/** Transactions on anvil, from accounts that it holds the keys of. */
import type { Hex } from 'viem'
import { type Anvil, anvilAccounts } from './anvil.ts'

interface Receipt {
  readonly status: Hex
  readonly contractAddress: Hex | null
  readonly blockNumber: Hex
  readonly transactionHash: Hex
}

/** Sends from an account that the node knows, and waits for the block. @throws Error where it reverts */
export async function send(
  anvil: Anvil,
  { from = anvilAccounts[0], to, data }: { readonly from?: string; readonly to?: string; readonly data: Hex },
): Promise<Receipt> {
  const transaction = { from, data, gas: '0xf42400', ...(to !== undefined && { to }) }
  const hash = await anvil.rpc<Hex>('eth_sendTransaction', [transaction])
  let receipt: Receipt | null = null
  for (let tries = 0; receipt === null && tries < 500; tries++) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    receipt = await anvil.rpc<Receipt | null>('eth_getTransactionReceipt', [hash])
  }
  if (receipt === null) throw new Error(`the transaction ${hash} is in no block`)
  if (receipt.status !== '0x1') throw new Error(`the transaction ${hash} reverted`)
  return receipt
}
