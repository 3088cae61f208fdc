/** What a version took in and passed on, as answers have it. */
import type { VersionFlowLine } from '../../books/port.ts'
import { formatAmount, type LedgerUnits } from '../../money/ledgerUnits.ts'
import type { Statement } from '../statementAnswers.ts'

type FlowAmounts = Omit<VersionFlowLine, 'asset' | 'version' | 'currency' | 'cost'> & {
  readonly cost?: LedgerUnits
}

type FlowReport = NonNullable<Statement['currencies'][number]['lines'][number]['flow']>

export function formatFlow(flow: FlowAmounts, decimals: number): FlowReport {
  const text = (units: LedgerUnits): string => formatAmount(units, decimals)
  return {
    direct: text(flow.direct),
    fee: text(flow.fee),
    ...(flow.cost !== undefined && flow.cost !== 0n && { cost: text(flow.cost) }),
    relativeIn: text(flow.relativeIn),
    absoluteIn: text(flow.absoluteIn),
    relativeOut: text(flow.relativeOut),
    absoluteOut: text(flow.absoluteOut),
    retained: text(flow.retained),
  }
}
