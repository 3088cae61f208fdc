/** A process that inserts batches, and prints which are durable, until it is killed. */
import { openUsage } from '../../../src/projections/index.ts'
import { batchOf, call } from './calls.ts'

const [path, attempt, from] = process.argv.slice(2)
const usage = await openUsage({ path: path! })
process.stdout.write('open\n')
for (let revision = Number(from); ; revision++) {
  const calls = Array.from({ length: 2_000 }, (_, row) => call({ id: `${revision}-${row}` }))
  await usage.writer.insert({ partition: 'local', revision, attempt: attempt! }, batchOf(calls))
  process.stdout.write(`${revision}\n`)
}
