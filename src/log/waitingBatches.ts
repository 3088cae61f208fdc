/** The batches with calls that wait after an epoch, as its manifest names them: runs of revisions by partition. */
import { compareUtf8 } from '../base/utf8.ts'
import type { RecordedBatch } from './batchLog.ts'
import type { BatchKey } from './keys.ts'
import type { RevisionRuns } from './manifest.ts'

export function packBatches(keys: readonly BatchKey[]): RevisionRuns {
  const revisions = new Map<string, number[]>()
  for (const { partition, revision } of keys) {
    const known = revisions.get(partition)
    if (known) known.push(revision)
    else revisions.set(partition, [revision])
  }
  return [...revisions]
    .sort(([a], [b]) => compareUtf8(a, b))
    .map(([partition, list]) => ({ partition, revisions: runs(list) }))
}

function runs(revisions: number[]): [number, number][] {
  const found: [number, number][] = []
  for (const revision of revisions.sort((a, b) => a - b)) {
    const last = found.at(-1)
    if (last && revision <= last[1] + 1) last[1] = revision
    else found.push([revision, revision])
  }
  return found
}

/** Of `batches` those that the runs name. */
export function batchesOf(packed: RevisionRuns, batches: readonly RecordedBatch[]): RecordedBatch[] {
  const wanted = new Map(packed.map(({ partition, revisions }) => [partition, revisions]))
  return batches.filter(({ partition, revision }) =>
    wanted.get(partition)?.some(([first, last]) => revision >= first && revision <= last),
  )
}
