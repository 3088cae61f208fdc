/**
 * The one reader of token counts, for all formats. It gathers every name that it knows, and finds the reading of them
 * that the stated total, the mapping or the dialect decides. Our four classes are disjoint.
 */
import { decide } from './decide.ts'
import { gather } from './gather.ts'
import type { StatedCount, UsageReading, UsageRules } from './types.ts'

export { pushCounts } from './pushCounts.ts'
export type { StatedCount, TokenClass, TokensFrom, UsageReading, UsageRules } from './types.ts'

/** @throws HeadwaterError `record.inconsistent` with the readings, `record.malformed` */
export function readUsage(counts: Iterable<StatedCount>, rules: UsageRules): UsageReading {
  return decide(gather(counts, rules), rules)
}
