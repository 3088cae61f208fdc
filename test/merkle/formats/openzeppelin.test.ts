import { describe, expect, it } from 'vitest'
import { keccak256 } from '../../../src/keccak/index.ts'
import { openzeppelin } from '../../../src/merkle/formats/openzeppelin.ts'
import type { PayoutLeaf } from '../../../src/merkle/index.ts'

/** Solidity's abi.encode(account, token, cumulative), written as text. */
function encoded({ account, token, cumulative }: PayoutLeaf): Uint8Array {
  const word = (digits: string) => digits.padStart(64, '0')
  return Buffer.from(word(account.slice(2)) + word(token.slice(2)) + word(cumulative.toString(16)), 'hex')
}

const leaf = (i: number): PayoutLeaf => ({
  account: `0x${(i * 7_919 + 1).toString(16).padStart(40, 'a')}`,
  token: `0x${i.toString(16).padStart(40, 'f')}`,
  cumulative: (BigInt(i) << 200n) + BigInt(i),
})

describe('the format openzeppelin', () => {
  it.each([1, 2, 3, 8_192, 8_193, 20_001])('hashes each of %i leaves twice', (count) => {
    const leaves = Array.from({ length: count }, (_, i) => leaf(i))
    const hashes = openzeppelin.leafHashes(leaves)
    for (let i = count - 1; i >= 0; i -= Math.max(1, Math.floor(count / 300))) {
      const hash = hashes.subarray(32 * i, 32 * i + 32)
      expect(hash).toEqual(keccak256(keccak256(encoded(leaves[i]!))))
      expect(openzeppelin.leafHash(leaves[i]!)).toEqual(hash)
    }
  })
})
