/** A simulation played through the real doors: events as NDJSON in, statements and trees out. */
import type { Headwater } from '../../src/service/headwater.ts'
import { collect } from './collect.ts'
import { createRandom } from './random.ts'
import type { ReferenceStep } from './reference.ts'
import type { SimulatedStep } from './simulation.ts'

async function* bytes(lines: readonly string[]): AsyncIterable<Uint8Array> {
  yield Buffer.from(lines.join(''))
}

export function wireEvent(step: SimulatedStep, number: number): string {
  if (step.step === 'call') {
    const { source, id, time, ...data } = step.call
    return `${JSON.stringify({ specversion: '1.0', type: 'io.headwater.call.metered', source, id, time, data })}\n`
  }
  if (step.step !== 'register') throw new Error('closes are no events')
  const { type, time, data } = step
  return `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source: 'registry', id: `r${number}`, time, data })}\n`
}

/** Plays a simulation on a service, which is shut down and opened again now and then. @returns the steps that were taken; a refused release is not */
export async function play(
  open: () => Promise<Headwater>,
  steps: readonly SimulatedStep[],
  seed: number,
): Promise<{ headwater: Headwater; taken: ReferenceStep[] }> {
  const random = createRandom(seed)
  const taken: ReferenceStep[] = []
  let headwater = await open()
  let waiting: { step: SimulatedStep; line: string }[] = []
  const flush = async (): Promise<void> => {
    const report = await headwater.ingest(bytes(waiting.map(({ line }) => line)), { origin: 'simulation' })
    const refused = new Set(report.rejected.map(({ line }) => line))
    for (const [at, { step }] of waiting.entries()) if (!refused.has(at + 1)) taken.push(step)
    waiting = []
  }
  for (const [number, step] of steps.entries()) {
    if (step.step !== 'close') {
      waiting.push({ step, line: wireEvent(step, number) })
      if (random.chance(0.02)) await flush()
      continue
    }
    await flush()
    if (random.chance(0.3)) {
      await headwater.shutdown()
      headwater = await open()
    }
    // Every other epoch is looked at first: the close then records what was shown, to the byte.
    if (number % 2 === 0) await headwater.close({ until: step.until })
    else {
      const { confirm, hash } = await headwater.preview({ until: step.until })
      const { manifestHash } = await headwater.close({ confirm })
      if (manifestHash !== hash) throw new Error(`epoch ${manifestHash} was shown as ${hash}`)
    }
    taken.push(step)
  }
  return { headwater, taken }
}

/** What the reference says too: every epoch with its statements and payout trees. */
export async function outcome(headwater: Headwater) {
  const epochs = []
  for (const { until, counts, totals, trees, epoch } of await collect(headwater.epochs())) {
    epochs.push({ until, counts, totals, statements: await collect(headwater.statements(epoch)), trees })
  }
  return epochs
}
