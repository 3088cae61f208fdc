import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildTree, type PayoutLeaf, rootOfProof, verifyProof } from '../../src/merkle/index.ts'
import { runs } from '../support/properties.ts'

const leaf = (cumulative: number): PayoutLeaf => ({
  account: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
  token: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  cumulative: BigInt(cumulative),
})
const leaves = Array.from({ length: 11 }, (_, i) => leaf(i))
const tree = buildTree(leaves)
const other = '0x1111111111111111111111111111111111111111'

describe('a proof', () => {
  it('holds for its leaf and for no other', () => {
    for (const i of leaves.keys()) {
      for (const j of leaves.keys()) {
        expect(verifyProof(tree.root, leaves[i]!, tree.proof(j))).toBe(i === j)
      }
    }
  })

  it('leads to a root that is shown, and to another one where the leaf is another', () => {
    for (const i of leaves.keys()) expect(rootOfProof(leaves[i]!, tree.proof(i))).toBe(tree.root)
    expect(rootOfProof(leaf(12), tree.proof(3))).toMatch(/^0x[0-9a-f]{64}$/)
    expect(rootOfProof(leaf(12), tree.proof(3))).not.toBe(tree.root)
  })

  it('does not hold for another account, token or amount', () => {
    const proof = tree.proof(3)
    expect(verifyProof(tree.root, { ...leaf(3), account: other }, proof)).toBe(false)
    expect(verifyProof(tree.root, { ...leaf(3), token: other }, proof)).toBe(false)
    expect(verifyProof(tree.root, { ...leaf(3), cumulative: 3n + (1n << 255n) }, proof)).toBe(false)
  })

  it('does not hold once a digit of it or of the root is another', () => {
    const change = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1)
    fc.assert(
      fc.property(fc.nat(10), fc.nat(), fc.integer({ min: 2, max: 65 }), (index, pick, at) => {
        const proof = tree.proof(index)
        const i = pick % proof.length
        expect(verifyProof(tree.root, leaves[index]!, proof.with(i, change(proof[i]!, at)))).toBe(false)
        expect(verifyProof(change(tree.root, at), leaves[index]!, proof)).toBe(false)
      }),
      runs('cheap'),
    )
  })

  it('does not hold cut short or made longer', () => {
    const proof = tree.proof(0)
    expect(verifyProof(tree.root, leaf(0), proof.slice(1))).toBe(false)
    expect(verifyProof(tree.root, leaf(0), proof.slice(0, -1))).toBe(false)
    expect(verifyProof(tree.root, leaf(0), [...proof, tree.root])).toBe(false)
  })

  it('holds in upper-case digits too', () => {
    const upper = (text: string) => `0x${text.slice(2).toUpperCase()}`
    expect(verifyProof(upper(tree.root), leaf(0), tree.proof(0).map(upper))).toBe(true)
  })

  it.each(['', '0x', tree.root.slice(2), `${tree.root}00`, tree.root.replace(/.$/, 'x')])(
    'with the node %j, or that root, is refused',
    (wrong) => {
      expect(() => verifyProof(wrong, leaf(0), [])).toThrow(
        expect.objectContaining({ code: 'proof.malformed', path: '/root' }),
      )
      expect(() => verifyProof(tree.root, leaf(0), [tree.root, wrong])).toThrow(
        expect.objectContaining({ code: 'proof.malformed', path: '/proof/1' }),
      )
    },
  )

  it('longer than any tree is deep is refused', () => {
    expect(() => verifyProof(tree.root, leaf(0), new Array(257).fill(tree.root))).toThrow(
      expect.objectContaining({ code: 'proof.malformed', path: '/proof' }),
    )
  })

  it('of a malformed leaf is refused, by field', () => {
    expect(() => verifyProof(tree.root, { ...leaf(0), account: '0x1' }, [])).toThrow(
      expect.objectContaining({ code: 'address.malformed', path: '/account' }),
    )
  })
})
