/** Where a server's events go that is to send them through Kafka. */
import type { Config } from '../config.ts'
import { createKafka, type Log } from '../kafka/client/client.ts'
import { throughKafka } from '../kafka/send/headwater.ts'
import { openEventProducer } from '../kafka/send/producer.ts'
import type { Headwater } from '../service/headwater.ts'
import { traceSends } from '../telemetry/sendTraces.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

interface Outlet {
  /** The service with its events sent on. */
  through<Service extends Headwater>(headwater: Service): Service
  /** To be called when no request runs any more. */
  close(): Promise<void>
}

/** @throws HeadwaterError `kafka.*` */
export async function openOutlet(config: Config, log: Log, { tracing }: Telemetry): Promise<Outlet> {
  const opened = await openEventProducer({
    createClient: () => createKafka({ ...config.kafka, log }),
    names: { calls: config.kafka.callsTopic, registry: config.kafka.registryTopic },
    callsPartitions: config.kafka.callsPartitions,
    log,
  })
  const producer = traceSends(opened, tracing)
  return {
    through: (headwater) => throughKafka(headwater, producer),
    close: () => producer.close(),
  }
}
