/** Every tree format by its name. To add one: a file beside this, and a line here. */
import type { TreeFormat } from './format.ts'
import { openzeppelin } from './openzeppelin.ts'

export const treeFormats = {
  openzeppelin,
} as const satisfies Record<string, TreeFormat>

export type TreeFormatName = keyof typeof treeFormats

/** What `dump` of a tree returns, by the tree's format. */
export type TreeDump = ReturnType<(typeof treeFormats)[TreeFormatName]['dump']>
