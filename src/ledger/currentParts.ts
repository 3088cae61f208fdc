/**
 * The parts in use. When ingestion stops, the registry in memory may be ahead of the log: then the parts are opened
 * again from the log, and work that needs parts waits for that.
 */
import type { Engines } from './engines.ts'
import { openParts, type Parts } from './openParts.ts'

interface CurrentParts {
  /** The parts opened last. After ingestion has stopped, their registry may be ahead of the log. */
  readonly last: Parts
  /** Why the parts could not be opened again; undefined where they were. */
  readonly fault: Error | undefined
  /**
   * The parts, once they know what other processes have recorded. Where they could not be opened before, tries again.
   * @throws Error `fault`
   */
  upToDate(): Promise<Parts>
  /** Resolves when no opening is running. */
  settled(): Promise<void>
}

export async function openCurrentParts(engines: Engines): Promise<CurrentParts> {
  let last = await openParts(engines, openAgain)
  let opening: Promise<void> | undefined
  let fault: Error | undefined

  function openAgain(): void {
    opening ??= openParts(engines, openAgain)
      .then(
        (parts) => {
          last = parts
          fault = undefined
        },
        (error: Error) => {
          fault = error
        },
      )
      .finally(() => {
        opening = undefined
      })
  }

  return {
    get last() {
      return last
    },
    get fault() {
      return fault
    },
    async upToDate() {
      if (fault !== undefined) openAgain()
      if (opening !== undefined) await opening
      if (fault !== undefined) throw fault
      // The parts may be replaced while they catch up: work goes on with these.
      const parts = last
      await parts.catchUp()
      return parts
    },
    settled: async () => opening,
  }
}
