/** One load run from beginning to end: processes up, registry in, load on, processes down, books checked. */

import { runCli } from '../../test/support/process.ts'
import { type Broker, startBroker } from '../../tools/kafka/broker.ts'
import { createTopics } from '../../tools/kafka/topics.ts'
import type { Outcomes } from './books.ts'
import { ask, type Check, checkBooks } from './check.ts'
import { type Driven, drive, type Sample } from './drive.ts'
import { createEconomy, type Economy, firstUntil, registryLines } from './economy.ts'
import { type EngineKind, type Engines, startEngines } from './engines.ts'
import { HttpSender } from './httpSender.ts'
import { KafkaSender } from './kafkaSender.ts'
import type { LoadOptions } from './options.ts'
import { createPace } from './pace.ts'
import { type RunningProcess, type Started, startCommand } from './processes.ts'
import { LoadStream } from './stream.ts'
import { watchDurable } from './watch.ts'

export interface RunOptions {
  readonly load: LoadOptions
  readonly via: 'kafka' | 'http'
  readonly engines: EngineKind
  /** Processes that take in a topic; over HTTP one server does. */
  readonly workers: number
  readonly partitions: number
  /** Events a message, or a request. */
  readonly each: number
  readonly onPhase?: (phase: string) => void
  readonly onSample?: (sample: Sample) => void
}

export interface RunReport {
  readonly options: RunOptions
  readonly driven: Driven
  /** How it was found out when an event was durable. */
  readonly method: string
  readonly outcomes: Outcomes
  readonly refusedByCode: Readonly<Record<string, number>>
  readonly checks: readonly Check[]
}

const topic = 'load'
const group = 'load'
const connections = 64
const stallSecondsMax = 60
/** On a busy machine the members of the group take long to meet. */
const restMsMax = 300_000
const env = {
  HEADWATER_LOG_LEVEL: 'warn',
  HEADWATER_REQUESTS_PER_MINUTE_MAX: '1000000',
  HEADWATER_KAFKA_SESSION_SECONDS: '10',
}
const self: RunningProcess = { name: 'generator', pid: process.pid }

export async function runLoad(options: RunOptions): Promise<RunReport> {
  const { load, via } = options
  const economy = createEconomy(load.seed, load.assets)
  await using engines = await startEngines(options.engines)
  options.onPhase?.('registry')
  await found(engines, economy)
  const pace = createPace(load.rate, load.seconds, load.burst)
  const stream = new LoadStream(load, economy, pace.events)
  options.onPhase?.('load')
  const taken = await (via === 'http' ? overHttp : overKafka)(options, engines, { stream, pace })
  options.onPhase?.('books')
  const expected = stream.books.expected()
  const checks = await checkBooks(engines.flags('books'), expected, taken.outcomes)
  const { driven } = taken
  checks.unshift({
    what: 'durable',
    ok: driven.durable === pace.events,
    detail: `${driven.durable.toLocaleString('en')} of ${pace.events.toLocaleString('en')} events`,
  })
  return {
    options,
    driven,
    method: taken.method,
    outcomes: expected.outcomes,
    refusedByCode: expected.refusedByCode,
    checks,
  }
}

/** The registry, and an empty first epoch, so that there is a before to be late for. */
async function found(engines: Engines, economy: Economy): Promise<void> {
  const flags = engines.flags('books')
  const { code, stderr } = await runCli(['ingest', '-', '--json', ...flags], {
    input: registryLines(economy),
  })
  if (code !== 0) throw new Error(`the registry is not taken: ${stderr}`)
  await ask(flags, 'close', '--until', firstUntil)
}

interface Load {
  readonly stream: LoadStream
  readonly pace: ReturnType<typeof createPace>
}

interface Taken {
  readonly driven: Driven
  readonly method: string
  readonly outcomes: Outcomes | undefined
}

async function overHttp(options: RunOptions, engines: Engines, load: Load): Promise<Taken> {
  const server = await startCommand(
    'serve',
    ['serve', '--port', '0', '--json', ...engines.flags('books')],
    env,
  )
  const { url } = JSON.parse(server.line) as { url: string }
  let sender: HttpSender | undefined
  const driven = await drive({
    ...load,
    processes: [self, server, ...engines.processes],
    stallSecondsMax,
    warmUpSeconds: options.load.warmUpSeconds,
    ...(options.onSample && { onSample: options.onSample }),
    makeSender: async (tracker) => {
      sender = new HttpSender({ url, tracker, each: options.each, connections })
      return sender
    },
  }).finally(() => server.stop())
  return {
    driven,
    method: `An event ends when the answer to its request of at most ${options.each} events has come: then its row is durable. At most ${connections} requests were under way; what was due meanwhile waited, and that counts.`,
    outcomes: sender!.resent === 0 ? sender!.answered : undefined,
  }
}

async function overKafka(options: RunOptions, engines: Engines, load: Load): Promise<Taken> {
  const { partitions, each } = options
  await using broker = await startBroker()
  await createTopics(broker.kafka, [{ topic, numPartitions: partitions }])
  const workers: Started[] = []
  for (let number = 1; number <= options.workers; number++) {
    const folder = engines.kind === 'embedded' ? 'books' : `worker-${number}`
    const flags = ['--brokers', broker.address, '--topics', topic, '--group', group, '--json']
    workers.push(await startCommand(`worker ${number}`, ['worker', ...flags, ...engines.flags(folder)], env))
  }
  await allAssigned(broker, partitions)
  const watching: { stop(): Promise<void> }[] = []
  let method = ''
  const processes = [self, ...workers, brokerProcess(broker), ...engines.processes]
  const driven = await drive({
    ...load,
    processes,
    stallSecondsMax,
    warmUpSeconds: options.load.warmUpSeconds,
    ...(options.onSample && { onSample: options.onSample }),
    makeSender: async (tracker) => {
      const sender = new KafkaSender({ kafka: broker.kafka, topic, partitions, each, tracker })
      await sender.connect()
      const onDurable = (partition: number, offset: number) => sender.durableUpTo(partition, offset)
      const { kafka } = broker
      const { eventstore } = engines
      const watch = await watchDurable({ kafka, topic, group, partitions, eventstore, onDurable })
      watching.push(watch)
      method = watch.method
      return sender
    },
  }).finally(() => Promise.all(watching.map((watch) => watch.stop())))
  const outcomes: Outcomes = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  for (const worker of workers) {
    const { stdout } = await worker.stop()
    const told = JSON.parse(stdout.trim().split('\n').at(-1)!) as Outcomes
    for (const name of Object.keys(outcomes) as (keyof Outcomes)[]) outcomes[name] += told[name]
  }
  return { driven, method, outcomes }
}

/** Waits until the group is whole, so that the beginning of the run is not that of the workers. */
async function allAssigned({ kafka }: Broker, partitions: number): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    for (const until = performance.now() + restMsMax; performance.now() < until; ) {
      const { groups } = await admin.describeGroups([group])
      if (groups[0]?.state === 'Stable' && groups[0].members.length > 0) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`the group did not come to rest over its ${partitions} partitions`)
  } finally {
    await admin.disconnect()
  }
}

function brokerProcess({ process }: Broker): RunningProcess {
  return { name: 'broker', pid: process.pid! }
}
