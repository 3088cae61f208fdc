/** The file of a tree: the proofs of the tree itself, and no wrong one whatever becomes of its bytes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodedChunks } from '../../src/merkle/encodedLeaf.ts'
import { type EvmTreeFormatName, evmTreeFormatNames, evmTreeFormats } from '../../src/merkle/formats/index.ts'
import { buildTree, type OnceLeaf, type PayoutLeaf } from '../../src/merkle/index.ts'
import { RootBuilder } from '../../src/merkle/rootBuilder.ts'
import { DamagedTreeFile } from '../../src/merkle/treeFile/damaged.ts'
import { footerBytes, leafBytes, pageLeaves } from '../../src/merkle/treeFile/layout.ts'
import type { ProvenLeaf } from '../../src/merkle/treeFile/prover.ts'
import { openTreeFile, type TreeFile } from '../../src/merkle/treeFile/read.ts'
import { TreeFileBuilder } from '../../src/merkle/treeFile/write.ts'
import { runs } from '../support/properties.ts'
import { anyLeaves, peerTree } from './leaves.ts'

/** As the books have them: in lower case, each account and token once, in order. */
function standing(leaves: readonly PayoutLeaf[]): PayoutLeaf[] {
  const byKey = new Map<string, PayoutLeaf>()
  for (const { account, token, cumulative } of leaves) {
    const leaf = { account: account.toLowerCase(), token: token.toLowerCase(), cumulative }
    byKey.set(leaf.account + leaf.token, leaf)
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf)
}

const address = (number: number) => `0x${number.toString(16).padStart(40, '0')}`

/** Accounts 10, 20, 30 …, some with so many tokens that they fill pages. */
function manyLeaves(accounts: number): PayoutLeaf[] {
  return Array.from({ length: accounts }, (_, at) => {
    const tokens = at % 7 === 3 ? pageLeaves + at : 1 + (at % 3)
    return Array.from({ length: tokens }, (_, token) => ({
      account: address(10 * (at + 1)),
      token: address(token + 1),
      cumulative: BigInt(at) ** 9n + BigInt(token),
    }))
  }).flat()
}

interface Made {
  readonly bytes: Buffer
  readonly open: (bytes?: Buffer, heldNodes?: number, checkedNodes?: number, heldPages?: number) => TreeFile
}

function built(leaves: readonly PayoutLeaf[], format: EvmTreeFormatName = 'openzeppelin') {
  const [tree, file] = [new RootBuilder(format), new TreeFileBuilder(format)]
  for (const chunk of encodedChunks(leaves)) for (const taker of [tree, file]) taker.add(chunk)
  return file.finish(tree.nodes((nodeOfLeaf) => file.number(nodeOfLeaf)).nodes)
}

/** The same leaves as a format takes them. */
function leavesFor(format: EvmTreeFormatName, leaves: readonly PayoutLeaf[]): (PayoutLeaf | OnceLeaf)[] {
  if (evmTreeFormats[format].kind === 'cumulative') return [...leaves]
  return leaves.map(({ account, cumulative }, index) => ({ index, account, amount: cumulative }))
}

/** The proofs of the tree that is held, as a file gives them. */
function provenBy(format: EvmTreeFormatName, leaves: readonly PayoutLeaf[]): ProvenLeaf[] {
  const tree = buildTree(leavesFor(format, leaves) as PayoutLeaf[], format as 'openzeppelin')
  return leaves.map(({ account, token, cumulative }, index) => ({
    account,
    token,
    amount: cumulative,
    index,
    proof: tree.proof(index),
  }))
}

function fileOf(leaves: readonly PayoutLeaf[], format: EvmTreeFormatName = 'openzeppelin'): Made {
  const { root, parts } = built(leaves, format)
  const whole = Buffer.concat(parts)
  return {
    bytes: whole,
    open: (bytes = whole, heldNodes = 7, checkedNodes = heldNodes, heldPages = 3) =>
      openTreeFile(
        {
          size: bytes.length,
          read: (offset, length) => bytes.subarray(offset, offset + length),
        },
        { format, root, leafCount: leaves.length, heldNodes, checkedNodes, heldPages },
      ),
  }
}

describe('the file of a tree', () => {
  it("gives each leaf with the proof of the tree, and of OpenZeppelin's", () => {
    fc.assert(
      fc.property(anyLeaves(30), fc.nat(80), fc.nat(80), fc.nat(2), (any, heldNodes, checkedNodes, pages) => {
        const leaves = standing(any)
        const { bytes, open } = fileOf(leaves)
        const peer = peerTree(leaves)
        const proven = provenBy('openzeppelin', leaves)
        expect(built(leaves).root).toBe(peer.root)
        expect(proven.map(({ proof }) => proof)).toEqual(leaves.map((_, index) => peer.getProof(index)))
        const file = open(bytes, heldNodes, checkedNodes, pages)
        expect([...file.leaves()]).toEqual(proven)
        for (const { account } of leaves)
          expect(file.leavesOf(account)).toEqual(proven.filter((leaf) => leaf.account === account))
      }),
      runs(100),
    )
  })

  it('finds the leaves of an account in whichever pages they are, and none of others', () => {
    const leaves = manyLeaves(40)
    const { open } = fileOf(leaves)
    const file = open()
    const proven = provenBy('openzeppelin', leaves)
    for (let account = 5; account <= 415; account += 5) {
      expect(file.leavesOf(address(account))).toEqual(
        proven.filter((leaf) => leaf.account === address(account)),
      )
    }
    expect([...file.leaves(pageLeaves + 3)]).toEqual(proven.slice(pageLeaves + 3))
    expect(file.leavesOf('bc1q')).toEqual([])
  })

  it.each([
    [7, 7],
    // Nodes that are held and that no one compared with the root.
    [1_000, 3],
  ])(
    'gives the right leaves or fails, whichever byte is another: %i nodes held, %i checked',
    (heldNodes, checkedNodes) => {
      const leaves = manyLeaves(12)
      const { bytes, open } = fileOf(leaves)
      const right = open()
      const asked = [
        ...new Set(leaves.map(({ account }) => account)),
        address(1),
        address(15),
        address(9_999),
      ]
      const answers = new Map(asked.map((account) => [account, right.leavesOf(account)]))
      let found = 0
      const check = (changed: Buffer) => {
        let file: TreeFile
        try {
          file = open(changed, heldNodes, checkedNodes)
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedTreeFile)
          found++
          return
        }
        for (const account of asked) {
          try {
            expect(file.leavesOf(account)).toEqual(answers.get(account))
          } catch (error) {
            if (!(error instanceof DamagedTreeFile)) throw error
            found++
          }
        }
      }
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
          const changed = Buffer.from(bytes)
          changed[at]! ^= change
          check(changed)
        }),
        runs(100),
      )
      // The parts of a file by name: a leaf, its node's number, the index, each field of the footer.
      const last = bytes.length - footerBytes
      for (const at of [
        0,
        leafBytes - 1,
        last - 1,
        last - 20,
        last,
        last + 17,
        last + 25,
        last + 40,
        last + 70,
      ]) {
        const before = found
        const changed = Buffer.from(bytes)
        changed[at]! ^= 1
        check(changed)
        expect(found).toBeGreaterThan(before)
      }
    },
  )

  it('fails for another length, another root and another number of leaves', () => {
    const { bytes, open } = fileOf(manyLeaves(12))
    expect(() => open(bytes.subarray(1))).toThrow(DamagedTreeFile)
    expect(() => open(bytes.subarray(0, bytes.length - 1))).toThrow(DamagedTreeFile)
    expect(() => open(Buffer.alloc(0))).toThrow(DamagedTreeFile)
    expect(() => open(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(DamagedTreeFile)
    const other = manyLeaves(12).map((leaf) => ({ ...leaf, cumulative: leaf.cumulative + 1n }))
    expect(() => open(fileOf(other).bytes)).toThrow(DamagedTreeFile)
  })

  it.each(evmTreeFormatNames)('of the format %s gives each leaf with the proof of the tree', (format) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(300), fc.nat(80), (accounts, from, heldNodes) => {
        const all = manyLeaves(accounts).map((leaf, i) => ({ ...leaf, cumulative: BigInt(7 * i + 1) }))
        const { isOfOneToken } = evmTreeFormats[format]
        const leaves = isOfOneToken ? all.filter(({ token }) => token === address(1)) : all
        const proven = provenBy(format, leaves)
        const file = fileOf(leaves, format).open(undefined, heldNodes)
        expect([...file.leaves()]).toEqual(proven)
        expect([...file.leaves(Math.min(from, leaves.length))]).toEqual(proven.slice(from))
        for (const account of [1, 10, 10 * accounts, 40].map(address))
          expect(file.leavesOf(account)).toEqual(proven.filter((leaf) => leaf.account === account))
      }),
      runs(15, 4),
    )
  })

  it.each(evmTreeFormatNames)(
    'of the format %s gives the right leaves or fails, whichever byte is another',
    (format) => {
      const leaves = manyLeaves(12)
        .map((leaf, i) => ({ ...leaf, cumulative: BigInt(7 * i + 1) }))
        .filter(({ token }) => token <= address(evmTreeFormats[format].isOfOneToken ? 1 : 3))
      const proven = provenBy(format, leaves)
      const { bytes, open } = fileOf(leaves, format)
      for (let at = 0; at < bytes.length; at += 7) {
        const changed = Buffer.from(bytes)
        changed[at]! ^= 4
        try {
          expect([...open(changed).leaves()]).toEqual(proven)
        } catch (error) {
          if (!(error instanceof DamagedTreeFile)) throw error
        }
      }
    },
  )

  it('gives what it checked from pages in memory, and checks again what it reads again', () => {
    const leaves = manyLeaves(60)
    const { bytes, open } = fileOf(leaves)
    const changing = Buffer.from(bytes)
    const [first, others] = [address(10), leaves.slice(2 * pageLeaves).map(({ account }) => account)]
    const [all, one] = [open(changing, 1_000, 3, 1_000), open(changing, 1_000, 3, 1)]
    const right = all.leavesOf(first)
    expect(right).not.toEqual([])
    expect(one.leavesOf(first)).toEqual(right)
    // The account of the first leaf is another now: it would not be found, and no proof would fail.
    changing[19]! ^= 1
    expect(all.leavesOf(first)).toEqual(right)
    for (const account of others) one.leavesOf(account)
    expect(() => one.leavesOf(first)).toThrow(DamagedTreeFile)
    changing[19]! ^= 1
    expect(one.leavesOf(first)).toEqual(right)
  })

  it('does not tell pages that changed places for the tree', () => {
    const { bytes, open } = fileOf(manyLeaves(40))
    const changed = Buffer.from(bytes)
    const page = pageLeaves * leafBytes
    bytes.copy(changed, 0, page, 2 * page)
    bytes.copy(changed, page, 0, page)
    expect(() => open(changed).leavesOf(address(10))).toThrow(DamagedTreeFile)
  })
})
