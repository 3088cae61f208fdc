/**
 * Question: what gas does a claim cost an account, against a distributor that only pays once from one fixed tree, and what
 * does each safety cost?
 * Size: proofs of 20 hashes, as in a tree of a million leaves; the receipts' gas, so all of the transaction, on anvil. Others
 * claimed each token before. The peer is Uniswap's MerkleDistributor (npm package, Solidity 0.6) with the same token; its
 * first claim is in a bitmap word of its own. A claim in a used word is 17,100 cheaper there, for 255 of 256
 * accounts once each; here an account's second claim of a token is.
 * Estimate: the same 20 hashes, transfer and fresh slot in both; here besides four slots read (root, limits, settings) and one
 * of them written: 2,100 each and 2,900, so 12,000 on 97,000. A call to itself for one token of several: 3,000 more.
 */
import { type Abi, type Address, encodeFunctionData, type Hex } from 'viem'
import { compileContracts } from '../scripts/contracts.ts'
import { royaltyDistributor } from '../src/chain/contracts/royaltyDistributor.ts'
import type { Measurement } from './measurement.ts'
import {
  another,
  type ClaimsChain,
  claimant,
  claimOfUniswap,
  type Leaf,
  startClaimsChain,
} from './support/claimsChain.ts'

const { abi, bytecode } = royaltyDistributor
const manyTokens = 10
/** In a bitmap word of its own, and as wide as most indexes of a million leaves. */
const uniswapIndex = 777_216n

const file = 'RoyaltyDistributor.sol'
/** What is left out to see what it costs: text of the contract, and what takes its place. */
const safeties: readonly { readonly name: string; readonly from: RegExp; readonly to: string }[] = [
  { name: 'the pause', from: / whenNotPaused/g, to: '' },
  { name: 'the guard against reentrancy', from: / nonReentrant/g, to: '' },
  { name: 'the limits of the root and of all roots', from: /_book\(index, token, amount\);/, to: '' },
  {
    name: 'recipients that accounts set',
    from: /function recipientOf[^}]*\}[^}]*\}/,
    to: 'function recipientOf(address account, address) public pure returns (address) { return account; }',
  },
]

export async function run(): Promise<Measurement[]> {
  const chain = await startClaimsChain(manyTokens)
  const [token] = chain.tokens as [Address]
  try {
    const measurements = await firstClaims(chain, token, 'no balance of the token before')
    await chain.give(token)
    measurements.push(
      ...(await firstClaims(chain, token, 'some of the token before')),
      ...(await laterClaims(chain, token)),
      ...(await safetyCosts(chain, token)),
    )
    return measurements
  } finally {
    await chain.stop()
  }
}

async function firstClaims(chain: ClaimsChain, token: Address, size: string): Promise<Measurement[]> {
  const ours = await chain.distributor(bytecode, [token])
  const peer = await chain.uniswap(token, uniswapIndex, false)
  const peerGas = await chain.gasOf(claimant.address, peer.address, claimOfUniswap(uniswapIndex, peer.proof))
  const [leaf] = ours.leaves as [Leaf]
  const { signed, signature } = await chain.sign(ours.address, leaf)
  const bySignature = encode('claimWithSignature', [signed, leaf.proof, signature])
  const ways: [name: string, from: Address, data: Hex][] = [
    ['the entry for one token', claimant.address, claimOne(leaf)],
    ['the entry for several, one token', claimant.address, claimMany('claim', [leaf])],
    ['the strict entry for several, one token', claimant.address, claimMany('claimStrict', [leaf])],
    ['by another', another, claimMany('claim', [leaf])],
    ['by signature', another, bySignature],
  ]
  const measurements: Measurement[] = []
  for (const [name, from, data] of ways) {
    const gas = await chain.gasOf(from, ours.address, data)
    measurements.push(againstUniswap(`first claim: ${name}`, size, gas, peerGas))
  }
  const ten = await chain.distributor(bytecode, chain.tokens)
  const gas = await chain.gasOf(claimant.address, ten.address, claimMany('claim', ten.leaves))
  const name = `first claim: ${manyTokens} tokens at once, each`
  return [...measurements, againstUniswap(name, size, gas / manyTokens, peerGas)]
}

async function laterClaims(chain: ClaimsChain, token: Address): Promise<Measurement[]> {
  const used = await chain.uniswap(token, uniswapIndex, true)
  const peerGas = await chain.gasOf(claimant.address, used.address, claimOfUniswap(uniswapIndex, used.proof))
  const ours = await chain.distributor(bytecode, [token])
  await chain.send(claimant.address, ours.address, claimOne(ours.leaves[0]!))
  const again = await chain.gasOf(another, ours.address, claimMany('claim', ours.leaves))
  const [leaf] = await chain.nextRoot(ours.address, [token])
  const second = await chain.gasOf(claimant.address, ours.address, claimOne(leaf!, 2n))
  return [
    againstUniswap('second claim: the entry for one token', 'peer: first, in a used word', second, peerGas),
    { name: 'a token that was claimed already, skipped', size: 'one token', value: again, unit: 'gas' },
  ]
}

/** The entry for one token without each safety, one at a time. */
async function safetyCosts(chain: ClaimsChain, token: Address): Promise<Measurement[]> {
  const gasWith = async (code: Hex): Promise<number> => {
    const ours = await chain.distributor(code, [token])
    return chain.gasOf(claimant.address, ours.address, claimOne(ours.leaves[0]!))
  }
  const whole = await gasWith(bytecode)
  const measurements: Measurement[] = []
  for (const { name, from, to } of safeties) {
    const without = compileContracts([file], (path, text) => {
      if (!path.endsWith(file)) return text
      const edited = text.replace(from, to)
      if (edited === text) throw new Error(`nothing of ${file} matches ${name}`)
      return edited
    })
    const value = whole - (await gasWith(without.get(file)!.bytecode))
    measurements.push({
      name: `of a claim of one token: ${name}`,
      size: 'whole less without',
      value,
      unit: 'gas',
    })
  }
  return measurements
}

function claimOne({ token, cumulative, proof }: Leaf, index = 1n): Hex {
  return encode('claim', [index, token, cumulative, proof])
}

function claimMany(functionName: 'claim' | 'claimStrict', leaves: readonly Leaf[]): Hex {
  return encode(functionName, [
    1n,
    claimant.address,
    leaves.map(({ token }) => token),
    leaves.map(({ cumulative }) => cumulative),
    leaves.map(({ proof }) => proof),
  ])
}

function encode(functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: abi as Abi, functionName, args })
}

/** The ratio is ours by theirs: above one is dearer. */
function againstUniswap(name: string, size: string, value: number, peerValue: number): Measurement {
  return { name, size, value, unit: 'gas', peer: 'Uniswap', peerValue, ratio: value / peerValue }
}
