/** Takes Kafka topics in, into a data folder, until a signal stops it or it has caught up. */
import type { Kafka } from 'kafkajs'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { fail } from '../errors.ts'
import type { Lanes } from '../ingest/lanes/lanes.ts'
import { readRanges, withAdmin } from '../kafka/client/admin.ts'
import { abandon, createKafka } from '../kafka/client/createKafka.ts'
import { runSource } from '../kafka/consume/source.ts'
import { openHeadwater } from '../ledger/open.ts'
import { openTelemetry } from '../telemetry/telemetry.ts'
import { checkReach } from './listen.ts'
import { createLogger } from './logger.ts'
import { requireTopics } from './requireTopics.ts'
import { restarting } from './restarting.ts'
import { stopSignal } from './stopSignal.ts'
import { serveFromWorker, type WorkerApi } from './workerApi.ts'

export interface WorkerReport {
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly rejected: number
  /** Of the accepted: calls that may have been sent before under other names. */
  readonly suspected: number
}

export interface WorkerOptions {
  /** Whether to end once all that was in the topics at the start is durable. */
  readonly untilCaughtUp: boolean
  /** Whether this process serves the API too. */
  readonly serves: boolean
  /** Called once, when the folder is open and the brokers have answered. */
  readonly onStarted: (started: { data: string; url?: string }) => Promise<void>
}

/**
 * @returns what became of the events since the start of this process. Events that come again after a restart of the
 * source count as duplicates.
 * @throws HeadwaterError `kafka.*`, `data.*`
 */
export async function work(config: Config, options: WorkerOptions): Promise<WorkerReport> {
  const topics = topicsOf(config)
  if (options.serves) checkReach(config.api)
  const log = createLogger(config)
  const stop = new AbortController()
  void stopSignal().then(() => stop.abort())
  const telemetry = await openTelemetry(config.telemetry, log)
  const { observer } = telemetry
  const { identities } = config.kafka
  const headwater = await openHeadwater(config, { command: 'worker', make: true, observer, identities })
  const withKafka = kafkaClients(config, log, stop.signal)
  const total = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, suspected: 0 }
  let api: WorkerApi | undefined
  try {
    // The API comes first: it creates the topics that it sends to, and the worker may take these in.
    if (options.serves) api = await serveFromWorker(headwater, config, log, telemetry)
    const started = { data: headwater.path, ...(api && { url: api.url }) }
    // The API stops at once, and what waits becomes durable meanwhile.
    stop.signal.addEventListener('abort', () => void api?.stop())
    const ranges = await withKafka((kafka) => withAdmin(kafka, (admin) => readRanges(admin, topics)))
    await options.onStarted(started)
    const takeIn = (kafka: Kafka, lanes: Lanes) =>
      runSource({
        kafka,
        topics,
        group: config.kafka.group,
        deadLetterTopic: config.kafka.deadLetterTopic,
        sessionMs: config.kafka.sessionSeconds * 1_000,
        stallMs: config.kafka.stallSeconds * 1_000,
        lanes,
        log,
        observer,
        signal: stop.signal,
        ...(options.untilCaughtUp && { until: ranges }),
        checkpointOf: (partition) => headwater.checkpoint(partition),
      })
    const consume = () =>
      withKafka((kafka) => headwater.consume((lanes) => counting(lanes, total, () => takeIn(kafka, lanes))))
    await restarting(stop.signal, consume, (error) => {
      observer.restarted(error)
      log.warn({ code: error.code, message: error.message }, 'starting again from the checkpoints')
    })
    log.info(total, 'stopped')
    return total
  } finally {
    await api?.stop()
    await headwater.shutdown()
    await telemetry.shutdown()
  }
}

/** Runs work with a client of its own, so that a client that hangs can be abandoned with all its connections. */
function kafkaClients(config: Config, log: Logger, stop: AbortSignal) {
  return async <Result>(run: (kafka: Kafka) => Promise<Result>): Promise<Result> => {
    const kafka = createKafka({ ...config.kafka, log })
    // Work that waits for unreachable brokers ends at the same limit as running requests.
    const giveUp = () => setTimeout(() => abandon(kafka), config.api.shutdownSecondsMax * 1_000).unref()
    stop.addEventListener('abort', giveUp)
    try {
      return await run(kafka)
    } finally {
      stop.removeEventListener('abort', giveUp)
      abandon(kafka)
    }
  }
}

type Counts = { -readonly [Name in keyof WorkerReport]: WorkerReport[Name] }

/** Adds what the lanes counted while `run` ran. */
async function counting(lanes: Lanes, total: Counts, run: () => Promise<void>): Promise<void> {
  const before = { ...lanes.counts }
  try {
    await run()
  } finally {
    for (const name of Object.keys(total) as (keyof Counts)[])
      total[name] += lanes.counts[name] - before[name]
  }
}

/** @throws HeadwaterError `usage.invalid` */
function topicsOf({ kafka, remote }: Config): readonly string[] {
  if (remote.url !== undefined)
    fail('usage.invalid', 'A worker works on a folder: leave `--url` out, and unset HEADWATER_URL.')
  const topics = requireTopics(kafka)
  if (topics.includes(kafka.deadLetterTopic))
    fail(
      'usage.invalid',
      `${kafka.deadLetterTopic} is the dead-letter topic: a worker can't take it in as well.`,
    )
  return topics
}
