/** A real broker in the foreground: `npm run kafka -- [--port N] [--data FOLDER]`. */
import { once } from 'node:events'
import { runInForeground } from '../../test/support/foreground.ts'
import { canRunKafka, startBroker } from './broker.ts'

await runInForeground({
  name: 'kafka',
  keepsData: true,
  missing: () =>
    canRunKafka()
      ? undefined
      : 'It needs Java 17 or newer and, the first time, Maven: install them so that `java` and `mvn` are found.',
  async start({ port, folder }) {
    const broker = await startBroker({ port, kept: folder })
    return {
      address: broker.address,
      use: `--brokers ${broker.address}, or HEADWATER_KAFKA_BROKERS`,
      ended: once(broker.process, 'exit'),
      stop: broker.stop,
    }
  },
})
