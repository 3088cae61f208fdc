/**
 * Question: a worker is killed while much waits in the topic. How long until the next one makes the first event durable,
 * and how long until it has caught up?
 *
 * Size: at least 1,000,000 call events of about 280 bytes, one a message, wait in 8 partitions when the next worker
 * starts; quick: 100,000. Embedded engines, SIGKILL while a batch is under way, the next worker started at once. The group gives the
 * partitions away when the session of the killed one has ended: 10 s, the default; quick: 3 s. Needs Java and Maven.
 *
 * Durability is seen in the offsets that the worker commits, twice a second: times are up to 0.55 s too long.
 *
 * Estimate, on 2 cores: the session, then 1 s for start and recovery, so 11 s to resume; 1,000,000 at 80,000 events/s
 * take 13 s more.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { runCli } from '../test/support/process.ts'
import { type Broker, hasKafka, startBroker } from '../tools/kafka/broker.ts'
import { type Engines, startEngines } from './load/engines.ts'
import { type Started, startCommand } from './load/processes.ts'
import type { Measurement } from './measurement.ts'
import { benchCurrency, produceCalls } from './support/calls.ts'
import { watchSum } from './support/durable.ts'

const partitions = 8
const topic = 'calls'
const group = 'recovery'

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  if (!hasKafka()) return []
  const lag = options.quick ? 100_000 : 1_000_000
  const sessionSeconds = options.quick ? 3 : 10
  const taken = lag / 20
  // The worker takes in some more before the kill has effect. The lag must still be at least as large as its name says.
  const events = lag * 1.25
  await using broker = await startBroker()
  await using engines = await startEngines('embedded')
  await runCli(['ingest', '-', ...engines.flags('data')], { input: JSON.stringify(benchCurrency) })
  await produceCalls(broker.kafka, { topic, partitions, events, each: 1 })
  const { kafka } = broker
  const { eventstore } = engines
  const watch = await watchSum({ kafka, topic, group, partitions, eventstore })
  try {
    const first = await startWorker(broker, engines, sessionSeconds)
    while (watch.sum() < taken) await sleep(10)
    await first.stop('SIGKILL')
    const began = performance.now()
    // Events that became durable without a commit of their offset.
    await sleep(100)
    const before = watch.sum()
    const next = await startWorker(broker, engines, sessionSeconds)
    while (watch.sum() === before) await sleep(10)
    const resumed = performance.now()
    while (watch.sum() < events) await sleep(10)
    const drained = performance.now()
    await next.stop()
    const size = `${Math.round((events - before) / 1_000)} k events behind, session of ${sessionSeconds} s`
    return [
      { name: 'SIGKILL to the first durable event', size, value: (resumed - began) / 1_000, unit: 's' },
      {
        name: 'SIGKILL to everything durable',
        size,
        value: (drained - began) / 1_000,
        unit: 's',
        peer: 'of it after the first durable event',
        peerValue: (drained - resumed) / 1_000,
      },
    ]
  } finally {
    await watch.stop()
  }
}

function startWorker(broker: Broker, engines: Engines, sessionSeconds: number): Promise<Started> {
  const flags = ['--brokers', broker.address, '--topics', topic, '--group', group]
  return startCommand('worker', ['worker', '--json', ...flags, ...engines.flags('data')], {
    HEADWATER_LOG_LEVEL: 'warn',
    HEADWATER_KAFKA_SESSION_SECONDS: String(sessionSeconds),
  })
}

if (import.meta.main) console.table(await run({ quick: process.argv.includes('--quick') }))
