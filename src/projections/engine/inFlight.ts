/** What an engine is doing: failures are mapped in one place, and closing waits for all of it. */
import { InvariantViolation } from '../../invariant.ts'
import { engineFailure } from './failure.ts'

export class UnderWay {
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  /** @throws HeadwaterError `usage.unavailable`, `data.diskFull`: whatever the work threw that is not a bug, as the engine's */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw engineFailure(new Error('it is closed'))
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } catch (error) {
      throw error instanceof InvariantViolation ? error : engineFailure(error)
    } finally {
      this.#running.delete(running)
    }
  }

  /** Nothing begins from now on; resolves when all that began has ended. False where it was closed before. */
  async close(): Promise<boolean> {
    if (this.#closed) return false
    this.#closed = true
    await Promise.allSettled(this.#running)
    return true
  }
}
