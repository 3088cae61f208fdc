/** Lets adding get ahead of merging by a bounded amount of work. */

/** Merging rewrites an entry about once for each level. With somewhat more work for each entry, merging keeps up. */
const workPerEntry = 6
/** Entries of work that may be owed without waiting, so that small batches never wait. */
const debtMax = 131_072

interface CompactionPace {
  begin(entries: number): void
  worked(entries: number): void
  /** Adds the work of `added` entries, and waits while too much is owed (or `overfull`) and jobs are under way. */
  wait(added: number, overfull: () => boolean): Promise<void>
}

export function createCompactionPace(): CompactionPace {
  /** Entries that the jobs under way have not written yet. */
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
