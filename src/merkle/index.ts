/**
 * Payout trees and their proofs: the leaves of a tree are what each account was paid of each token. Pure; runs in
 * browsers too. See docs/merkle.md.
 */
export type { TreeDump, TreeFormatName } from './formats/index.ts'
export { type PayoutTreeDump, payoutLeafEncoding } from './formats/openzeppelin.ts'
export type { PayoutLeaf } from './leaf.ts'
export { verifyProof } from './proof.ts'
export { buildTree, type PayoutTree, payoutLeavesMax } from './tree.ts'
