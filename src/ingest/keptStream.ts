/** Judges a stream as a dry run does, and keeps what is accepted in memory, for a simulation over the ledger. */
import { fail } from '../errors.ts'
import type { EventStore, Position } from '../eventstore/port.ts'
import { type RecordedBatch, readBatch } from '../log/batchLog.ts'
import { batchRecorded } from '../log/batchRecorded.ts'
import { rowKinds } from '../log/keys.ts'
import { createRegistry, type RegistryState } from '../registry/index.ts'
import { copyRows, type KeptRows } from '../usage/keptRows.ts'
import type { IngestOptions, IngestReport } from './answers.ts'
import { type DryRunDependencies, discardedEvents, discardedRows, judgeStream } from './dryRun.ts'

/** Rows that are kept: about 500 bytes each. */
const keptRowsMax = 1_000_000

interface KeptStream {
  readonly report: IngestReport
  /** A layer over the ledger's, with the accepted registry events. */
  readonly registry: RegistryState
  readonly batches: readonly RecordedBatch[]
  /** The rows of each batch. */
  readonly rows: readonly KeptRows[]
}

/**
 * @param position of the last event of the ledger
 * @throws HeadwaterError `simulate.tooManyRows`, and as `dryRun`
 */
export async function keepStream(
  dependencies: DryRunDependencies,
  position: Position,
  chunks: AsyncIterable<Uint8Array>,
  options: IngestOptions & { readonly rowsMax?: number },
): Promise<KeptStream> {
  const { rowsMax = keptRowsMax, ...common } = options
  const registry = createRegistry(dependencies.registry)
  const batches: RecordedBatch[] = []
  const rows: KeptRows[] = []
  let count = 0
  const usage: typeof discardedRows = {
    ...discardedRows,
    async insert(key, batch) {
      count += rowKinds.reduce((sum, kind) => sum + (batch[kind]?.length ?? 0), 0)
      if (count > rowsMax)
        fail('simulate.tooManyRows', `A simulation takes at most ${rowsMax} calls, corrections and postings.`)
      rows.push({ key, rows: copyRows(batch) })
    },
  }
  const events = keptEvents(position, (batch) => batches.push(batch))
  const report = await judgeStream(dependencies, { registry, events, usage }, chunks, common)
  return { report, registry, batches, rows }
}

/** Takes appends, and keeps the batches that they record. */
function keptEvents(after: Position, keep: (batch: RecordedBatch) => void): EventStore {
  let position = after
  return {
    ...discardedEvents(),
    async append(appends) {
      for (const { stream, expectedRevision, events } of appends) {
        const first = expectedRevision === 'none' ? 0 : expectedRevision + 1
        for (const [at, event] of events.entries()) {
          position++
          if (event.type !== batchRecorded.type) continue
          const recordedAt = '1970-01-01T00:00:00.000Z'
          keep(readBatch({ ...event, stream, revision: first + at, position, recordedAt }))
        }
      }
      return { position, revisions: new Map() }
    },
    head: async () => position,
  }
}
