/**
 * How long a close still takes. Each stage works on numbers that are known before it begins, or a stage earlier, and takes
 * about the same time for each unit in proportion to the other stages, on any machine. So the time that the work so far
 * took gives the time of the rest.
 */
import { timeLeft } from '../base/timeLeft.ts'
import { type CloseProgress, type CloseStage, closeStages, type OnProgress } from './progress.ts'

/** Of one unit: rows for the stages up to `sums` and for `reconcile`, for all others payees and lines. Measured; only their proportions count. */
const microsecondsOf: Readonly<Record<CloseStage, number>> = {
  scope: 0,
  duplicates: 0.2,
  sums: 0.9,
  flow: 0,
  allocation: 0,
  payments: 2,
  trees: 3,
  reconcile: 0.2,
  books: 2.5,
  check: 1.5,
  record: 0,
}

/** Passes progress on with the time that is left. @param now milliseconds; from any start */
export function estimateTime(
  onProgress: (progress: CloseProgress) => void,
  now: () => number = () => performance.now(),
): OnProgress {
  const units = new Map<CloseStage, number>()
  let begun: number | undefined
  return ({ stage, done = 0, total, expected = {} }) => {
    for (const [of, count] of Object.entries(expected)) units.set(of as CloseStage, count)
    if (total !== undefined) units.set(stage, total)
    const counted = units.get(stage)
    const part = counted === undefined ? {} : { done: Math.min(done, counted), total: counted }
    // What comes before is not in the table: it has no units.
    if (begun === undefined && microsecondsOf[stage] > 0) begun = now()
    const worked = begun === undefined ? 0 : now() - begun
    const millisecondsLeft = timeLeft(worked, weighed(stage, done, units))
    onProgress({ stage, ...part, ...(millisecondsLeft !== undefined && { millisecondsLeft }) })
  }
}

/** The work of all stages, in the time that it takes in proportion. */
function weighed(
  stage: CloseStage,
  done: number,
  units: ReadonlyMap<CloseStage, number>,
): { readonly done: number; readonly left: number } {
  const at = closeStages.indexOf(stage)
  let [behind, left] = [0, 0]
  for (const [index, of] of closeStages.entries()) {
    const count = units.get(of) ?? 0
    const finished = index < at ? count : index === at ? Math.min(done, count) : 0
    behind += finished * microsecondsOf[of]
    left += (count - finished) * microsecondsOf[of]
  }
  return { done: behind, left }
}
