/** Flows as settlement offers them. What they need is loaded when one is asked for. */
import { lazy } from '../../base/lazy.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { CallFlowReport, EpochFlowReport, FlowView } from './answers.ts'
import type { FlowDeps } from './flows.ts'
import type { FlowTable } from './table.ts'

export interface FlowMethods {
  /** @throws HeadwaterError `epoch.unknown`, `flow.notFound`, `flow.differs`, `request.malformed` */
  flow(epoch: number, view?: FlowView): Promise<EpochFlowReport>
  /** @throws HeadwaterError `call.notFound`, `call.ambiguous`, `flow.notFound`, `request.malformed` */
  callFlow(id: string, source?: string, view?: FlowView): Promise<CallFlowReport>
}

/** @returns the methods, and the flow of a closed epoch for others */
export function flowMethods(
  parts: () => Promise<FlowDeps>,
): FlowMethods & { flowOf(closed: ClosedEpoch): Promise<FlowTable> } {
  const flows = lazy(async () => new (await import('./flows.ts')).Flows(await parts()))
  return {
    flow: async (epoch, view = {}) => (await flows.get()).ofEpoch(epoch, view),
    flowOf: async (closed) => (await flows.get()).table(closed),
    callFlow: async (id, source, view = {}) => (await flows.get()).ofCall(id, source, view),
  }
}
