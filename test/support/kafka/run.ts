/** Starts a broker in the foreground: `npm run kafka -- [PORT]`. Ctrl-C stops it and takes its folder away. */
import { once } from 'node:events'
import { hasKafka, startBroker } from './broker.ts'

if (!hasKafka()) process.exit(2)
const broker = await startBroker({ port: Number(process.argv[2] ?? 0) })
console.log(broker.address)
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(broker.process, 'exit')])
await broker.stop()
