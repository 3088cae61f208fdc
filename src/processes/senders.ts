/** What sends a server's events to Kafka, where the server does not take them in itself. */
import type { Config } from '../config.ts'
import { createKafka, type Log } from '../kafka/client/createKafka.ts'
import { throughKafka } from '../kafka/send/headwater.ts'
import { openEventProducer } from '../kafka/send/producer.ts'
import type { Headwater } from '../service/headwater.ts'
import { traceSends } from '../telemetry/sendTraces.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

interface Senders {
  /** The same service, except that it sends events to Kafka. */
  through<Service extends Headwater>(headwater: Service): Service
  /** Call it when no request is running any more. */
  close(): Promise<void>
}

/** @throws HeadwaterError `kafka.*` */
export async function openSenders(
  kafka: Config['kafka'],
  log: Log,
  { tracing }: Telemetry,
): Promise<Senders> {
  const opened = await openEventProducer({
    createClient: () => createKafka({ ...kafka, log }),
    names: { calls: kafka.callsTopic, registry: kafka.registryTopic },
    callsPartitions: kafka.callsPartitions,
    log,
  })
  const producer = traceSends(opened, tracing)
  return {
    through: (headwater) => throughKafka(headwater, producer),
    close: () => producer.close(),
  }
}
