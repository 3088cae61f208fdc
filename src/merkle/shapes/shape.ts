import type { NodeRule } from '../nodeRules.ts'

/** A tree above hashes that are kept elsewhere. */
export interface TreeNodes {
  /** 32 bytes each, the root first, level by level. */
  readonly nodes: Uint8Array<ArrayBuffer>
  /** Which node holds each of the hashes. */
  readonly nodeOfLeaf: Uint32Array<ArrayBuffer>
}

export type OnPlaced = (nodeOfLeaf: Uint32Array<ArrayBuffer>) => void

/** How a tree stands on the hashes of its leaves: which nodes there are, and which two are hashed together. */
export interface Shape {
  readonly rule: NodeRule
  /**
   * @param hashes of the leaves, 32 bytes each, in the order given; at least one
   * @param onPlaced receives `nodeOfLeaf` before the nodes above are hashed
   */
  arrange(hashes: Uint8Array, onPlaced?: OnPlaced): TreeNodes
  /** Nodes of a tree of `count` hashes. */
  nodeCount(count: number): number
  /** How many hashes a tree of so many nodes has room for. */
  hashCount(nodeCount: number): number
  /** Of any node but the root. */
  parentOf(node: number, count: number): number
  /** The nodes beside the way from a node to the root, upwards. */
  siblingsOf(node: number, count: number): number[]
  /** How many nodes the highest levels have that fit `nodesMax` nodes; at least the root. */
  topCount(nodesMax: number, count: number): number
  /** The same highest levels again, computed from the lowest of them. */
  topAgain(top: Uint8Array, count: number): Uint8Array
}
