/** The API that a worker serves beside taking topics in. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { fail } from '../errors.ts'
import type { LedgerHeadwater } from '../ledger/headwater.ts'
import type { Headwater } from '../service/headwater.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { listen } from './listen.ts'
import { openSenders } from './senders.ts'

export interface WorkerApi {
  readonly url: string
  stop(): Promise<void>
}

/** A worker takes events in from Kafka alone, so the API sends its events to Kafka first. */
export async function serveFromWorker(
  headwater: LedgerHeadwater,
  config: Pick<Config, 'api' | 'kafka'>,
  log: Logger,
  telemetry: Telemetry,
): Promise<WorkerApi> {
  const senders = await openSenders(config.kafka, log, telemetry)
  try {
    const service: Headwater = {
      ...senders.through(headwater),
      replayRefused: async () =>
        fail(
          'ingest.throughKafka',
          'A worker takes events in from Kafka alone, so it cannot replay refused events.',
        ),
    }
    const { url, stop } = await listen(service, config.api, {
      logger: log,
      telemetry,
      onKeys: (keys) => headwater.noteInForce('keys.loaded', { keys }),
    })
    headwater.announce(url)
    let stopped: Promise<void> | undefined
    return { url, stop: () => (stopped ??= stop().finally(() => senders.close())) }
  } catch (error) {
    await senders.close()
    throw error
  }
}
