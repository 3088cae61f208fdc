/** The lineage graph, for callers that use it as a library. In a ledger the registry refuses such releases first. */
import type { Advices } from './advice.ts'

export const attributionErrors = {
  'lineage.sourceUnknown': {
    retry: false,
    fix: 'Name each source by the index of an earlier version.',
  },
  'lineage.overPromised': {
    retry: false,
    fix: 'Lower the shares until the stack and the relative shares add up to at most 1.',
  },
} as const satisfies Advices
