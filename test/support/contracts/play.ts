/** A history with contracts played through the real doors: events as NDJSON in, epochs and statements out. */
import type { Headwater } from '../../../src/service/headwater.ts'
import { collect } from '../collect.ts'
import { createRandom } from '../random.ts'
import type { ContractEpoch, ContractStep } from './reference.ts'

export function wireLine(step: Extract<ContractStep, { step: 'event' }>): string {
  const { type, source, id, time, data } = step
  return `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source, id, time, data })}\n`
}

interface Played {
  readonly headwater: Headwater
  /** The steps that were taken, without refused events. */
  readonly taken: ContractStep[]
  /** Codes of the refusals, each once. */
  readonly refused: ReadonlySet<string>
}

/** Plays a history on a service, which is shut down and opened again now and then. */
export async function playContracts(
  open: () => Promise<Headwater>,
  steps: readonly ContractStep[],
  seed: number,
): Promise<Played> {
  const random = createRandom(seed)
  const taken: ContractStep[] = []
  const refused = new Set<string>()
  let headwater = await open()
  let waiting: Extract<ContractStep, { step: 'event' }>[] = []
  const flush = async (): Promise<void> => {
    const report = await headwater.ingest(bytes(waiting.map(wireLine)), { origin: 'simulation' })
    const lines = new Set(report.rejected.map(({ line }) => line))
    for (const { code } of report.rejected) refused.add(code)
    taken.push(...waiting.filter((_, at) => !lines.has(at + 1)))
    waiting = []
  }
  for (const step of steps) {
    if (step.step === 'event') {
      waiting.push(step)
      if (random.chance(0.02)) await flush()
      continue
    }
    await flush()
    if (random.chance(0.3)) {
      await headwater.shutdown()
      headwater = await open()
    }
    await headwater.close({ until: step.until })
    taken.push(step)
  }
  return { headwater, taken, refused }
}

async function* bytes(lines: readonly string[]): AsyncIterable<Uint8Array> {
  yield Buffer.from(lines.join(''))
}

/** What the reference says too: every epoch with its statements and payout trees. */
export async function contractOutcome(headwater: Headwater): Promise<ContractEpoch[]> {
  const epochs: ContractEpoch[] = []
  for (const { until, counts, totals, trees, epoch } of await collect(headwater.epochs())) {
    const statements = (await collect(headwater.statements(epoch))) as unknown as Record<string, string>[]
    epochs.push({
      until,
      counts: { ...counts } as Record<string, number>,
      totals: totals as never,
      statements,
      trees,
    })
  }
  return epochs
}
