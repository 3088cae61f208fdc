/** Takes in Kafka topics into a data folder until it is told to stop, or has caught up. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import pino from 'pino'
import type { Config } from './config.ts'
import { fail, HeadwaterError } from './errors.ts'
import { abandon, createKafka, readRanges, withAdmin } from './ingest/kafka/client.ts'
import { runSource } from './ingest/kafka/source.ts'
import { openHeadwater } from './main.ts'
import { logOptions } from './serve.ts'

export interface WorkerReport {
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly rejected: number
}

export interface WorkerOptions {
  /** End once all that was in the topics at the start is durable. */
  readonly untilCaughtUp: boolean
  /** Told once, when the folder is open and the brokers have answered. */
  readonly onStarted: (started: { data: string }) => Promise<void>
}

const restartMs = 1_000
const restartMsMax = 30_000

/**
 * @returns what became of the events, counted from the start of this process; after a restart some count as duplicates
 * @throws HeadwaterError `kafka.*`, `data.*`
 */
export async function work(config: Config, options: WorkerOptions): Promise<WorkerReport> {
  const topics = requireSettings(config)
  const log = pino(logOptions(config), pino.destination({ fd: 2, sync: true }))
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  const headwater = await openHeadwater(config, { command: 'worker', make: true })
  const total = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  /** With a client of its own: one that hangs is left behind whole. */
  const withKafka = async <Result>(run: (kafka: Kafka) => Promise<Result>): Promise<Result> => {
    const kafka = createKafka({ brokers: config.kafkaBrokers, security: config.kafkaSecurity, log })
    // What waits for brokers that are gone must not outlive the patience of whoever stops us.
    const giveUp = () => setTimeout(() => abandon(kafka), config.shutdownSecondsMax * 1_000).unref()
    stop.signal.addEventListener('abort', giveUp)
    try {
      return await run(kafka)
    } finally {
      stop.signal.removeEventListener('abort', giveUp)
      abandon(kafka)
    }
  }
  try {
    const ranges = await withKafka((kafka) => withAdmin(kafka, (admin) => readRanges(admin, topics)))
    await options.onStarted({ data: headwater.path })
    for (let pause = restartMs; ; ) {
      const began = performance.now()
      try {
        await withKafka((kafka) =>
          headwater.consume(async (lanes) => {
            const before = { ...lanes.counts }
            try {
              await runSource({
                kafka,
                topics,
                group: config.kafkaGroup,
                deadLetterTopic: config.kafkaDeadLetterTopic,
                sessionMs: config.kafkaSessionSeconds * 1_000,
                stallMs: config.kafkaStallSeconds * 1_000,
                lanes,
                log,
                signal: stop.signal,
                ...(options.untilCaughtUp && { until: ranges }),
                checkpointOf: (partition) => headwater.checkpoint(partition),
              })
            } finally {
              for (const name of Object.keys(total) as (keyof typeof total)[])
                total[name] += lanes.counts[name] - before[name]
            }
          }),
        )
        log.info(total, 'stopped')
        return total
      } catch (error) {
        if (stop.signal.aborted || !(error instanceof HeadwaterError && error.retry)) throw error
        // A life that lasted says that the trouble before it was over.
        if (performance.now() - began > restartMsMax) pause = restartMs
        log.warn({ code: error.code, message: error.message }, 'starting again from the checkpoints')
        await sleep(pause, undefined, { signal: stop.signal }).catch(() => {})
        if (stop.signal.aborted) return total
        pause = Math.min(pause * 2, restartMsMax)
      }
    }
  } finally {
    await headwater.shutdown()
  }
}

/** @throws HeadwaterError `usage.invalid` */
function requireSettings({
  kafkaBrokers,
  kafkaTopics,
  kafkaDeadLetterTopic,
  url,
}: Config): readonly string[] {
  if (url !== undefined)
    fail('usage.invalid', 'A worker works on a folder: leave `--url` out, and unset HEADWATER_URL.')
  if (kafkaBrokers.length === 0) fail('usage.invalid', 'Name the brokers: `--brokers HOST:PORT,…`.')
  if (kafkaTopics.length === 0) fail('usage.invalid', 'Name the topics: `--topics T,…`.')
  if (kafkaTopics.includes(kafkaDeadLetterTopic))
    fail('usage.invalid', `${kafkaDeadLetterTopic} takes what is refused: it can't be taken in as well.`)
  return kafkaTopics
}
