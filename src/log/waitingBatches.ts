/**
 * The batches with calls that wait after an epoch, as its manifest names them: runs of revisions by partition. Where calls
 * of one unknown asset are in every second batch, the runs would be as many as the batches, and the event that has the
 * manifest too large for an event store. So runs that are close together are joined where there are too many. A run may
 * then name batches in which nothing waits: reading them adds nothing.
 */
import { firstIndex } from '../base/search.ts'
import { compareUtf8 } from '../base/utf8.ts'
import type { RecordedBatch } from './batchLog.ts'
import type { BatchKey } from './keys.ts'
import type { RevisionRuns } from './manifest.ts'

/** Runs of a manifest, about 20 bytes each; more only where there are more partitions, which have one each then. */
const waitingRunsMax = 10_000

type Run = [first: number, last: number]

/** The same for the same batches in any order: a manifest has it. */
export function packBatches(keys: readonly BatchKey[], runsMax: number = waitingRunsMax): RevisionRuns {
  const revisions = new Map<string, number[]>()
  for (const { partition, revision } of keys) {
    const known = revisions.get(partition)
    if (known) known.push(revision)
    else revisions.set(partition, [revision])
  }
  let packed = [...revisions]
    .sort(([a], [b]) => compareUtf8(a, b))
    .map(([partition, list]) => ({ partition, revisions: runsOf(list) }))
  const enough = Math.max(runsMax, packed.length)
  for (let apart = 2; countRuns(packed) > enough; apart *= 2) {
    packed = packed.map(({ partition, revisions: runs }) => ({ partition, revisions: joined(runs, apart) }))
  }
  return packed
}

function countRuns(packed: RevisionRuns): number {
  return packed.reduce((sum, { revisions }) => sum + revisions.length, 0)
}

function runsOf(revisions: number[]): Run[] {
  const each = revisions.sort((a, b) => a - b).map((revision): Run => [revision, revision])
  return joined(each, 1)
}

/** Ascending runs, those as one that begin at most `apart` revisions after the one before ends. */
function joined(runs: readonly Run[], apart: number): Run[] {
  const found: Run[] = []
  for (const [first, end] of runs) {
    const last = found.at(-1)
    if (last && first - last[1] <= apart) last[1] = end
    else found.push([first, end])
  }
  return found
}

/** Of `batches` those that the runs name. */
export function batchesOf(packed: RevisionRuns, batches: readonly RecordedBatch[]): RecordedBatch[] {
  const wanted = new Map(packed.map(({ partition, revisions }) => [partition, revisions]))
  return batches.filter(({ partition, revision }) => {
    const runs = wanted.get(partition) ?? []
    const run = runs[firstIndex(runs.length, (index) => runs[index]![1] >= revision)]
    return run !== undefined && run[0] <= revision
  })
}
