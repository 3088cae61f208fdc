/** What a verification finds: one entry a check that held, one a difference, each a sentence. */
import { HeadwaterError } from '../../errors.ts'
import type { VerifyReport } from '../answers.ts'

/** Differences listed a check; the rest are counted. */
const differencesMax = 100

const checkNames = [
  'event',
  'manifest',
  'registry',
  'batches',
  'duplicates',
  'standing',
  'controlTotals',
  'recomputation',
  'balances',
  'payouts',
  'earnings',
  'flows',
  'log',
] as const

export type CheckName = (typeof checkNames)[number]

export class Findings {
  private readonly checks: VerifyReport['checks'][number][] = []
  private readonly found = new Map<CheckName, number>()

  private readonly epoch: number

  constructor(epoch: number) {
    this.epoch = epoch
  }

  get ok(): boolean {
    return this.found.size === 0
  }

  /** Differences found, those not listed too. */
  get count(): number {
    return [...this.found.values()].reduce((sum, found) => sum + found, 0)
  }

  differs(name: CheckName, detail: string): void {
    const count = (this.found.get(name) ?? 0) + 1
    this.found.set(name, count)
    if (count <= differencesMax) this.checks.push({ name, ok: false, detail })
  }

  /**
   * Runs one check. What it throws is a difference too: tampered data may break anything. Only failures that may pass
   * by themselves (an engine that does not answer) are thrown on.
   * @param held what to say where nothing differs; a function is asked after the run
   * @returns undefined where it threw
   */
  async check<Result>(
    name: CheckName,
    held: string | (() => string),
    run: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const before = this.found.get(name) ?? 0
    try {
      const result = await run()
      const after = this.found.get(name) ?? 0
      if (after === before)
        this.checks.push({ name, ok: true, detail: typeof held === 'string' ? held : held() })
      if (after > differencesMax)
        this.checks.push({ name, ok: false, detail: `${after - differencesMax} more.` })
      return result
    } catch (error) {
      if (error instanceof HeadwaterError && error.retry) throw error
      this.differs(
        name,
        `It could not be worked out: ${error instanceof Error ? error.message : String(error)}`,
      )
      return undefined
    }
  }

  report(): VerifyReport {
    return { epoch: this.epoch, ok: this.ok, checks: this.checks }
  }
}
