/** A simulation on a ledger: events are judged and kept in memory, and epochs are computed with them. */
import { fail } from '../errors.ts'
import type { IngestReport, SimulateOptions, SimulationLine } from '../service/headwater.ts'
import type { WhatIf } from '../settlement/simulate/simulate.ts'
import { judgingBeside } from './dryRun.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'

/** Rejected events that have a line. */
const rejectedListedMax = 100

type Simulate = (
  parts: Parts,
  chunks: AsyncIterable<Uint8Array>,
  options: SimulateOptions,
) => AsyncGenerator<SimulationLine>

export function createSimulate(engines: Engines): Simulate {
  let running = false
  return async function* simulate(parts, chunks, options) {
    if (running) fail('simulate.inProgress', 'A simulation on this ledger is under way.')
    running = true
    try {
      yield* simulateOn(engines, parts, chunks, options)
    } finally {
      running = false
    }
  }
}

async function* simulateOn(
  engines: Engines,
  parts: Parts,
  chunks: AsyncIterable<Uint8Array>,
  { until, from, onProgress, ...options }: SimulateOptions,
): AsyncGenerator<SimulationLine> {
  if (from !== undefined && until !== undefined)
    fail('simulate.fromWithUntil', 'Closed epochs are computed with their own `until`.')
  const { keepStream } = await import('../ingest/index.ts')
  const rewound = from === undefined ? undefined : await parts.settlement.rewind(from)
  const judging = await judgingBeside(engines, parts)
  try {
    const { position } = rewound ?? judging
    // What is recorded before a close is recorded at its time.
    const then = rewound && { registry: rewound.registry, clock: () => rewound.recordedAt }
    const dependencies = { ...judging.dependencies, ...then }
    const kept = await keepStream(dependencies, position, chunks, options)
    const { reader, readerBeside } = await engines.usage.get()
    const whatIf: WhatIf = {
      position,
      registry: dependencies.registry,
      changed: kept.registry,
      batches: kept.batches,
      usage: reader,
      ...(kept.rows.length > 0 && { changedUsage: readerBeside(kept.rows) }),
      ...takenOf(kept.report),
      onProgress,
    }
    if (from === undefined) yield* parts.settlement.simulate(whatIf, until)
    else yield* parts.settlement.simulateFrom(whatIf, from)
  } finally {
    await judging.close()
  }
}

function takenOf({ accepted, duplicate, conflict, rejected, rejectedCount }: IngestReport) {
  return {
    taken: { accepted, duplicate, conflict, rejected: rejectedCount },
    rejected: rejected.slice(0, rejectedListedMax),
  }
}
