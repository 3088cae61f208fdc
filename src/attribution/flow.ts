import type { DirectRevenue, FlowResult, LineageGraph } from './model.ts'
import { referenceFlow } from './referenceFlow.ts'

export function flow(graph: LineageGraph, direct: DirectRevenue, feeShare: number): FlowResult {
  return referenceFlow(graph, direct, feeShare)
}
