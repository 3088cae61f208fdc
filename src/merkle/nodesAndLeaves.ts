import type { TreeNodes } from './shapes/shape.ts'

/** The parts of a tree that is held in memory. */
export interface NodesAndLeaves<Leaf> extends TreeNodes {
  readonly leaves: readonly Leaf[]
}
