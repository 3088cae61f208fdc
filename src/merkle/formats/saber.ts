/**
 * Saber's merkle-distributor on Solana: the leaf is `keccak256(index ‖ account ‖ amount)`, index and amount as 64 bits
 * little-endian. One token and one root, and each index is claimed once.
 */
import { keccak256 } from '../../keccak/index.ts'
import { keccakSorted } from '../nodeRules.ts'
import { layers } from '../shapes/layers.ts'
import { listedFormat } from './listedLeaves.ts'
import { requireSolanaAccount, writeUint64 } from './solanaLeaves.ts'

export const saber = listedFormat('saber', {
  shape: layers({ rule: keccakSorted, sortsLeaves: true, odd: 'goesUp' }),
  amountBits: 64,
  hash({ index, account, amount }, path) {
    const leaf = new Uint8Array(48)
    writeUint64(leaf, 0, BigInt(index))
    leaf.set(requireSolanaAccount(account, path), 8)
    writeUint64(leaf, 40, amount)
    return keccak256(leaf)
  },
})
