/** A token of EIP-3009 on a node, and payers who sign. */
import { createWalletClient, encodeFunctionData, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { compileContracts } from '../../../scripts/contracts.ts'
import { type Anvil, anvilAccounts, anvilKeys } from '../../support/anvil.ts'
import { send as sendAndWait } from '../../support/sendOnAnvil.ts'

type Hex = `0x${string}`

interface Authorization {
  readonly to: Hex
  readonly value: bigint
  readonly nonce: Hex
  /** Seconds since 1970. */
  readonly validBefore: bigint
}

const file = 'test/support/PaymentToken.sol'

export async function deployPaymentToken(anvil: Anvil) {
  const { abi, bytecode } = compileContracts([file]).get(file)! as { abi: readonly object[]; bytecode: Hex }
  const deployer = anvilAccounts[0]
  const send = (from: string, call: object) =>
    anvil.rpc<Hex>('eth_sendTransaction', [{ from, gas: '0x300000', ...call }])
  const { contractAddress } = await sendAndWait(anvil, { from: deployer, data: bytecode })
  const address = contractAddress!.toLowerCase() as Hex
  const call = (from: string, functionName: string, args: readonly unknown[]) =>
    send(from, { to: address, data: encodeFunctionData({ abi, functionName, args } as never) })
  const domain = { name: 'USD Coin', version: '2', chainId: anvil.chainId, verifyingContract: address }
  const signer = (payer: number) =>
    createWalletClient({ account: privateKeyToAccount(anvilKeys[payer]!), transport: http(anvil.url) })
  const uint256 = (name: string) => ({ name, type: 'uint256' })
  const types = {
    TransferWithAuthorization: [
      { name: 'from', type: 'address' },
      { name: 'to', type: 'address' },
      ...['value', 'validAfter', 'validBefore'].map(uint256),
      { name: 'nonce', type: 'bytes32' },
    ],
    CancelAuthorization: [
      { name: 'authorizer', type: 'address' },
      { name: 'nonce', type: 'bytes32' },
    ],
  }
  return {
    address,
    mint: (to: Hex, value: bigint) => call(deployer, 'mint', [to, value]),
    transfer: (from: Hex, to: Hex, value: bigint) => call(from, 'transfer', [to, value]),
    /** The payer signs, and another account sends it. @param payer its place among anvil's accounts */
    async pay(payer: number, { to, value, nonce, validBefore }: Authorization, sender: Hex = deployer) {
      const from = anvilAccounts[payer]!
      const message = { from, to, value, validAfter: 0n, validBefore, nonce }
      const primaryType = 'TransferWithAuthorization' as const
      const signature = await signer(payer).signTypedData({ domain, types, primaryType, message } as never)
      await call(sender, 'transferWithAuthorization', [from, to, value, 0n, validBefore, nonce, signature])
    },
    async cancel(payer: number, nonce: Hex) {
      const authorizer = anvilAccounts[payer]!
      const primaryType = 'CancelAuthorization' as const
      const message = { authorizer, nonce }
      const signature = await signer(payer).signTypedData({ domain, types, primaryType, message } as never)
      await call(deployer, 'cancelAuthorization', [authorizer, nonce, signature])
    },
  }
}
