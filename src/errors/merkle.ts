/** Payout trees and their proofs, and the shape of an address, which events are judged by too. */
import type { Advices } from './advice.ts'

export const merkleErrors = {
  'address.malformed': { retry: false, fix: 'Write EVM addresses as 0x and 40 hexadecimal digits.' },
  'tree.empty': {
    retry: false,
    fix: 'Give at least one leaf. An epoch without payouts on a chain has no tree there.',
  },
  'tree.tooLarge': {
    retry: false,
    fix: 'Divide the payouts over several trees. A tree has at most 2^25 leaves.',
  },
  'tree.cumulativeOutOfRange': {
    retry: false,
    fix: 'Give the cumulative amount as a bigint of atoms from 0 to 2^256 - 1.',
  },
  'tree.leafUnknown': {
    retry: false,
    fix: 'Name a leaf by its index: 0 is the first of the leaves that the tree was built from.',
  },
  'proof.malformed': {
    retry: false,
    fix: 'Write the root and each node of a proof as 0x and 64 hex digits, at most 256 nodes.',
  },
} as const satisfies Advices
