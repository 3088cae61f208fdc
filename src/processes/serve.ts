/** Serves the API of a data folder until a signal stops it, and then stops without losing a request. */
import type { Config } from '../config.ts'
import { openHeadwater } from '../ledger/open.ts'
import { openTelemetry } from '../telemetry/telemetry.ts'
import { checkReach, listen } from './listen.ts'
import { createLogger } from './logger.ts'
import { startNotices } from './notices.ts'
import { openPeople } from './people.ts'
import { openPublishing } from './publish.ts'
import { openSenders } from './senders.ts'
import { stopSignal } from './stopSignal.ts'

/** @param onListening called once, when the server answers requests */
export async function serve(
  config: Config,
  onListening: (server: { url: string; data: string }) => Promise<void>,
): Promise<void> {
  checkReach(config.api)
  const logger = createLogger(config)
  const telemetry = await openTelemetry(config.telemetry, logger)
  const { observer } = telemetry
  const headwater = await openHeadwater(config, { command: 'serve', make: true, observer })
  try {
    const { kafka } = config
    const senders = kafka.brokers.length > 0 ? await openSenders(kafka, logger, telemetry) : undefined
    try {
      // With Kafka this process takes no events in, so looking at the folder is enough to find faults at the start.
      if (senders) await headwater.health()
      else await headwater.openEverything()
      const service = senders?.through(headwater) ?? headwater
      const listener = await listen(service, config.api, {
        logger,
        telemetry,
        people: await openPeople(headwater, config),
        publishing: openPublishing(headwater, config),
        onKeys: (keys) => headwater.noteInForce('keys.loaded', { keys }),
      })
      const notices = await startNotices(headwater, config, { logger, metrics: telemetry.registry })
      const stopped = stopSignal()
      headwater.announce(listener.url)
      await onListening({ url: listener.url, data: headwater.path })
      logger.info({ signal: await stopped }, 'stopping: running requests are finished first')
      await notices.stop()
      await listener.stop()
    } finally {
      await senders?.close()
    }
  } finally {
    await headwater.shutdown()
    await telemetry.shutdown()
  }
  logger.info('stopped')
}
