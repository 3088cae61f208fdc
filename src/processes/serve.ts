/** Runs the API on a data folder until it is told to stop, and then stops without losing a request. */
import type { Config } from '../config.ts'
import { openHeadwater } from '../ledger/open.ts'
import { openTelemetry } from '../telemetry/telemetry.ts'
import { checkReach, createLogger, listen, stopOn } from './listen.ts'
import { openOutlet } from './senders.ts'

/** @param onListening told once, when requests are answered */
export async function serve(
  config: Config,
  onListening: (server: { url: string; data: string }) => Promise<void>,
): Promise<void> {
  checkReach(config)
  const logger = createLogger(config)
  const telemetry = await openTelemetry(config.telemetry, logger)
  const { observer } = telemetry
  const headwater = await openHeadwater(config, { command: 'serve', make: true, observer })
  try {
    const outlet = config.kafka.brokers.length > 0 ? await openOutlet(config, logger, telemetry) : undefined
    try {
      // Where events go through Kafka, this process takes none in itself: a look shows faults at the start.
      if (outlet) await headwater.health()
      else await headwater.openEverything()
      const listener = await listen(outlet?.through(headwater) ?? headwater, config, logger, telemetry)
      const stopped = stopOn(['SIGTERM', 'SIGINT'])
      headwater.announce(listener.url)
      await onListening({ url: listener.url, data: headwater.path })
      logger.info({ signal: await stopped }, 'stopping: running requests are finished first')
      await listener.stop()
    } finally {
      await outlet?.close()
    }
  } finally {
    await headwater.shutdown()
    await telemetry.shutdown()
  }
  logger.info('stopped')
}
