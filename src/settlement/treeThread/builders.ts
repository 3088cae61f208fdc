/** What is made of encoded leaves, here or in a thread of its own. */
import type { EvmTreeFormatName } from '../../merkle/formats/index.ts'
import { RootBuilder, type TreeRoot } from '../../merkle/rootBuilder.ts'
import { type BuiltTreeFile, TreeFileBuilder } from '../../merkle/treeFile/write.ts'

export interface TreeResults {
  readonly root: TreeRoot
  readonly file: BuiltTreeFile
}

interface Builder<Result> {
  /** @throws HeadwaterError `tree.cumulativeOutOfRange` */
  add(encoded: Uint8Array): void
  /** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
  finish(): Result
}

const builders: {
  readonly [What in keyof TreeResults]: (format: EvmTreeFormatName) => Builder<TreeResults[What]>
} = {
  root: (format) => new RootBuilder(format),
  file: (format) => new TreeFileBuilder(format),
}

/** What is made, and how its leaves are hashed. */
export interface TreeToMake<What extends keyof TreeResults = keyof TreeResults> {
  readonly what: What
  readonly format: EvmTreeFormatName
}

export function createBuilder<What extends keyof TreeResults>({
  what,
  format,
}: TreeToMake<What>): Builder<TreeResults[What]> {
  return builders[what](format)
}
