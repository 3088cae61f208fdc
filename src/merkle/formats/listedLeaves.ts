/** Formats of chains that are no EVM chains: their trees are made from a list that is held, for one currency. */
import { fail } from '../fail.ts'
import { nodeBytes } from '../hashing.ts'
import type { OnceLeaf } from '../leaf.ts'
import { requireAmount, requireIndex } from '../leafErrors.ts'
import type { Shape } from '../shapes/shape.ts'
import { proveHash, readSiblings, rootAbove } from '../siblings.ts'
import { type DumpWithProofs, dumpWithProofs } from './dumpWithProofs.ts'
import type { TreeFormat } from './format.ts'

interface ListedFormatParts {
  readonly shape: Shape
  readonly amountBits: number
  /** The hash of a leaf whose amount and index were checked. @param path of the leaf, for errors */
  hash(leaf: OnceLeaf, path: string): Uint8Array
}

export function listedFormat(
  name: string,
  { shape, amountBits, hash }: ListedFormatParts,
): TreeFormat<OnceLeaf, readonly string[], DumpWithProofs> {
  function checked(leaf: OnceLeaf, path: string): Uint8Array {
    requireIndex(leaf.index, path)
    requireAmount(leaf.amount, amountBits, { of: 'amount', path })
    return hash(leaf, path)
  }

  const format: TreeFormat<OnceLeaf, readonly string[], DumpWithProofs> = {
    kind: 'once',
    shape,

    leafHashes(leaves) {
      const list = [...leaves]
      const hashes = new Uint8Array(list.length * nodeBytes)
      const accounts = new Set<string>()
      for (const [i, leaf] of list.entries()) {
        hashes.set(checked(leaf, `/${i}`), i * nodeBytes)
        if (accounts.has(leaf.account)) {
          fail('tree.accountTwice', `The account ${leaf.account} has two leaves; it could claim one only.`, {
            path: `/${i}/account`,
          })
        }
        accounts.add(leaf.account)
      }
      return hashes
    },

    leafHash: (leaf) => checked(leaf, ''),
    prove: (tree, index) => proveHash(tree, shape, { index, hash: format.leafHash(tree.leaves[index]!) }),
    rootOf: (leaf, proof) => rootAbove(format.leafHash(leaf), readSiblings(proof), shape),
    dump: (tree) => dumpWithProofs(name, format, tree),
  }
  return format
}
