/** The root of a tree or its file, from encoded leaves. Many are hashed in a thread of their own, and here beside it. */
import { turn } from '../../base/turn.ts'
import { encodedLeafBytes } from '../../merkle/encodedLeaf.ts'
import type { EvmTreeFormat, LeafHasher } from '../../merkle/formats/format.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../../merkle/formats/index.ts'
import { RootBuilder, rootOf, type TreeRoot } from '../../merkle/rootBuilder.ts'
import { type BuiltTreeFile, TreeFileBuilder } from '../../merkle/treeFile/write.ts'
import { TreeThread } from './treeThread.ts'

type Chunks = Iterable<Uint8Array<ArrayBuffer>>
/** Chunks of leaves from which on a thread of its own hashes them: about 50,000 leaves, which take a tenth of a second. */
const threadChunksMin = 6

/**
 * @param chunks of `encodedChunks`; they are given away
 * @throws HeadwaterError `tree.empty`, `tree.tooLarge`, `tree.cumulativeOutOfRange`
 */
export async function rootOfLeaves(
  chunks: Chunks,
  format: EvmTreeFormatName,
  chunksMin: number = threadChunksMin,
): Promise<TreeRoot> {
  let leafCount = 0
  const add = (encoded: Uint8Array) => {
    leafCount += encoded.length / encodedLeafBytes
  }
  const nodes = await hashLeaves(chunks, { format, chunksMin }, { add })
  return { root: rootOf(nodes), leafCount }
}

/** The same with the file of the tree. */
export async function fileOfLeaves(
  chunks: Chunks,
  format: EvmTreeFormatName,
  chunksMin: number = threadChunksMin,
): Promise<BuiltTreeFile> {
  const file = new TreeFileBuilder(format)
  return file.finish(await hashLeaves(chunks, { format, chunksMin }, file))
}

interface Hashing {
  readonly format: EvmTreeFormatName
  readonly chunksMin: number
}

/** @returns the nodes of the tree. @param taker receives each chunk, then the numbers of the leaves' nodes */
async function hashLeaves(
  chunks: Chunks,
  { format, chunksMin }: Hashing,
  taker: Pick<TreeFileBuilder, 'add'> & Partial<Pick<TreeFileBuilder, 'number'>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const first: Uint8Array<ArrayBuffer>[] = []
  const hashing = new HashingHere(format)
  let thread: TreeThread | undefined
  try {
    for (const encoded of chunks) {
      taker.add(encoded)
      if (thread === undefined && first.push(encoded) < chunksMin) continue
      thread ??= new TreeThread(format)
      const due = first.length > 0 ? first.splice(0) : [encoded]
      for (const each of due) await thread.add({ encoded: each, hashes: hashing.next(each, thread.isBusy) })
      await turn()
    }
    if (thread !== undefined) {
      const { nodeOfLeaf, nodes } = thread.finish()
      // The thread hashes the nodes above meanwhile.
      taker.number?.(await nodeOfLeaf)
      return await nodes
    }
  } finally {
    await thread?.end()
  }
  const builder = new RootBuilder(format)
  for (const encoded of first) builder.add(encoded)
  return builder.nodes((nodeOfLeaf) => taker.number?.(nodeOfLeaf)).nodes
}

/** Hashes chunks for which the thread has no time yet: it is as fast here. */
class HashingHere {
  readonly #hasher: LeafHasher | undefined
  #leafCount = 0

  constructor(name: EvmTreeFormatName) {
    const format: EvmTreeFormat<never, unknown> = evmTreeFormats[name]
    this.#hasher = format.isGrouped ? undefined : format.hasher()
  }

  /** The hashes of the next chunk, if they are to be made here. */
  next(encoded: Uint8Array, isDue: boolean): Uint8Array | undefined {
    const first = this.#leafCount
    this.#leafCount += encoded.length / encodedLeafBytes
    if (!isDue) return undefined
    try {
      return this.#hasher?.add(encoded, first)
    } catch {
      // The thread says which leaf is the first that the format does not take.
      return undefined
    }
  }
}
