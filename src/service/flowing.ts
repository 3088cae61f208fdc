/** What the service answers about flows. `Headwater` has it. */
import type { CallFlowReport, EpochFlowReport, FlowView } from '../settlement/flows/answers.ts'

export {
  type CallFlowReport as CallFlow,
  type EpochFlowReport as EpochFlow,
  type FlowView,
  flowGroupings,
  flowTopDefault,
  flowTopMax,
} from '../settlement/flows/answers.ts'

export interface Flowing {
  /** The flow of an epoch as a graph of few nodes, from calls over assets to payees. */
  flow(epoch: number, view?: FlowView): Promise<EpochFlowReport>
  /** The same of one call, as `explain` divides it. */
  callFlow(id: string, source?: string, view?: FlowView): Promise<CallFlowReport>
}
