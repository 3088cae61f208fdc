/** Who earns what of an asset's revenue: the lineage graph and the exact division over it. For use as a library. */
export * from './allocate.ts'
export * from './flow.ts'
export * from './graph.ts'
export * from './model.ts'
export * from './referenceFlow.ts'
