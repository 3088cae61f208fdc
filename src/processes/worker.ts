/** Takes in Kafka topics into a data folder until it is told to stop, or has caught up. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { fail, HeadwaterError } from '../errors.ts'
import type { Lanes } from '../ingest/lanes/lanes.ts'
import { abandon, createKafka, readRanges, withAdmin } from '../kafka/client/client.ts'
import { runSource } from '../kafka/consume/source.ts'
import type { LocalHeadwater } from '../ledger/headwater.ts'
import { openHeadwater } from '../ledger/open.ts'
import type { Headwater } from '../service/headwater.ts'
import { openTelemetry, type Telemetry } from '../telemetry/telemetry.ts'
import { checkReach, createLogger, listen, stopOn } from './listen.ts'
import { openOutlet } from './senders.ts'

export interface WorkerReport {
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly rejected: number
}

export interface WorkerOptions {
  /** End once all that was in the topics at the start is durable. */
  readonly untilCaughtUp: boolean
  /** Answer the API from this process too. */
  readonly serves: boolean
  /** Told once, when the folder is open and the brokers have answered. */
  readonly onStarted: (started: { data: string; url?: string }) => Promise<void>
}

const restartMs = 1_000
const restartMsMax = 30_000

/**
 * @returns what became of the events, counted from the start of this process; after a restart some count as duplicates
 * @throws HeadwaterError `kafka.*`, `data.*`
 */
export async function work(config: Config, options: WorkerOptions): Promise<WorkerReport> {
  const topics = requireSettings(config)
  if (options.serves) checkReach(config)
  const log = createLogger(config)
  const stop = new AbortController()
  void stopOn(['SIGTERM', 'SIGINT']).then(() => stop.abort())
  const telemetry = await openTelemetry(config.telemetry, log)
  const { observer } = telemetry
  const headwater = await openHeadwater(config, { command: 'worker', make: true, observer })
  const withKafka = kafkaClients(config, log, stop.signal)
  const total = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  let api: Api | undefined
  try {
    // First: it makes the topics that it sends to, which may be those to take in.
    if (options.serves) api = await answerBeside(headwater, config, log, telemetry)
    const started = { data: headwater.path, ...(api && { url: api.url }) }
    // Nothing new is answered while what waits becomes durable.
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
    const live = () =>
      withKafka((kafka) => headwater.consume((lanes) => counting(lanes, total, () => takeIn(kafka, lanes))))
    await untilStopped(stop.signal, live, (error) => {
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

/** Runs work with a client of its own: one that hangs is left behind whole. */
function kafkaClients(config: Config, log: Logger, stop: AbortSignal) {
  return async <Result>(run: (kafka: Kafka) => Promise<Result>): Promise<Result> => {
    const kafka = createKafka({ ...config.kafka, log })
    // What waits for brokers that are gone must not outlive the patience of whoever stops us.
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

/** Lives again after a failure that may pass by itself, later and later as long as that goes on. */
async function untilStopped(
  stop: AbortSignal,
  live: () => Promise<void>,
  onFailed: (error: HeadwaterError) => void,
): Promise<void> {
  let pause = restartMs
  while (!stop.aborted) {
    const began = performance.now()
    try {
      return await live()
    } catch (error) {
      if (stop.aborted || !(error instanceof HeadwaterError && error.retry)) throw error
      onFailed(error)
    }
    // A life that lasted says that the trouble before it was over.
    if (performance.now() - began > restartMsMax) pause = restartMs
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
    pause = Math.min(pause * 2, restartMsMax)
  }
}

interface Api {
  readonly url: string
  stop(): Promise<void>
}

/** This process takes in nothing but Kafka, so what is sent to it goes there first. */
async function answerBeside(
  headwater: LocalHeadwater,
  config: Config,
  log: Logger,
  telemetry: Telemetry,
): Promise<Api> {
  const outlet = await openOutlet(config, log, telemetry)
  try {
    const service: Headwater = {
      ...outlet.through(headwater),
      replayRefused: async () =>
        fail('ingest.throughKafka', 'This process takes in events from Kafka alone, and replays none.'),
    }
    const { url, stop } = await listen(service, config, log, telemetry)
    headwater.announce(url)
    let stopped: Promise<void> | undefined
    return { url, stop: () => (stopped ??= stop().finally(() => outlet.close())) }
  } catch (error) {
    await outlet.close()
    throw error
  }
}

/** @throws HeadwaterError `usage.invalid` */
function requireSettings({ kafka, remote }: Config): readonly string[] {
  const { brokers, topics, deadLetterTopic } = kafka
  if (remote.url !== undefined)
    fail('usage.invalid', 'A worker works on a folder: leave `--url` out, and unset HEADWATER_URL.')
  if (brokers.length === 0) fail('usage.invalid', 'Name the brokers: `--brokers HOST:PORT,…`.')
  if (topics.length === 0) fail('usage.invalid', 'Name the topics: `--topics T,…`.')
  if (topics.includes(deadLetterTopic))
    fail('usage.invalid', `${deadLetterTopic} takes what is refused: it can't be taken in as well.`)
  return topics
}
