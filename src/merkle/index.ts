/**
 * Payout trees: OpenZeppelin's StandardMerkleTree of (account, token, cumulative amount), built fast. Pure; works in
 * browsers too. See docs/merkle.md.
 */
export { type PayoutLeaf, payoutLeafEncoding } from './formats/openzeppelin.ts'
export { verifyProof } from './proof.ts'
export { buildTree, type PayoutTree, type PayoutTreeDump, payoutLeavesMax } from './tree.ts'
