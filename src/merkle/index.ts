/**
 * Payout trees and their proofs: the leaves of a tree are what each account was paid of each token, or in formats that
 * are claimed once what an epoch pays. Pure; runs in browsers too. See docs/merkle.md.
 */

export { cosmosPrefix, readSolanaAccount } from './formats/accounts.ts'
export type { DumpWithProofs } from './formats/dumpWithProofs.ts'
export type { EigenLayerProof } from './formats/eigenlayer.ts'
export type { LeafOf, ProofOf, TreeDump, TreeFormatName } from './formats/index.ts'
export type { JitoLeaf } from './formats/jito.ts'
export { type PayoutTreeDump, payoutLeafEncoding } from './formats/openzeppelin.ts'
export type { OnceLeaf, PayoutLeaf } from './leaf.ts'
export { rootOfProof, verifyProof } from './proof.ts'
export { buildTree, type PayoutTree, payoutLeavesMax } from './tree.ts'
