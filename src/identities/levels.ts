/**
 * Decides when to merge runs: `fanout` runs of similar size at a time. So an entry is rewritten once whenever the index
 * grows by the factor `fanout`, and the number of runs grows as slowly.
 */
export const fanout = 4
/** Runs with fewer entries are all of the lowest level; merging them costs almost nothing. */
const lowestLevelEntries = 4_096
/** The most runs of one level: when there are so many, adding waits for merging. */
const runsPerLevelMax = fanout * 2

export function levelOf(count: number): number {
  if (count < lowestLevelEntries) return 0
  return 1 + Math.floor(Math.log2(count / lowestLevelEntries) / Math.log2(fanout))
}

function byLevel<Item extends { readonly count: number }>(runs: readonly Item[]): Map<number, Item[]> {
  const levels = new Map<number, Item[]>()
  for (const run of runs) {
    const level = levelOf(run.count)
    const among = levels.get(level)
    if (among) among.push(run)
    else levels.set(level, [run])
  }
  return levels
}

/** The oldest runs of the lowest level that has `fanout` runs; `undefined` where no level has. */
export function chooseMerge<Item extends { readonly count: number }>(
  idle: readonly Item[],
): Item[] | undefined {
  const full = [...byLevel(idle)].filter(([, runs]) => runs.length >= fanout).sort(([a], [b]) => a - b)
  return full[0]?.[1].slice(0, fanout)
}

/** Whether adding must wait for merging. */
export function isOverfull(runs: readonly { readonly count: number }[]): boolean {
  return [...byLevel(runs).values()].some((level) => level.length >= runsPerLevelMax)
}
