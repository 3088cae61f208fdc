/** The formats beside OpenZeppelin's: vectors of their own sources, and the same trees built the slow, obvious way. */
import { createHash } from 'node:crypto'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { concat, encodeAbiParameters, encodePacked, type Hex, keccak256 } from 'viem'
import { describe, expect, it } from 'vitest'
import { writeBase58 } from '../../../src/base/base58.ts'
import { buildTree, type OnceLeaf, type PayoutLeaf, verifyProof } from '../../../src/merkle/index.ts'
import { toBech32 } from '../../support/bech32.ts'
import { runs } from '../../support/properties.ts'

const address = (number: number): Hex => `0xc${number.toString(16).padStart(39, '0')}`
const key = (byte: number) => writeBase58(new Uint8Array(32).fill(byte))
const sha256 = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function once(count: number): OnceLeaf[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    account: address(index + 1),
    amount: 10n ** BigInt(index % 30) + BigInt(index),
  }))
}

/** `counts` tokens for each account. */
function cumulative(counts: readonly number[]): PayoutLeaf[] {
  return counts.flatMap((tokens, account) =>
    Array.from({ length: tokens }, (_, token) => ({
      account: address(account + 1),
      token: address(4_000 + token),
      cumulative: BigInt(account) * 10n ** 20n + BigInt(token),
    })),
  )
}

/** Levels of nodes from sorted leaves, the last of an odd level going up as it is: merkletreejs with `sort: true`. */
function sortedRoot(leaves: readonly Hex[]): Hex {
  let level = leaves.toSorted()
  while (level.length > 1) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const [a, b] = [level[2 * i]!, level[2 * i + 1]]
      return b === undefined ? a : keccak256(concat(a < b ? [a, b] : [b, a]))
    })
  }
  return level[0]!
}

/** go-merkletree: leaves as they come, filled up with zeros to a power of two. */
function paddedRoot(leaves: readonly Hex[]): Hex {
  let level = [...leaves]
  while (Math.log2(level.length) % 1 !== 0) level.push(`0x${'00'.repeat(32)}`)
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) =>
      keccak256(concat([level[2 * i]!, level[2 * i + 1]!])),
    )
  return level[0]!
}

/** Of cw-tokens: contracts/cw20-merkle-airdrop/testdata. The lists of its trees are longer than what it names here. */
const cw20Root = '0xb45c1ea28b26adb13e412933c9e055b01fdf7585304b00cd8f1cb220aa6c5e88'
const cw20Data = [
  {
    account: 'wasm1k9hwzxs889jpvd7env8z49gad3a3633vg350tq',
    amount: 100n,
    proof: [
      'a714186eaedddde26b08b9afda38cf62fdf88d68e3aa0d5a4b55033487fe14a1',
      'fb57090a813128eeb953a4210dd64ee73d2632b8158231effe2f0a18b2d3b5dd',
      'c30992d264c74c58b636a31098c6c27a5fc08b3f61b7eafe2a33dcb445822343',
    ],
  },
  {
    account: 'wasm1ylna88nach9sn5n7qe7u5l6lh7dmt6lp2y63xx',
    amount: 10_333n,
    proof: [
      'f89c4ec6a98e26fb5690e50e16e189f9942f0576a5ba711ed75fe01140ddb2af',
      '374f1a32b0a5d5dab16f8fbed8c248e183448732f897002375e0d4ca6e13ad73',
    ],
  },
]

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33, 100]

describe('trees have the roots that their own tools give:', () => {
  it.each(sizes)('merkl, %i accounts', (count) => {
    const leaves = cumulative(Array.from({ length: count }, (_, i) => 1 + (i % 3)))
    const hashes = leaves.map(({ account, token, cumulative: amount }) =>
      keccak256(
        encodeAbiParameters(
          [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }],
          [account as Hex, token as Hex, amount],
        ),
      ),
    )
    expect(buildTree(leaves, 'merkl').root).toBe(sortedRoot(hashes))
  })

  it.each(sizes)('oneinch, %i accounts', (count) => {
    const leaves = cumulative(new Array(count).fill(1))
    const hashes = leaves.map(({ account, cumulative: amount }) =>
      keccak256(encodePacked(['address', 'uint256'], [account as Hex, amount])),
    )
    expect(buildTree(leaves, 'oneinch').root).toBe(sortedRoot(hashes))
  })

  it.each(sizes)('uniswap, %i accounts', (count) => {
    const leaves = once(count)
    const hashes = leaves.map(({ index, account, amount }) =>
      keccak256(encodePacked(['uint256', 'address', 'uint256'], [BigInt(index), account as Hex, amount])),
    )
    expect(buildTree(leaves, 'uniswap').root).toBe(sortedRoot(hashes))
  })

  it.each(sizes)('sablier, %i accounts', (count) => {
    const leaves = once(count)
    const peer = StandardMerkleTree.of(
      leaves.map(({ index, account, amount }) => [index, account, amount]),
      ['uint256', 'address', 'uint128'],
    )
    const tree = buildTree(leaves, 'sablier')
    expect(tree.root).toBe(peer.root)
    for (const i of leaves.keys()) expect(tree.proof(i)).toEqual(peer.getProof(i))
  })

  // The last one has more leaves than a chunk, which ends within an account.
  it.each([...sizes, 300])('eigenlayer, %i accounts', (count) => {
    const tokens = Array.from({ length: count }, (_, i) => (count === 300 ? 37 : 1 + (i % 6)))
    const leaves = cumulative(tokens)
    const byAccount = Map.groupBy(leaves, ({ account }) => account)
    const earners = tokens.map((_, account) => {
      const tokenRoot = paddedRoot(
        byAccount
          .get(address(account + 1))!
          .map(({ token, cumulative: amount }) =>
            keccak256(encodePacked(['uint8', 'address', 'uint256'], [1, token as Hex, amount])),
          ),
      )
      return keccak256(encodePacked(['uint8', 'address', 'bytes32'], [0, address(account + 1), tokenRoot]))
    })
    expect(buildTree(leaves, 'eigenlayer').root).toBe(paddedRoot(earners))
  })

  it('cw20: a leaf of the contract’s own test data, and proofs of it', () => {
    const tree = buildTree([{ index: 0, account: cw20Data[0]!.account, amount: 100n }], 'cw20')
    expect(tree.root).toBe('0x7cf35648f4783d794132eabba8a34577e2c670c6c27dab87270ad358956daaf6')
    for (const [index, { account, amount, proof }] of cw20Data.entries()) {
      const leaf = { index, account, amount }
      const nodes = proof.map((node) => `0x${node}`)
      expect(verifyProof(cw20Root, leaf, nodes, 'cw20')).toBe(true)
      expect(verifyProof(cw20Root, { ...leaf, amount: amount + 1n }, nodes, 'cw20')).toBe(false)
    }
  })

  it.each(sizes)('cw20, %i accounts', (count) => {
    const leaves = Array.from({ length: count }, (_, index) => ({
      index,
      account: toBech32('wasm', Buffer.alloc(20, index)),
      amount: 7n ** BigInt(index % 40),
    }))
    const hashes = leaves.map(({ account, amount }) => sha256(`${account}${amount}`))
    let level = hashes.toSorted(Buffer.compare)
    while (level.length > 1) {
      level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
        const pair = level.slice(2 * i, 2 * i + 2)
        return pair.length === 1 ? pair[0]! : sha256(...pair.toSorted(Buffer.compare))
      })
    }
    expect(buildTree(leaves, 'cw20').root).toBe(`0x${level[0]!.toString('hex')}`)
  })

  it('jito: two leaves, one of them with a locked part, and a third one that is paired with itself', () => {
    const [one, two] = [
      { index: 0, account: key(1), amount: 1_000n },
      { index: 1, account: key(2), amount: 2_000n, locked: 5n },
    ]
    const three = { index: 2, account: key(3), amount: 7n }
    expect(buildTree([one!, two!], 'jito').root).toBe(
      '0xae501a5cabdcc8d565df77eea9ec7471c0c91089c3524d3de5bedb043602b83a',
    )
    const tree = buildTree([one!, two!, three], 'jito')
    expect(tree.root).toBe('0x81d20a7ce374d08a3390e3052c3661223e3bd12d8b8b25d402760e2c7c2a3630')
    const leaf = Buffer.alloc(48)
    leaf.fill(3, 0, 32)
    leaf.writeBigUInt64LE(7n, 32)
    const hash = sha256(Uint8Array.of(0), sha256(leaf))
    expect(tree.proof(2)[0]).toBe(`0x${hash.toString('hex')}`)
  })

  it('saber: two leaves', () => {
    const leaves = [
      { index: 0, account: key(1), amount: 1_000n },
      { index: 1, account: key(2), amount: 2_000n },
    ]
    expect(buildTree(leaves, 'saber').root).toBe(
      '0x58687142fb9e949c65ca9744fe4e5fe24a963b837b796daffa5fcd9f72171cde',
    )
  })
})

const solana = (leaf: OnceLeaf, i: number): OnceLeaf => ({
  ...leaf,
  account: key(i + 1),
  amount: leaf.amount % 1000n,
})

const makers = {
  openzeppelin: (count: number) => cumulative(new Array(count).fill(1)),
  merkl: (count: number) => cumulative(new Array(count).fill(2)),
  oneinch: (count: number) => cumulative(new Array(count).fill(1)),
  eigenlayer: (count: number) => cumulative(Array.from({ length: count }, (_, i) => 1 + (i % 5))),
  uniswap: once,
  sablier: once,
  jito: (count: number) => once(count).map(solana),
  saber: (count: number) => once(count).map(solana),
} as const

describe.each(Object.keys(makers) as (keyof typeof makers)[])('every proof of the format %s', (name) => {
  // The leaves and proofs of a format belong together, and the name is any of them here.
  const format = name as 'openzeppelin'
  const make = makers[name] as (count: number) => PayoutLeaf[]

  it('verifies, and no other leaf does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (count, pick, other) => {
        const leaves = make(count)
        const tree = buildTree(leaves, format)
        const [index, another] = [pick % leaves.length, other % leaves.length]
        const proof = tree.proof(index)
        expect(verifyProof(tree.root, leaves[index]!, proof, format)).toBe(true)
        if (another !== index) expect(verifyProof(tree.root, leaves[another]!, proof, format)).toBe(false)
        const amount = 'cumulative' in leaves[index]! ? 'cumulative' : 'amount'
        const more = { ...leaves[index]!, [amount]: 999_999n }
        expect(verifyProof(tree.root, more, proof, format)).toBe(false)
      }),
      runs(40),
    )
  })

  it('is of the leaves as given: a tree of other leaves has another root', () => {
    const leaves = make(9)
    expect(buildTree(leaves, format).root).not.toBe(buildTree(make(8), format).root)
    expect([...buildTree(leaves, format).leaves()]).toEqual(leaves)
  })
})

describe('leaves that a contract could not pay are refused:', () => {
  const leaf = { index: 0, account: address(1), amount: 1n }
  it.each([
    ['merkl', { account: address(1), token: address(2), cumulative: 1n << 208n }, 'uint208'],
    ['sablier', { ...leaf, amount: 1n << 128n }, 'uint128'],
    [
      'cw20',
      { ...leaf, account: 'wasm1k9hwzxs889jpvd7env8z49gad3a3633vg350tq', amount: 1n << 128n },
      'uint128',
    ],
    ['jito', { ...leaf, account: key(1), amount: 1n << 64n }, 'uint64'],
    ['saber', { ...leaf, account: key(1), amount: 1n << 64n }, 'uint64'],
  ])('an amount too wide for %s', (format, wide, width) => {
    expect(() => buildTree([wide as never], format as 'merkl')).toThrow(
      expect.objectContaining({ code: 'tree.cumulativeOutOfRange', message: expect.stringContaining(width) }),
    )
  })

  it.each([
    ['uniswap', { ...leaf, index: 1 }, 'tree.indexWrong'],
    ['jito', leaf, 'address.notBase58'],
    ['saber', { ...leaf, account: key(1).slice(1) }, 'address.notBase58'],
    ['cw20', { ...leaf, account: 'wasm1k9hwzxs889jpvd7env8z49gad3a3633vg350tz' }, 'address.notBech32'],
    ['cw20', { ...leaf, account: 'WASM1K9HWZXS889JPVD7ENV8Z49GAD3A3633VG350TQ' }, 'address.notBech32'],
  ])('%s, case %#', (format, wrong, code) => {
    expect(() => buildTree([wrong as never], format as 'uniswap')).toThrow(expect.objectContaining({ code }))
  })

  it('an account twice, where it could claim once', () => {
    const twice = [0, 1].map((index) => ({ index, account: key(1), amount: 1n }))
    expect(() => buildTree(twice, 'jito')).toThrow(expect.objectContaining({ code: 'tree.accountTwice' }))
  })

  it('several tokens, where the contract has one', () => {
    expect(() => buildTree(cumulative([2]), 'oneinch')).toThrow(
      expect.objectContaining({ code: 'tree.severalTokens' }),
    )
  })

  it('tokens out of order, of whose places EigenLayer’s claims go', () => {
    expect(() => buildTree(cumulative([2]).toReversed(), 'eigenlayer')).toThrow(
      expect.objectContaining({ code: 'tree.leavesUnordered' }),
    )
  })
})

it('a place beyond what EigenLayer’s siblings have room for is none', () => {
  const leaves = cumulative([1, 1, 1])
  const tree = buildTree(leaves, 'eigenlayer')
  const proof = tree.proof(1)
  expect(verifyProof(tree.root, leaves[1]!, { ...proof, earnerIndex: 1 + 4 }, 'eigenlayer')).toBe(false)
  expect(verifyProof(tree.root, leaves[1]!, { ...proof, tokenIndex: 1 }, 'eigenlayer')).toBe(false)
})
