/** The root of a tree or its file, from encoded leaves. Many are hashed in a thread of their own. */
import { turn } from '../../base/turn.ts'
import { createBuilder, type TreeResults, type TreeToMake } from './builders.ts'
import { TreeThread } from './treeThread.ts'

/** Chunks of leaves from which on a thread of its own hashes them: about 50,000 leaves, which take a tenth of a second. */
const threadChunksMin = 6

/**
 * @param chunks of `encodedChunks`; they are given away
 * @throws HeadwaterError `tree.empty`, `tree.tooLarge`, `tree.cumulativeOutOfRange`
 */
export async function hashLeaves<What extends keyof TreeResults>(
  chunks: Iterable<Uint8Array<ArrayBuffer>>,
  tree: TreeToMake<What>,
  chunksMin: number = threadChunksMin,
): Promise<TreeResults[What]> {
  const first: Uint8Array<ArrayBuffer>[] = []
  let thread: TreeThread<What> | undefined
  try {
    for (const chunk of chunks) {
      if (thread === undefined && first.push(chunk) < chunksMin) continue
      thread ??= new TreeThread(tree)
      const due = first.length > 0 ? first.splice(0) : [chunk]
      for (const each of due) await thread.add(each)
      await turn()
    }
    if (thread !== undefined) return await thread.finish()
  } finally {
    await thread?.end()
  }
  const builder = createBuilder(tree)
  for (const chunk of first) builder.add(chunk)
  return builder.finish()
}
