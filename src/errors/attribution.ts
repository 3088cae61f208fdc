/** The lineage graph, for callers that use it as a library. The registry judges releases before it. */
import type { Advices } from './advice.ts'

export const attributionErrors = {
  'lineage.sourceUnknown': {
    retry: false,
    fix: 'Name each source by the index of a version that comes before.',
  },
  'lineage.overPromised': {
    retry: false,
    fix: 'Lower the shares until stack and relative shares add up to at most 1.',
  },
} as const satisfies Advices
