import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildTree, verifyProof } from '../../src/merkle/index.ts'
import { runs } from '../support/properties.ts'
import { anyLeaves, peerTree } from './leaves.ts'

it("a payout tree of up to 300 leaves is OpenZeppelin's, with every proof", () => {
  fc.assert(
    fc.property(anyLeaves(300), (leaves) => {
      const tree = buildTree(leaves)
      const peer = peerTree(leaves)
      expect(JSON.stringify(tree.dump())).toBe(JSON.stringify(peer.dump()))
      for (const [i, leaf] of leaves.entries()) {
        const proof = tree.proof(i)
        expect(proof).toEqual(peer.getProof(i))
        expect(verifyProof(tree.root, leaf, proof)).toBe(true)
      }
    }),
    runs(100),
  )
})
