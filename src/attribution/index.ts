/** Who earns what of an asset's revenue: the lineage graph and the exact division over it. For use as a library. */

export { relations } from '../events/edgeNames.ts'
export * from './allocate.ts'
export * from './caps.ts'
export * from './cuts.ts'
export * from './explain.ts'
export * from './flow.ts'
export { buildGraph, createGraphBuilder, type GraphBuilder } from './graph.ts'
export * from './lineage.ts'
export * from './model.ts'
export { type GraphPart, partFrom, wholePart } from './part.ts'
export type { PathLimits } from './paths.ts'
export { referenceFlow } from './referenceFlow.ts'
