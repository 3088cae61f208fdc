/** What a rebuild finds over all epochs: it lists the first differences as sentences and counts all. */
import type { Findings } from '../verify/findings.ts'

/** Differences listed; the rest are counted. */
const listedMax = 1_000

interface Difference {
  /** 0 where the difference belongs to no epoch. */
  readonly epoch: number
  readonly check: string
  readonly detail: string
}

export class Differences {
  readonly listed: Difference[] = []
  count = 0

  take(epoch: number, findings: Findings): void {
    this.count += findings.count
    for (const { name, ok, detail } of findings.report().checks) {
      if (!ok && this.listed.length < listedMax) this.listed.push({ epoch, check: name, detail })
    }
  }
}
