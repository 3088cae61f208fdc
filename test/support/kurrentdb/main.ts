/** `npm run kurrentdb-double [port]`: the double in the foreground, until it is interrupted. Its log goes with it. */
import { startKurrentDouble } from './server.ts'

const double = await startKurrentDouble({ port: Number(process.argv[2] ?? 0) })
process.stdout.write(`${double.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => double.stop())
