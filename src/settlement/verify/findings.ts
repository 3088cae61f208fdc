/** What a verification finds: one sentence for each check that held and for each difference. */
import { HeadwaterError } from '../../errors.ts'
import type { VerifyReport } from './answers.ts'

/** Differences listed for each check; the rest are counted. */
const differencesMax = 100

const checkNames = [
  'event',
  'manifest',
  'registry',
  'batches',
  'duplicates',
  'standing',
  'checkpoint',
  'controlTotals',
  'recomputation',
  'balances',
  'payouts',
  'earnings',
  'flows',
  'states',
  'takes',
  'callSums',
  'log',
] as const

export type CheckName = (typeof checkNames)[number]

type Check = VerifyReport['checks'][number]

export class Findings {
  /** What each check found, in the order in which the checks began: several may run at a time. */
  private readonly slots: Check[][] = []
  private readonly open = new Map<CheckName, Check[]>()
  private readonly found = new Map<CheckName, number>()

  private readonly epoch: number
  private readonly onCheck: (check: Check) => void

  /** @param onCheck called with what each check found, when it has ended */
  constructor(epoch: number, onCheck: (check: Check) => void = () => {}) {
    this.epoch = epoch
    this.onCheck = onCheck
  }

  get ok(): boolean {
    return this.found.size === 0
  }

  /** All differences found, listed or not. */
  get count(): number {
    return [...this.found.values()].reduce((sum, found) => sum + found, 0)
  }

  differs(name: CheckName, detail: string): void {
    const count = (this.found.get(name) ?? 0) + 1
    this.found.set(name, count)
    if (count <= differencesMax) this.note(name, { name, ok: false, detail })
  }

  /**
   * Runs one check; no other of the same name may run meanwhile. An error that it throws is a difference too, because changed data may break anything. Only
   * failures that may pass by themselves (an engine that does not answer) are thrown again.
   * @param held the sentence where nothing differs; a function is called after the run
   * @returns undefined where it threw
   */
  async check<Result>(
    name: CheckName,
    held: string | (() => string),
    run: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const before = this.found.get(name) ?? 0
    const slot: Check[] = []
    this.slots.push(slot)
    this.open.set(name, slot)
    try {
      const result = await run()
      const after = this.found.get(name) ?? 0
      if (after === before) slot.push({ name, ok: true, detail: typeof held === 'string' ? held : held() })
      if (after > differencesMax) slot.push({ name, ok: false, detail: `${after - differencesMax} more.` })
      return result
    } catch (error) {
      if (error instanceof HeadwaterError && error.retry) throw error
      this.differs(
        name,
        `The check could not be done: ${error instanceof Error ? error.message : String(error)}`,
      )
      return undefined
    } finally {
      this.open.delete(name)
      slot.forEach(this.onCheck)
    }
  }

  private note(name: CheckName, check: Check): void {
    const slot = this.open.get(name)
    if (slot) slot.push(check)
    else {
      this.slots.push([check])
      this.onCheck(check)
    }
  }

  report(): VerifyReport {
    return { epoch: this.epoch, ok: this.ok, checks: this.slots.flat() }
  }
}
