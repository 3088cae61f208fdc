/** The work that an engine is doing. Failures are translated in one place, and closing waits for all work. */
import { InvariantViolation } from '../../invariant.ts'
import { engineFailure } from './failure.ts'

export class InFlight {
  readonly #running = new Set<Promise<unknown>>()
  readonly #translate: (error: unknown) => Error
  #closed = false

  /** @param translate makes an expected failure of what the work threw */
  constructor(translate: (error: unknown) => Error = engineFailure) {
    this.#translate = translate
  }

  /** @throws HeadwaterError `usage.unavailable`, `data.diskFull`, `data.damaged`: what the work threw, unless it is a bug */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw engineFailure(new Error('it is closed'))
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } catch (error) {
      throw error instanceof InvariantViolation ? error : this.#translate(error)
    } finally {
      this.#running.delete(running)
    }
  }

  /** No work starts from now on. Resolves when all work has ended: to false where it was closed before. */
  async close(): Promise<boolean> {
    if (this.#closed) return false
    this.#closed = true
    await Promise.allSettled(this.#running)
    return true
  }
}
