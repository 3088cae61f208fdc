/** A whole tree as JSON: every leaf with what a claim of it takes. For formats whose tools have no file of their own. */
import { writeHex } from '../../base/hex.ts'
import { nodeBytes } from '../hashing.ts'
import type { NodesAndLeaves } from '../nodesAndLeaves.ts'
import { nodeAt } from '../siblings.ts'
import type { TreeFormat } from './format.ts'

/** Amounts are decimal text. */
export interface DumpWithProofs {
  readonly format: string
  readonly root: string
  readonly leaves: readonly Readonly<Record<string, unknown>>[]
}

export function dumpWithProofs<Leaf extends object, Proof>(
  name: string,
  format: Pick<TreeFormat<Leaf, Proof>, 'prove'>,
  tree: NodesAndLeaves<Leaf>,
): DumpWithProofs {
  return {
    format: name,
    root: writeHex(nodeAt(tree.nodes, 0), nodeBytes)[0]!,
    leaves: tree.leaves.map((leaf, index) => {
      const proof = format.prove(tree, index)
      const fields = Object.entries(leaf).map(([field, value]) => [
        field,
        typeof value === 'bigint' ? value.toString() : value,
      ])
      return { ...Object.fromEntries(fields), ...(Array.isArray(proof) ? { proof } : (proof as object)) }
    }),
  }
}
