/** Pages of what settlement answers, and its own shapes. */
import { z } from 'zod'
import { nextCursor } from '../../base/answers.ts'
import { epochReport } from '../../settlement/answers.ts'
import { statementLine } from '../../settlement/statementAnswers.ts'

export {
  currencyTotals,
  duePayment,
  epochReport,
  explanation,
  payeeExplanation,
  proofReport,
  treeHeader,
  treeLeaf,
} from '../../settlement/answers.ts'
export { callFlowReport, epochFlowReport } from '../../settlement/flows/answers.ts'
export { lineageReport } from '../../settlement/lineageAnswers.ts'
export {
  epochPreview,
  previewPayee,
  previewPayment,
  previewSuspected,
  previewSuspense,
} from '../../settlement/preview/answers.ts'
export { registryChange } from '../../settlement/preview/changeAnswer.ts'
export {
  claimPage,
  claimTotals,
  onChain,
  publication,
  publicationList,
  publicationLog,
  recorded,
  rootPlan,
} from '../../settlement/publish/answers.ts'
export { closeWarning } from '../../settlement/request/warning.ts'
export { simulationLine } from '../../settlement/simulate/answers.ts'
export {
  earningRole,
  heldReason,
  payeeBalances,
  statement,
  statementLine,
  versionFlow,
} from '../../settlement/statementAnswers.ts'
export { verifyLine, verifyReport } from '../../settlement/verify/answers.ts'

export const epochPage = z.object({ items: z.array(epochReport), next: nextCursor }).meta({ id: 'EpochPage' })

export const statementPage = z
  .object({ items: z.array(statementLine), next: nextCursor })
  .meta({ id: 'StatementPage' })

export {
  balance,
  balancePage,
  callGroup,
  callGroupPage,
  callPage,
  listedCall,
  payeeCall,
  payeeCallPage,
  suspenseLine,
  suspensePage,
} from '../../settlement/lists/answers.ts'
export {
  advanceLine,
  advancePage,
  clauseLine,
  clausePage,
  owedLine,
  owedPage,
  reserveLine,
  reservePage,
} from '../../settlement/lists/contractAnswers.ts'
export { disputeLine, disputePage, refundLine, refundPage } from '../../settlement/lists/correctionAnswers.ts'
export {
  doublePaymentLine,
  doublePaymentPage,
  paymentLine,
  paymentPage,
} from '../../settlement/lists/paymentAnswers.ts'
export { heldReport, revenueReport } from '../../settlement/lists/revenueAnswers.ts'
export { statementToDate } from '../../settlement/toDateAnswers.ts'
