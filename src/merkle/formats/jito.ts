/**
 * Jito's merkle-distributor on Solana: the leaf is `sha256(0 ‖ sha256(account ‖ unlocked ‖ locked))`, amounts as 64 bits
 * little-endian; a node is `sha256(1 ‖ smaller ‖ greater)`. Leaves stay in the order given, and the last node of an odd
 * level is hashed with itself. Headwater locks nothing: all of an amount is unlocked.
 */
import type { OnceLeaf } from '../leaf.ts'
import { requireAmount } from '../leafErrors.ts'
import { sha256Prefixed } from '../nodeRules.ts'
import { sha256 } from '../sha256.ts'
import { layers } from '../shapes/layers.ts'
import { listedFormat } from './listedLeaves.ts'
import { requireSolanaAccount, writeUint64 } from './solanaLeaves.ts'

/** The part that vests, for trees that others made. */
export interface JitoLeaf extends OnceLeaf {
  /** Default: 0. */
  readonly locked?: bigint
}

export const jito = listedFormat('jito', {
  shape: layers({ rule: sha256Prefixed, sortsLeaves: false, odd: 'isDoubled' }),
  amountBits: 64,
  hash({ account, amount, locked = 0n }: JitoLeaf, path) {
    requireAmount(locked, 64, { of: 'amount', path })
    const leaf = new Uint8Array(48)
    leaf.set(requireSolanaAccount(account, path))
    writeUint64(leaf, 32, amount)
    writeUint64(leaf, 40, locked)
    const prefixed = new Uint8Array(33)
    prefixed.set(sha256(leaf), 1)
    return sha256(prefixed)
  },
})
