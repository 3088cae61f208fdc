/** Settlement: epochs and everything that people ask about them. Works on the ports alone. */
import { createGraphBuilder, type LineageGraph } from '../attribution/index.ts'
import { fail } from '../errors.ts'
import type { EventStore } from '../eventstore/port.ts'
import type { RefusedStore } from '../ingest/ports.ts'
import type { Micros, Registry } from '../registry/model.ts'
import { parseTime } from '../registry/wire/time.ts'
import type { CloseOptions, EpochReport } from '../service.ts'
import { createBatchLog } from './batches.ts'
import { closeEpoch } from './close/close.ts'
import { createEpochLog } from './epochs.ts'
import type { SettlementStore, UsageReader } from './ports.ts'
import { reportEpoch } from './reports/epoch.ts'

export interface SettlementDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly books: SettlementStore
  readonly refused: RefusedStore
  /** The live registry: ingestion changes it while settlement reads. */
  readonly registry: Registry
  readonly randomBytes: (length: number) => Uint8Array
  readonly clock: () => Date
}

export type Settlement = ReturnType<typeof createSettlement>

export function createSettlement(deps: SettlementDeps) {
  const epochLog = createEpochLog(deps.events)
  const batches = createBatchLog(deps.events)
  const graph = growingGraph(deps.registry)
  let closing = false

  async function close(options: CloseOptions = {}): Promise<EpochReport> {
    const until: Micros | undefined = options.until === undefined ? undefined : parseTime(options.until, '/until')
    if (closing) fail('close.inProgress', 'An epoch is being closed already.')
    closing = true
    try {
      const closed = await closeEpoch({ ...deps, epochs: epochLog, batches, graph }, until, options.onProgress ?? (() => {}))
      return reportEpoch(closed)
    } finally {
      closing = false
    }
  }

  return { close }
}

/** The lineage graph of the live registry: versions are appended to it when somebody looks. */
function growingGraph(registry: Registry): () => LineageGraph {
  const builder = createGraphBuilder()
  let count = 0
  return () => {
    while (count < registry.versions.length) builder.append(registry.versions[count++]!)
    return builder.graph()
  }
}
