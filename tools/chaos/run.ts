/** Plays the plan of one seed on a stage, and reports how the books differ from what they must be. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openKurrentEventStore } from '../../src/eventstore/kurrent.ts'
import { laneName } from '../../src/kafka/client/laneName.ts'
import { readCheckpoint } from '../../src/log/partitionEvent.ts'
import { freePort } from '../../test/support/freePort.ts'
import { patienceMs } from '../../test/support/patience.ts'
import { createTopics } from '../kafka/topics.ts'
import { expectedBooks, readTopics } from './books.ts'
import { type Cast, type Identities, openCast } from './cast.ts'
import { compare } from './compare.ts'
import type { Fault } from './faults.ts'
import { callPartitions } from './packing.ts'
import { type Act, type Plan, planOf } from './plan.ts'
import type { Scene, Stage, Topics } from './stage.ts'

export interface SeedOptions {
  readonly workers: number
  readonly calls: number
  /** Which identities the workers know; `mixed`: every other one knows those of all. Default: all. */
  readonly identities?: Identities
}

export interface SeedReport {
  readonly seed: number
  /** Empty if everything is as it must be. */
  readonly differences: readonly string[]
  /** What was done when, and with what result; one line each. */
  readonly diary: readonly string[]
  /** The folder with the logs, if anything differs. */
  readonly folder: string | undefined
  readonly ms: number
}

export async function runSeed(stage: Stage, seed: number, options: SeedOptions): Promise<SeedReport> {
  const began = performance.now()
  const diary: string[] = []
  const note = (text: string): void =>
    void diary.push(`${((performance.now() - began) / 1_000).toFixed(2).padStart(6)}  ${text}`)
  const plan = planOf(seed, options)
  const scene = await stage.scene()
  const run = `${seed}-${Date.now().toString(36)}`
  const topics = { registry: `registry.${run}`, calls: `calls.${run}`, deadLetters: `dead.${run}` }
  const apiPort = await freePort()
  const { identities = 'all' } = options
  const cast = openCast({ stage, scene, topics, group: `group.${run}`, identities, apiPort, note })
  let differences: string[]
  try {
    differences = await play({ stage, scene, cast, topics, plan, note })
  } catch (error) {
    differences = [(error as Error).stack ?? String(error)]
  } finally {
    await cast.stop()
  }
  differences.push(...cast.failures, ...stage.collapses)
  const failed = differences.length > 0
  if (failed) cast.writeLogs()
  await scene.stop({ keepFolder: failed })
  note('end')
  const ms = performance.now() - began
  return { seed, differences, diary, folder: failed ? scene.folder : undefined, ms }
}

interface Performance {
  readonly stage: Stage
  readonly scene: Scene
  readonly cast: Cast
  readonly topics: Topics
  readonly plan: Plan
  readonly note: (text: string) => void
}

async function play(performance: Performance): Promise<string[]> {
  const { stage, scene, cast, topics, plan, note } = performance
  await createTopics(stage.broker.kafka, [
    { topic: topics.registry, numPartitions: 1 },
    { topic: topics.calls, numPartitions: callPartitions },
  ])
  await Promise.all([...cast.workers, ...(plan.withApi ? [cast.api] : [])].map((kept) => kept.start()))
  const ends: Ends[] = []
  for (const [index, act] of plan.acts.entries()) {
    note(`act ${index}`)
    await cast.send(act.first, 0)
    await untilDurable(performance)
    await Promise.all([
      ...act.senders.map((sender, number) => cast.send(sender, number)),
      ...act.faults.map((fault) => commit(performance, fault)),
    ])
    note('all is sent, and the faults are over')
    await cast.heal()
    ends.push(await untilDurable(performance))
    await closeEpochs(performance, act)
  }
  const { kafka } = stage.broker
  const records = await readTopics(kafka, [topics.registry, topics.calls])
  const dead = await readTopics(kafka, [topics.deadLetters])
  const of = (topic: string) => records.filter((record) => record.topic === topic)
  const expected = await expectedBooks(plan, of(topics.registry), of(topics.calls), ends)
  note(`${records.length} messages, ${expected.refused.size} refused events, ${dead.length} dead letters`)
  writeFileSync(join(scene.folder, 'topics.json'), JSON.stringify(records, null, 1))
  await cast.endAll()
  const differences = await compare(await cast.open(), expected, dead)
  return [...differences, ...(await cast.examine())]
}

async function commit({ cast, note }: Performance, fault: Fault): Promise<void> {
  await sleep(fault.atMs)
  note(`${fault.fault} ${fault.of}, ${fault.forMs} ms`)
  await cast.suffer(fault)
  note(`${fault.fault} ${fault.of} is over`)
}

interface Ends {
  readonly registry: number
  readonly calls: readonly number[]
}

/** Waits until the log has taken in all that the topics hold. @returns how much that is */
async function untilDurable({ stage, scene, topics, cast, note }: Performance): Promise<Ends> {
  const admin = stage.broker.kafka.admin()
  const events = openKurrentEventStore({ url: scene.direct.eventStore })
  try {
    await admin.connect()
    const highs = async (topic: string) =>
      (await admin.fetchTopicOffsets(topic))
        .sort((one, other) => one.partition - other.partition)
        .map(({ high }) => Number(high))
    const [registry, calls] = [await highs(topics.registry), await highs(topics.calls)]
    const wanted = [
      ...registry.map((high, partition) => ({ name: laneName(topics.registry, partition), high })),
      ...calls.map((high, partition) => ({ name: laneName(topics.calls, partition), high })),
    ]
    const began = performance.now()
    for (;;) {
      const behind: string[] = []
      for (const { name, high } of wanted) {
        const { checkpoint = 0 } = await readCheckpoint(events, name)
        if (checkpoint < high) behind.push(`${name} at ${checkpoint} of ${high}`)
      }
      if (behind.length === 0) break
      // A process that ended without a reason ends the seed, and is one of its differences.
      if (stage.collapses.length + cast.failures.length > 0)
        throw new Error(`${behind.join(', ')} was left behind`)
      if (performance.now() - began > patienceMs)
        throw new Error(`after ${patienceMs / 1_000} s the workers are behind: ${behind.join(', ')}`)
      await sleep(100)
    }
    note('all is durable')
    return { registry: registry[0]!, calls }
  } finally {
    await events.close()
    await admin.disconnect()
  }
}

async function closeEpochs({ cast, note }: Performance, { closes, closeKilledAfterMs }: Act): Promise<void> {
  for (const [index, until] of closes.entries()) {
    if (index === 0 && closeKilledAfterMs !== undefined) await cast.killedClose(until, closeKilledAfterMs)
    await cast.close(until)
    note(`closed until ${until}`)
  }
}
