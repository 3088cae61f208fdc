/**
 * Proofs of every EVM format, checked on a node by the code that the format's contract has for it; Uniswap's by its own
 * package.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { concat, decodeFunctionResult, encodeDeployData, encodeFunctionData, type Hex, parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTree, type OnceLeaf, type PayoutLeaf } from '../../src/merkle/index.ts'
import { type Anvil, anvilAccounts, startAnvil } from '../support/anvil.ts'

/** As the contracts check: leaf and nodes written out from their sources, which are not on npm. */
const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

contract Checks {
    fallback() external { assembly { mstore(0, 1) return(0, 32) } }

    function sorted(bytes32 leaf, bytes32[] calldata proof) private pure returns (bytes32 at) {
        at = leaf;
        for (uint256 i; i < proof.length; i++)
            at = at < proof[i]
                ? keccak256(abi.encodePacked(at, proof[i]))
                : keccak256(abi.encodePacked(proof[i], at));
    }

    function positional(bytes32 leaf, bytes calldata proof, uint256 index) private pure returns (bytes32 at) {
        require(proof.length % 32 == 0 && index < 1 << (proof.length / 32));
        at = leaf;
        for (uint256 i; i < proof.length; i += 32) {
            bytes32 next = bytes32(proof[i:i + 32]);
            at = index % 2 == 0 ? keccak256(abi.encodePacked(at, next)) : keccak256(abi.encodePacked(next, at));
            index /= 2;
        }
    }

    function openzeppelin(bytes32 root, address account, address token, uint256 amount, bytes32[] calldata proof)
        external pure returns (bool)
    {
        return sorted(keccak256(bytes.concat(keccak256(abi.encode(account, token, amount)))), proof) == root;
    }

    function merkl(bytes32 root, address account, address token, uint256 amount, bytes32[] calldata proof)
        external pure returns (bool)
    {
        require(amount <= type(uint208).max);
        return sorted(keccak256(abi.encode(account, token, amount)), proof) == root;
    }

    function oneinch(bytes32 root, address account, address, uint256 amount, bytes32[] calldata proof)
        external pure returns (bool)
    {
        return sorted(keccak256(abi.encodePacked(account, amount)), proof) == root;
    }

    function sablier(bytes32 root, uint256 index, address account, uint128 amount, bytes32[] calldata proof)
        external pure returns (bool)
    {
        return sorted(keccak256(bytes.concat(keccak256(abi.encode(index, account, amount)))), proof) == root;
    }

    struct Claim {
        uint32 earnerIndex;
        bytes earnerProof;
        address earner;
        bytes32 tokenRoot;
        uint32 tokenIndex;
        bytes tokenProof;
        address token;
        uint256 amount;
    }

    function eigenlayer(bytes32 root, Claim calldata c) external pure returns (bool) {
        bytes32 earner = keccak256(abi.encodePacked(uint8(0), c.earner, c.tokenRoot));
        bytes32 token = keccak256(abi.encodePacked(uint8(1), c.token, c.amount));
        return positional(earner, c.earnerProof, c.earnerIndex) == root
            && positional(token, c.tokenProof, c.tokenIndex) == c.tokenRoot;
    }
}`

const cumulative = 'bytes32 root, address account, address token, uint256 amount, bytes32[] proof'
const abi = parseAbi([
  `function openzeppelin(${cumulative}) view returns (bool)`,
  `function merkl(${cumulative}) view returns (bool)`,
  `function oneinch(${cumulative}) view returns (bool)`,
  'function sablier(bytes32 root, uint256 index, address account, uint128 amount, bytes32[] proof) view returns (bool)',
  'struct Claim { uint32 earnerIndex; bytes earnerProof; address earner; bytes32 tokenRoot; uint32 tokenIndex; bytes tokenProof; address token; uint256 amount; }',
  'function eigenlayer(bytes32 root, Claim c) view returns (bool)',
])
const checks: Hex = '0x00000000000000000000000000000000000c4ec5'
const uniswap = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@uniswap/merkle-distributor/build/MerkleDistributor.json'),
    'utf8',
  ),
)

let anvil: Anvil
beforeAll(async () => {
  anvil = await startAnvil()
  await anvil.rpc('anvil_setCode', [checks, compiled()])
})
afterAll(() => anvil.stop())

function compiled(): Hex {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }
  const settings = { outputSelection: { '*': { '*': ['evm.deployedBytecode.object'] } } }
  const input = { language: 'Solidity', sources: { 'c.sol': { content: source } }, settings }
  const { contracts, errors } = JSON.parse(solc.compile(JSON.stringify(input)))
  if (contracts?.['c.sol'] === undefined) throw new Error(JSON.stringify(errors))
  return `0x${contracts['c.sol'].Checks.evm.deployedBytecode.object}`
}

async function holds(functionName: string, args: readonly unknown[]): Promise<boolean> {
  const data = encodeFunctionData({ abi, functionName, args } as never)
  const answer = await anvil.rpc<Hex>('eth_call', [{ to: checks, data }, 'latest'])
  return decodeFunctionResult({ abi, functionName, data: answer } as never) as boolean
}

const address = (number: number): Hex => `0x${number.toString(16).padStart(40, '0')}`
const root = (text: string) => text as Hex

/** Accounts with one to four tokens each; or one each. */
function leaves(accounts: number, single: boolean): PayoutLeaf[] {
  return Array.from({ length: accounts }, (_, at) =>
    Array.from({ length: single ? 1 : 1 + (at % 4) }, (_, token) => ({
      account: address(at + 1),
      token: address(900 + token),
      cumulative: 10n ** BigInt(at % 30) + BigInt(token),
    })),
  ).flat()
}

function once(count: number): OnceLeaf[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    account: address(index + 1),
    amount: 5n ** BigInt(index),
  }))
}

describe.each([1, 2, 5, 13])('with %i accounts, on a node', (accounts) => {
  it.each(['openzeppelin', 'merkl', 'oneinch'] as const)(
    '%s: each proof holds, and for no other amount',
    async (format) => {
      const list = leaves(accounts, format === 'oneinch')
      const tree = buildTree(list, format)
      for (const [i, { account, token, cumulative: amount }] of list.entries()) {
        const proof = tree.proof(i)
        expect(await holds(format, [root(tree.root), account, token, amount, proof])).toBe(true)
        expect(await holds(format, [root(tree.root), account, token, amount + 1n, proof])).toBe(false)
      }
    },
  )

  it('sablier: each proof holds, and for no other index', async () => {
    const list = once(accounts)
    const tree = buildTree(list, 'sablier')
    for (const { index, account, amount } of list) {
      const proof = tree.proof(index)
      expect(await holds('sablier', [root(tree.root), index, account, amount, proof])).toBe(true)
      expect(await holds('sablier', [root(tree.root), index + 1, account, amount, proof])).toBe(false)
    }
  })

  it('eigenlayer: each proof holds, and for no other amount or token', async () => {
    const list = leaves(accounts, false)
    const tree = buildTree(list, 'eigenlayer')
    for (const [i, { account: earner, token, cumulative: amount }] of list.entries()) {
      const { earnerProof, proof, ...places } = tree.proof(i)
      const joined = (nodes: readonly string[]) => concat(['0x', ...(nodes as Hex[])])
      const claim = {
        ...places,
        earnerProof: joined(earnerProof),
        tokenProof: joined(proof),
        earner,
        token,
        amount,
      }
      expect(await holds('eigenlayer', [root(tree.root), claim])).toBe(true)
      expect(await holds('eigenlayer', [root(tree.root), { ...claim, amount: amount + 1n }])).toBe(false)
      expect(await holds('eigenlayer', [root(tree.root), { ...claim, token: address(7) }])).toBe(false)
    }
  })

  it('uniswap: its own contract pays each claim, once', async () => {
    const list = once(accounts)
    const tree = buildTree(list, 'uniswap')
    const from = anvilAccounts[0]
    const send = async (to: Hex | undefined, data: Hex) => {
      const hash = await anvil.rpc('eth_sendTransaction', [
        { from, ...(to && { to }), data, gas: '0x200000' },
      ])
      for (;;) {
        type Receipt = { status: Hex; contractAddress: Hex } | null
        const receipt = await anvil.rpc<Receipt>('eth_getTransactionReceipt', [hash])
        if (receipt !== null) return receipt
      }
    }
    // Any call of the token answers with true.
    const args = [checks, tree.root]
    const deployed = await send(
      undefined,
      encodeDeployData({ abi: uniswap.abi, bytecode: bytecodeOf(uniswap), args }),
    )
    for (const { index, account, amount } of list) {
      const claim = (of: bigint) =>
        send(
          deployed.contractAddress,
          encodeFunctionData({
            abi: uniswap.abi,
            functionName: 'claim',
            args: [index, account, of, tree.proof(index)],
          }),
        )
      expect((await claim(amount + 1n)).status).toBe('0x0')
      expect((await claim(amount)).status).toBe('0x1')
      expect((await claim(amount)).status).toBe('0x0')
    }
  })
})

function bytecodeOf({ bytecode }: { bytecode: string }): Hex {
  return bytecode.startsWith('0x') ? (bytecode as Hex) : `0x${bytecode}`
}
