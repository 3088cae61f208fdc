/** Histories with contracts played into a world in memory: settlement over fakes, without ingestion. */
import { HeadwaterError } from '../../../src/errors.ts'
import { collect } from '../collect.ts'
import { createRandom } from '../random.ts'
import type { World } from '../settlementWorld.ts'
import { type Hands, steady } from './dying.ts'
import type { ContractStep } from './reference.ts'
import type { ContractOptions } from './simulate.ts'

type ContractEvent = Extract<ContractStep, { step: 'event' }>

const size = { assets: 5, payees: 7, calls: 50, conflicts: false, density: 0.7 }

/** Two to five epochs of a small economy. */
export function optionsOf(seed: number): ContractOptions {
  return { ...size, epochs: 2 + (seed % 4) }
}

function isOfCalls({ type }: ContractEvent): boolean {
  return /^(call|dispute|transfer|payment|deposit)\./.test(type)
}

/**
 * Plays a history into a world, in batches over two partitions; returns what was taken, for the reference.
 * @param hands what records and closes; default: a process that never ends
 */
export async function play(
  world: World,
  steps: readonly ContractStep[],
  seed: number,
  hands: Hands = steady(world),
): Promise<ContractStep[]> {
  const random = createRandom(seed)
  const taken: ContractStep[] = []
  let waiting: ContractEvent[] = []
  const flush = async (): Promise<void> => {
    const calls = waiting.filter(({ type }) => type === 'call.metered')
    const others = waiting.filter(({ type }) => type !== 'call.metered')
    await hands.record(
      calls.map(({ source, id, time, data }) => ({ source, id, time, ...data })),
      random.pick(['local', 'other']),
      others,
    )
    waiting = []
  }
  for (const step of steps) {
    if (step.step === 'close') {
      await flush()
      await hands.close(step.until)
    } else if (isOfCalls(step)) {
      // Refused at the door, before anything is recorded.
      if (step.type === 'transfer.recorded' && step.data.from === step.data.to) continue
      waiting.push(step)
      if (random.chance(0.2)) await flush()
    } else {
      try {
        await world.register(step.type, step.data, step.time)
      } catch (error) {
        if (!(error instanceof HeadwaterError) || /^(internal|data)/.test(error.code)) throw error
        continue
      }
    }
    taken.push(step)
  }
  await flush()
  return taken
}

export async function outcome(world: World) {
  const epochs = []
  for (const { until, counts, totals, trees, epoch } of await collect(world.settlement.epochs())) {
    const statements = await collect(world.settlement.statements(epoch))
    epochs.push({ until, counts, totals, statements, trees })
  }
  return epochs
}

export async function failedChecks(world: World) {
  const reports = await collect(world.settlement.verify())
  return reports.flatMap((report) => report.checks.filter((check) => !check.ok))
}

/** The same events in another order between two closes, calls and what corrects them among each other. */
export function reordered(steps: readonly ContractStep[], seed: number): ContractStep[] {
  const random = createRandom(seed + 7)
  const result: ContractStep[] = []
  let ofCalls: ContractStep[] = []
  for (const step of steps) {
    if (step.step === 'event' && isOfCalls(step)) ofCalls.push(step)
    else if (step.step === 'event') result.push(step)
    else {
      result.push(...random.shuffle(ofCalls), step)
      ofCalls = []
    }
  }
  return [...result, ...random.shuffle(ofCalls)]
}
