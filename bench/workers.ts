/**
 * Question: how much faster do two workers take in a topic of 8 partitions than one, on engines that they share?
 *
 * Size: 400,000 call events of about 280 bytes, one a message; quick: 80,000. Everything is on one machine: workers and
 * broker, and as engines the stand-ins, a KurrentDB double and a ClickHouse front over chDB. Measured from the moment
 * all workers have their partitions until everything is durable. Needs Java and Maven.
 *
 * Estimate: on 2 cores one worker, the database and the broker already keep both busy, so 0.9 to 1.3; where cores are
 * left, up to 2, until the database is the limit.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { runCli } from '../test/support/process.ts'
import { type Broker, hasKafka, startBroker } from '../tools/kafka/broker.ts'
import { type EngineKind, startEngines } from './load/engines.ts'
import { type Started, startCommand } from './load/processes.ts'
import type { Measurement } from './measurement.ts'
import { benchCurrency, produceCalls } from './support/calls.ts'
import { watchSum } from './support/durable.ts'

const partitions = 8
const topic = 'calls'
const kind: EngineKind = 'shared'

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  if (!hasKafka()) return []
  const events = options.quick ? 80_000 : 400_000
  await using broker = await startBroker()
  await produceCalls(broker.kafka, { topic, partitions, events, each: 1 })
  const one = await takeIn(broker, events, 1)
  const two = await takeIn(broker, events, 2)
  return [
    {
      name: 'Kafka to durable rows by two workers, shared engines',
      size: `${events / 1_000} k events, ${partitions} partitions`,
      value: Math.round(two),
      unit: 'events/s',
      peer: 'one worker',
      peerValue: Math.round(one),
      ratio: two / one,
    },
  ]
}

/** Events a second, on a ledger of its own. */
async function takeIn(broker: Broker, events: number, count: number): Promise<number> {
  await using engines = await startEngines(kind)
  const { code, stderr } = await runCli(['ingest', '-', ...engines.flags('registry')], {
    input: JSON.stringify(benchCurrency),
  })
  if (code !== 0) throw new Error(stderr)
  const group = `workers-${count}`
  const { kafka } = broker
  const { eventstore } = engines
  const watch = await watchSum({ kafka, topic, group, partitions, eventstore })
  const workers: Started[] = []
  try {
    const starting = Array.from({ length: count }, (_, at) =>
      startCommand(
        `worker ${at}`,
        [
          ...['worker', '--json', '--brokers', broker.address, '--topics', topic, '--group', group],
          ...engines.flags(`worker-${at}`),
        ],
        { HEADWATER_LOG_LEVEL: 'warn' },
      ),
    )
    workers.push(...(await Promise.all(starting)))
    await groupOf(broker, group, count)
    const [began, before] = [performance.now(), watch.sum()]
    while (watch.sum() < events) await sleep(10)
    return ((events - before) / (performance.now() - began)) * 1_000
  } finally {
    for (const worker of workers) await worker.stop()
    await watch.stop()
  }
}

/** Waits until so many members have their partitions. */
async function groupOf({ kafka }: Broker, group: string, members: number): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  for (;;) {
    const { groups } = await admin.describeGroups([group])
    if (groups[0]?.state === 'Stable' && groups[0].members.length === members) break
    await sleep(20)
  }
  await admin.disconnect()
}

if (import.meta.main) console.table(await run({ quick: process.argv.includes('--quick') }))
