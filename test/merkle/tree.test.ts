import { readFileSync } from 'node:fs'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildTree,
  type PayoutLeaf,
  type PayoutTreeDump,
  payoutLeafEncoding,
  verifyProof,
} from '../../src/merkle/index.ts'
import { runs } from '../support/properties.ts'
import { anyLeaves, peerTree } from './leaves.ts'

const account = '0x1111111111111111111111111111111111111111'
const token = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'

/** n leaves that differ. */
const someLeaves = (count: number): PayoutLeaf[] =>
  Array.from({ length: count }, (_, i) => ({ account, token, cumulative: BigInt(i) }))

const golden = JSON.parse(readFileSync(new URL('golden/standard-v1.json', import.meta.url), 'utf8')) as {
  dump: PayoutTreeDump
  proofs: string[][]
}
const goldenLeaves = golden.dump.values.map(({ value: [account, token, cumulative] }) => ({
  account,
  token,
  cumulative: BigInt(cumulative),
}))

describe('a payout tree', () => {
  it("is OpenZeppelin's, to the byte of its dump, with the same proofs", () => {
    fc.assert(
      fc.property(anyLeaves(30), fc.nat(), (leaves, pick) => {
        const tree = buildTree(leaves)
        const peer = peerTree(leaves)
        expect(tree.root).toBe(peer.root)
        expect(JSON.stringify(tree.dump())).toBe(JSON.stringify(peer.dump()))
        const index = pick % leaves.length
        const proof = tree.proof(index)
        expect(proof).toEqual(peer.getProof(index))
        expect(StandardMerkleTree.verify(tree.root, [...payoutLeafEncoding], peer.at(index)!, proof)).toBe(
          true,
        )
        expect(verifyProof(peer.root, leaves[index]!, peer.getProof(index))).toBe(true)
      }),
      runs(100),
    )
  })

  it('is the one of the golden file', () => {
    const tree = buildTree(goldenLeaves)
    expect(tree.root).toBe('0x6bf15b16f0527dd954ba8daf56e649966662b5f40f7c28ca7a0b71855fc67f8f')
    expect(JSON.stringify(tree.dump())).toBe(JSON.stringify(golden.dump))
    expect(goldenLeaves.map((_, i) => tree.proof(i))).toEqual(golden.proofs)
  })

  it("loads into OpenZeppelin's library, which validates every node", () => {
    const { root } = StandardMerkleTree.load(buildTree(goldenLeaves).dump())
    expect(root).toBe(buildTree(goldenLeaves).root)
  })

  it('of one leaf has the leaf for its root and an empty proof', () => {
    const [leaf] = someLeaves(1)
    const tree = buildTree([leaf!])
    expect(tree.proof(0)).toEqual([])
    expect(tree.dump().tree).toEqual([tree.root])
    expect(verifyProof(tree.root, leaf!, [])).toBe(true)
  })

  it('of equal leaves keeps them all, in the order given', () => {
    const leaves = [...someLeaves(2), ...someLeaves(2), ...someLeaves(2)]
    const tree = buildTree(leaves)
    expect(tree.leafCount).toBe(6)
    expect(tree.dump()).toEqual(peerTree(leaves).dump())
  })

  it('does not depend on the case of addresses', () => {
    const lower = goldenLeaves.map((leaf) => ({
      ...leaf,
      account: leaf.account.toLowerCase(),
      token: leaf.token.toLowerCase(),
    }))
    expect(buildTree(lower).root).toBe(buildTree(goldenLeaves).root)
  })

  it('has one root whatever the order of its leaves', () => {
    fc.assert(
      fc.property(anyLeaves(200), (leaves) => {
        expect(buildTree(leaves.toReversed()).root).toBe(buildTree(leaves).root)
      }),
      runs(100),
    )
  })

  it('gives its leaves as they were given, whatever becomes of the list', () => {
    const leaves = someLeaves(5)
    const tree = buildTree(leaves)
    leaves.reverse()
    expect([...tree.leaves()]).toEqual(someLeaves(5))
    expect(verifyProof(tree.root, someLeaves(5)[1]!, tree.proof(1))).toBe(true)
  })

  it('proves every leaf of a large tree', () => {
    const leaves = someLeaves(33_000)
    const tree = buildTree(leaves)
    for (let i = 0; i < leaves.length; i += 997) {
      expect(verifyProof(tree.root, leaves[i]!, tree.proof(i))).toBe(true)
    }
  })

  it('gives no proof of a leaf that was changed after the tree was built', () => {
    const leaf = { account, token, cumulative: 1n }
    const tree = buildTree([leaf, ...someLeaves(1)])
    leaf.cumulative = 2n
    expect(() => tree.proof(0)).toThrow('bug:')
  })

  it.each([-1, 5, 0.5, Number.NaN])('has no leaf %d of five', (index) => {
    expect(() => buildTree(someLeaves(5)).proof(index)).toThrow(
      expect.objectContaining({ code: 'tree.leafUnknown' }),
    )
  })

  it('needs a leaf', () => {
    expect(() => buildTree([])).toThrow(expect.objectContaining({ code: 'tree.empty' }))
  })

  it('of more leaves than its limit is refused before any work', () => {
    const leaves = new Array<PayoutLeaf>(2 ** 25 + 1)
    expect(() => buildTree(leaves)).toThrow(expect.objectContaining({ code: 'tree.tooLarge' }))
  })
})

describe('a leaf', () => {
  it.each([
    '',
    '0x',
    account.slice(2),
    account.slice(0, -1),
    `${account}1`,
    account.replace('0x', '0X'),
    account.replace('0x', '00'),
    account.replace(/1$/, 'g'),
    account.replace(/1$/, 'ı'),
    account.replace(/1$/, '\u0100'),
    account.replace(/1$/, ' '),
    account.replace(/1$/, '-'),
    undefined,
    7,
  ])('with the address %j is refused, by index and field', (given) => {
    const wrong = given as string
    const [one, two] = someLeaves(2)
    expect(() => buildTree([one!, { ...two!, account: wrong }])).toThrow(
      expect.objectContaining({ code: 'address.malformed', path: '/1/account' }),
    )
    expect(() => buildTree([{ ...one!, token: wrong }, two!])).toThrow(
      expect.objectContaining({ code: 'address.malformed', path: '/0/token' }),
    )
  })

  it.each([-1n, 1n << 256n, 7, '7', undefined])('with the cumulative amount %o is refused', (given) => {
    const leaf = { account, token, cumulative: given as bigint }
    expect(() => buildTree([leaf])).toThrow(
      expect.objectContaining({ code: 'tree.cumulativeOutOfRange', path: '/0/cumulative' }),
    )
  })
})
