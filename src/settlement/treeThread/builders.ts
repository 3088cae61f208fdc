/** What is made of encoded leaves, here or in a thread of its own. */
import { RootBuilder, type TreeRoot } from '../../merkle/rootBuilder.ts'
import { type BuiltTreeFile, TreeFileBuilder } from '../../merkle/treeFile/write.ts'

export interface TreeResults {
  readonly root: TreeRoot
  readonly file: BuiltTreeFile
}

interface Builder<Result> {
  add(encoded: Uint8Array): void
  /** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
  finish(): Result
}

const builders: { readonly [What in keyof TreeResults]: () => Builder<TreeResults[What]> } = {
  root: () => new RootBuilder(),
  file: () => new TreeFileBuilder(),
}

export function createBuilder<What extends keyof TreeResults>(what: What): Builder<TreeResults[What]> {
  return builders[what]()
}
