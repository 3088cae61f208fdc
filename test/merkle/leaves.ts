import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { type PayoutLeaf, payoutLeafEncoding } from '../../src/merkle/index.ts'

/** Any address, in lower case, upper case or a mix of both. */
const address = fc
  .tuple(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.constantFrom('lower', 'upper', 'mixed'))
  .map(([bytes, letters]) => {
    const digits = Buffer.from(bytes).toString('hex')
    if (letters === 'lower') return `0x${digits}`
    if (letters === 'upper') return `0x${digits.toUpperCase()}`
    return `0x${digits.replace(/[a-f]/g, (letter, at: number) => (at % 3 === 0 ? letter.toUpperCase() : letter))}`
  })

const cumulative = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 9n }),
  fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
  fc.integer({ min: 0, max: 255 }).map((bit) => 1n << BigInt(bit)),
  fc.constant((1n << 256n) - 1n),
)

const leaf: fc.Arbitrary<PayoutLeaf> = fc.record({ account: address, token: address, cumulative })

/** Up to `max` leaves, some of them repeated. */
export function anyLeaves(max: number): fc.Arbitrary<PayoutLeaf[]> {
  return fc
    .tuple(
      fc.array(leaf, { minLength: 1, maxLength: Math.ceil(max * 0.8), size: 'max' }),
      fc.array(fc.nat(), { maxLength: Math.floor(max * 0.2), size: 'max' }),
    )
    .map(([leaves, repeats]) => [...leaves, ...repeats.map((i) => leaves[i % leaves.length]!)])
}

/** The same tree by OpenZeppelin's library. */
export function peerTree(leaves: readonly PayoutLeaf[]): StandardMerkleTree<[string, string, string]> {
  const values = leaves.map(({ account, token, cumulative }): [string, string, string] => [
    account,
    token,
    cumulative.toString(),
  ])
  return StandardMerkleTree.of(values, [...payoutLeafEncoding])
}
