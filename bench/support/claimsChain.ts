/** A chain with tokens, our distributor and Uniswap's, and what one claim uses of gas there. */
import { readFileSync } from 'node:fs'
import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  encodePacked,
  type Hex,
  keccak256,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { royaltyDistributor } from '../../src/chain/contracts/royaltyDistributor.ts'
import { signedClaim } from '../../src/chain/distributor/signedClaim.ts'
import { type Anvil, anvilAccounts, startAnvil } from '../../test/support/anvil.ts'

/** Hashes beside a leaf of a tree of a million. */
const depth = 20
const [owner, publisher, guardian] = anvilAccounts
const key = `0x${'5a'.repeat(32)}` as const
export const claimant = privateKeyToAccount(key)
export const another = '0x00000000000000000000000000000000000b0b01'
const { abi } = royaltyDistributor

export interface Leaf {
  readonly token: Address
  readonly cumulative: bigint
  readonly proof: Hex[]
}

export interface ClaimsChain {
  /** Tokens of Uniswap's package; each address has `balance` of each. */
  readonly tokens: readonly Address[]
  /** Gas of the transaction, all of it. The chain is as before afterwards. @throws Error where it reverts */
  gasOf(from: Address, to: Address, data: Hex): Promise<number>
  /** The same, for good. */
  send(from: Address, to: Address, data: Hex): Promise<number>
  /** A distributor whose highest root has the leaves, each with another account's claim of its token behind it. */
  distributor(bytecode: Hex, tokens: readonly Address[]): Promise<{ address: Address; leaves: Leaf[] }>
  /** The next root of it, with higher amounts, active. */
  nextRoot(address: Address, tokens: readonly Address[]): Promise<Leaf[]>
  uniswap(token: Address, index: bigint, used: boolean): Promise<{ address: Address; proof: Hex[] }>
  /** Gives the claimant some of the token, so that its balance is no fresh slot. */
  give(token: Address): Promise<void>
  sign(address: Address, leaf: Leaf): Promise<{ signed: SignedClaim; signature: Hex }>
  stop(): Promise<void>
}

interface SignedClaim {
  readonly index: bigint
  readonly account: Address
  readonly token: Address
  readonly to: Address
  readonly cumulative: bigint
  readonly deadline: bigint
}

const amount = 1_234_567_890_123_456_789n
const funds = amount * 1_000n

export async function startClaimsChain(tokenCount: number): Promise<ClaimsChain> {
  const anvil = await startAnvil()
  for (const account of [claimant.address, another] as const) {
    await anvil.rpc('anvil_impersonateAccount', [account])
    await anvil.rpc('anvil_setBalance', [account, '0x56bc75e2d63100000'])
  }
  const tokens: Address[] = []
  const erc20 = uniswapPackage('TestERC20')
  for (let i = 0; i < tokenCount; i++) tokens.push(await deploy(anvil, erc20, ['Test', 'T', funds * 1_000n]))
  // submitRoot takes them ascending.
  tokens.sort()
  const transfer = (token: Address, to: Address) =>
    send(
      anvil,
      owner,
      token,
      encodeFunctionData({ abi: erc20.abi, functionName: 'transfer', args: [to, funds] }),
    )

  return {
    tokens,
    async gasOf(from, to, data) {
      const before = await anvil.rpc('evm_snapshot')
      const gas = await send(anvil, from, to, data)
      await anvil.rpc('evm_revert', [before])
      return gas
    },
    send: (from, to, data) => send(anvil, from, to, data),
    async distributor(bytecode, forTokens) {
      const address = await deploy(anvil, { abi: abi as Abi, bytecode }, [owner, publisher, guardian, 0n])
      for (const token of forTokens) await transfer(token, address)
      return { address, leaves: await addRoot(anvil, address, forTokens, 1n) }
    },
    async nextRoot(address, forTokens) {
      return addRoot(anvil, address, forTokens, 2n)
    },
    async uniswap(token, index, used) {
      const others = used ? [index + 1n] : []
      const hashes = [index, ...others].map((each) =>
        keccak256(encodePacked(['uint256', 'address', 'uint256'], [each, claimant.address, amount])),
      )
      const { root, proofs } = treeOf(hashes)
      const address = await deploy(anvil, uniswapPackage('MerkleDistributor'), [token, root])
      await transfer(token, address)
      for (const other of others) await send(anvil, another, address, claimOfUniswap(other, proofs[1]!))
      return { address, proof: proofs[0]! }
    },
    async give(token) {
      await transfer(token, claimant.address)
    },
    async sign(address, { token, cumulative }) {
      const message = {
        account: claimant.address,
        token,
        to: claimant.address,
        cumulative,
        deadline: 2n ** 40n,
      }
      const signature = await claimant.signTypedData(signedClaim(anvil.chainId, address, message))
      return { signed: { index: 1n, ...message }, signature }
    },
    stop: () => anvil.stop(),
  }
}

/** Submits and activates the root that gives both accounts `times` the amount of each token; the other one claims. */
async function addRoot(
  anvil: Anvil,
  address: Address,
  tokens: readonly Address[],
  times: bigint,
): Promise<Leaf[]> {
  const call = (from: Address, functionName: string, args: unknown[]) =>
    send(anvil, from, address, encodeFunctionData({ abi: abi as Abi, functionName, args }))
  const cumulative = amount * times
  const accounts = [claimant.address, another] as const
  const { root, proofs } = treeOf(
    tokens.flatMap((token) => accounts.map((account) => leafOf(account, token, cumulative))),
  )
  await call(publisher, 'submitRoot', [root, root, tokens, tokens.map(() => 2n * cumulative)])
  await call(owner, 'activate', [times])
  for (const [i, token] of tokens.entries())
    await call(another, 'claim', [times, token, cumulative, proofs[2 * i + 1]!])
  return tokens.map((token, i) => ({ token, cumulative, proof: proofs[2 * i]! }))
}

export function claimOfUniswap(index: bigint, proof: Hex[]): Hex {
  const args = [index, claimant.address, amount, proof]
  return encodeFunctionData({ abi: uniswapPackage('MerkleDistributor').abi, functionName: 'claim', args })
}

function uniswapPackage(name: string): { abi: Abi; bytecode: Hex } {
  const path = `../../node_modules/@uniswap/merkle-distributor/build/${name}.json`
  const { abi, bytecode } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
    abi: Abi
    bytecode: string
  }
  return { abi, bytecode: bytecode.startsWith('0x') ? (bytecode as Hex) : `0x${bytecode}` }
}

interface Receipt {
  readonly status: Hex
  readonly gasUsed: Hex
  readonly contractAddress: Address
}

async function deploy(
  anvil: Anvil,
  contract: { abi: Abi; bytecode: Hex },
  args: unknown[],
): Promise<Address> {
  const data = encodeDeployData({ ...contract, args })
  return (await mined(anvil, { from: owner, data })).contractAddress
}

async function send(anvil: Anvil, from: Address, to: Address, data: Hex): Promise<number> {
  return Number((await mined(anvil, { from, to, data })).gasUsed)
}

async function mined(
  anvil: Anvil,
  transaction: { from: Address; to?: Address; data: Hex },
): Promise<Receipt> {
  const hash = await anvil.rpc<Hex>('eth_sendTransaction', [{ ...transaction, gas: '0xf00000' }])
  for (;;) {
    const receipt = await anvil.rpc<Receipt | null>('eth_getTransactionReceipt', [hash])
    if (receipt === null) continue
    if (receipt.status !== '0x1') throw new Error('a transaction of the benchmark reverted')
    return receipt
  }
}

function leafOf(account: Address, token: Address, cumulative: bigint): Hex {
  const values = [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }] as const
  return keccak256(keccak256(encodeAbiParameters(values, [account, token, cumulative])))
}

/** A tree with proofs of `depth` hashes each: the leaves at its top, and hashes that stand for the rest below. */
function treeOf(leaves: readonly Hex[]): { root: Hex; proofs: Hex[][] } {
  const levels = Math.ceil(Math.log2(leaves.length))
  const proofs = leaves.map((leaf) =>
    Array.from({ length: depth - levels }, (_, i) => keccak256(`${leaf}${'0'.repeat(61)}${100 + i}`)),
  )
  let level = leaves.map((leaf, i) => proofs[i]!.reduce(pair, leaf))
  while (level.length < 2 ** levels) level.push(keccak256(`0x${level.length.toString(16).padStart(64, '0')}`))
  for (let places = leaves.map((_, i) => i); level.length > 1; places = places.map((place) => place >> 1)) {
    for (const [i, place] of places.entries()) proofs[i]!.push(level[place ^ 1]!)
    level = Array.from({ length: level.length / 2 }, (_, i) => pair(level[2 * i]!, level[2 * i + 1]!))
  }
  return { root: level[0]!, proofs }
}

function pair(a: Hex, b: Hex): Hex {
  return keccak256(a < b ? `${a}${b.slice(2)}` : `${b}${a.slice(2)}`)
}
