/**
 * Many workers on one ledger, in one process over fakes: a seeded history of an economy goes through topics whose
 * partitions the workers share, while partitions move, workers are killed, and owners that lost a partition go on for a
 * while. The books are those of the slow reference, which counts the first recorded call of each identity.
 */
import { createRandom } from '../random.ts'
import { type SimulatedStep, simulate } from '../simulation.ts'
import { Cast } from './cast.ts'
import { createLedger } from './ledger.ts'
import { Topics } from './topics.ts'
import type { Mode } from './worker.ts'

export interface WorkersOptions {
  readonly workers: number
  /** Of the topic of calls. */
  readonly partitions: number
  readonly calls: number
  /** Of each worker; `mixed` chooses for each, and again at each of its starts. */
  readonly identities: Mode | 'mixed'
  /** How many of the messages a producer sends without a key, so that they go to any partition. */
  readonly unkeyed: number
  /** Whether partitions move and workers die. Default: yes. */
  readonly faults?: boolean
}

export interface WorkersReport {
  /** Empty if everything is as it must be. */
  readonly differences: readonly string[]
  /** How many identities all workers read of what others had recorded. */
  readonly identityReads: number
  readonly messages: number
  readonly rows: number
  /** Rows that a close excluded, because another partition had recorded their identity. */
  readonly excluded: number
  readonly conflictsAtClose: number
}

const epochs = 3

export async function runWorkers(seed: number, options: WorkersOptions): Promise<WorkersReport> {
  const ledger = createLedger(createRandom(seed))
  const topics = new Topics(options, ledger.random)
  const cast = new Cast(ledger, topics, options)
  const history = { assets: 6, payees: 9, calls: options.calls, epochs, conflicts: true }
  const closes: { position: number; until: string }[] = []
  const sent = new Map<string, SimulatedStep>()
  await cast.start()
  for (const [number, step] of simulate(seed, history).entries()) {
    if (step.step !== 'close') {
      sent.set(topics.send(step, number), step)
      continue
    }
    await cast.untilDurable()
    await ledger.close(step.until)
    closes.push({ position: await ledger.events.head(), until: step.until })
  }
  const differences = await ledger.compare(sent, closes)
  return { differences, ...ledger.counts(), messages: topics.messages }
}
