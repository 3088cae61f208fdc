/** Payout trees and their proofs, and the shape of an address, which events are judged by too. */
import type { Advices } from './advice.ts'

export const merkleErrors = {
  'address.malformed': { retry: false, fix: 'Write EVM addresses as 0x and 40 hexadecimal digits.' },
  'address.notBech32': {
    retry: false,
    fix: 'Write accounts of Cosmos chains in bech32, in lower case, with the right checksum.',
  },
  'address.notBase58': { retry: false, fix: 'Write Solana accounts as 32 bytes in base58.' },
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
    fix: 'Give the amount as a bigint of atoms from 0 on that fits the format: docs/merkle.md has the width of each.',
  },
  'tree.indexWrong': {
    retry: false,
    fix: 'Give leaves that are claimed once with their places as indexes: 0, 1, 2 and so on.',
  },
  'tree.leavesUnordered': {
    retry: false,
    fix: 'Sort the leaves by account and token, ascending as bytes, each account and token once.',
  },
  'tree.accountTwice': { retry: false, fix: 'Add up the amounts of each account and give it one leaf.' },
  'tree.severalTokens': {
    retry: false,
    fix: 'Choose a format whose leaves name their token, or pay one currency on the chain.',
  },
  'tree.leafUnknown': {
    retry: false,
    fix: 'Name a leaf by its index: 0 is the first of the leaves that the tree was built from.',
  },
  'tree.notLast': {
    retry: false,
    fix: 'Name the last closed epoch. Keep the files of earlier trees: they have all proofs.',
  },
  'tree.chainHasTrees': {
    retry: false,
    fix: 'Name a chain that is not eip155. `headwater tree N` shows the trees of eip155 chains, and `close --tree-format` chooses their format.',
  },
  'tree.currencyUnknown': {
    retry: false,
    fix: 'Name a currency that was registered before the epoch closed. Codes are compared as written, upper and lower case too.',
  },
  'tree.postingsPending': {
    retry: true,
    fix: 'Close an epoch, which books them, and make the tree of that epoch.',
  },
  'proof.malformed': {
    retry: false,
    fix: 'Write the root and each node of a proof as 0x and 64 hex digits, at most 256 nodes.',
  },
} as const satisfies Advices
