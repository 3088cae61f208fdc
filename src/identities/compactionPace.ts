/** Lets adding run ahead of merging a little, never far: what is owed is worked off as entries are added. */

/** An entry is rewritten about once a level; with some more than that, merging keeps ahead of adding. */
const workPerEntry = 6
/** So many entries of work may be owed without waiting, so that small batches never wait. */
const debtMax = 131_072

interface CompactionPace {
  begin(entries: number): void
  worked(entries: number): void
  /** Owes the work of `added` entries, and waits while too much is owed (or `overfull`) and some can be done. */
  wait(added: number, overfull: () => boolean): Promise<void>
}

export function createCompactionPace(): CompactionPace {
  /** Entries that the jobs under way have yet to write. */
  let remaining = 0
  let debt = 0
  let waiting: (() => void)[] = []
  return {
    begin(entries) {
      remaining += entries
    },
    worked(entries) {
      remaining -= entries
      debt = Math.max(0, debt - entries)
      const resumed = waiting
      waiting = []
      for (const resume of resumed) resume()
    },
    async wait(added, overfull) {
      debt = remaining === 0 ? 0 : debt + added * workPerEntry
      while (remaining > 0 && (debt > debtMax || overfull())) {
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
  }
}
