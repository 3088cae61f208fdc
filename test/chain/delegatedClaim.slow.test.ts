/** An account with delegated code (EIP-7702) whose claims others send by its signature, on a node. */
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { createPublicClient, createWalletClient, type Hex, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoToken } from '../../src/chain/contracts/demoToken.ts'
import { royaltyDistributor } from '../../src/chain/contracts/royaltyDistributor.ts'
import { signedClaim } from '../../src/chain/distributor/signedClaim.ts'
import { receiptsRoot } from '../../src/chain/proof/receipts.ts'
import { type Anvil, anvilAccounts, anvilKeys, startAnvil } from '../support/anvil.ts'

/** Deploys code that takes every call and answers nothing, and so knows no signatures. */
const silentCode = '0x6001600c60003960016000f300'
const [, , , guardian] = anvilAccounts
const recipient = `0x${'7e'.repeat(20)}` as const
const payee = privateKeyToAccount(generatePrivateKey())

let anvil: Anvil
beforeAll(async () => {
  anvil = await startAnvil({ args: ['--hardfork', 'prague'] })
})
afterAll(() => anvil.stop())

function clients() {
  const chain = {
    id: anvil.chainId,
    name: 'anvil',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [anvil.url] } },
  }
  const sender = privateKeyToAccount(anvilKeys[0])
  const wallet = createWalletClient({ account: sender, chain, transport: http() })
  const reader = createPublicClient({ chain, transport: http(), pollingInterval: 20 })
  const done = async (hash: Hex) => {
    const receipt = await reader.waitForTransactionReceipt({ hash })
    expect(receipt.status).toBe('success')
    return receipt
  }
  return { sender, wallet, reader, done }
}

it('is paid at the address that it signed, by its key while its code knows no signatures, and its delegation is proven', async () => {
  const { sender, wallet, reader, done } = clients()
  const deployed = async (abi: readonly unknown[], bytecode: Hex, args: readonly unknown[]) =>
    (await done(await wallet.deployContract({ abi, bytecode, args } as never))).contractAddress!
  const [token, distributor] = [
    await deployed(demoToken.abi, demoToken.bytecode, ['Dollar', 'USD', 6, 10n ** 12n]),
    await deployed(royaltyDistributor.abi, royaltyDistributor.bytecode, [
      sender.address,
      sender.address,
      guardian,
      3_600n,
    ]),
  ]
  const code = await deployed([], silentCode, [])
  // The account delegates, in a transaction that another one sends.
  const authorization = await payee.signAuthorization({ address: code, chainId: anvil.chainId, nonce: 0 })
  const delegation = await done(
    await wallet.sendTransaction({ to: payee.address, authorizationList: [authorization] }),
  )
  expect(await reader.getCode({ address: payee.address })).toBe(`0xef0100${code.slice(2).toLowerCase()}`)
  const receipts = await anvil.rpc<never>('eth_getBlockReceipts', [delegation.blockHash])
  const block = await anvil.rpc<{ receiptsRoot: string }>('eth_getBlockByHash', [delegation.blockHash, false])
  expect(receipts).toMatchObject([{ type: '0x4' }])
  expect(receiptsRoot(receipts)).toBe(block.receiptsRoot)

  const tree = StandardMerkleTree.of([[payee.address, token, '500']], ['address', 'address', 'uint256'])
  const contract = { address: distributor, abi: royaltyDistributor.abi } as const
  await done(
    await wallet.writeContract({
      address: token,
      abi: demoToken.abi,
      functionName: 'transfer',
      args: [distributor, 500n],
    }),
  )
  const root = [tree.root as Hex, `0x${'01'.repeat(32)}` as Hex, [token], [500n]] as const
  await done(await wallet.writeContract({ ...contract, functionName: 'submitRoot', args: root }))
  await anvil.rpc('evm_increaseTime', [3_601])
  await anvil.mine(1)
  await done(await wallet.writeContract({ ...contract, functionName: 'activate', args: [1n] }))

  const { timestamp } = await reader.getBlock()
  const message = {
    account: payee.address,
    token,
    to: recipient,
    cumulative: 500n,
    deadline: timestamp + 600n,
  }
  const signature = await payee.signTypedData(signedClaim(anvil.chainId, distributor, message))
  const claim = { ...contract, functionName: 'claimWithSignature' } as const
  const args = [{ index: 1n, ...message }, tree.getProof(0) as Hex[], signature] as const
  const stranger = await privateKeyToAccount(generatePrivateKey()).signTypedData(
    signedClaim(anvil.chainId, distributor, message),
  )
  await expect(
    reader.simulateContract({ ...claim, args: [args[0], args[1], stranger], account: sender }),
  ).rejects.toThrow()
  await done(await wallet.writeContract({ ...claim, args }))
  const held = await reader.readContract({
    address: token,
    abi: demoToken.abi,
    functionName: 'balanceOf',
    args: [recipient],
  })
  expect(held).toBe(500n)
  await expect(reader.simulateContract({ ...claim, args, account: sender })).rejects.toThrow()
})
