/** Payout trees and their proofs. */
import type { Advices } from './advice.ts'

export const merkleErrors = {
  'tree.empty': {
    retry: false,
    fix: 'Give at least one leaf; an epoch without payouts on a chain has no tree there.',
  },
  'tree.tooLarge': {
    retry: false,
    fix: 'A tree takes at most 2^25 leaves; divide the payouts over several.',
  },
  'tree.cumulativeOutOfRange': {
    retry: false,
    fix: 'Give the cumulative amount as a bigint of atoms from 0 to 2^256 - 1.',
  },
  'tree.leafUnknown': {
    retry: false,
    fix: 'Name a leaf by its index: 0 for the first of those the tree was built from.',
  },
  'proof.malformed': {
    retry: false,
    fix: 'Write the root and each node of a proof as 0x and 64 hex digits, at most 256 nodes.',
  },
} as const satisfies Advices
