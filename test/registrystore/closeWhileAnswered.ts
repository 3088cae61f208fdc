/** A process that closes its registry while the answer of the thread that wrote waits. It says whether it got so far. */
import { DatabaseSync } from 'node:sqlite'
import { followRegistry } from '../../src/log/followRegistry.ts'
import { openRegistry } from '../../src/registrystore/open.ts'
import { createMemoryIngest, registryLines } from '../support/memoryIngest.ts'

const path = process.argv[2]!
const { events, requests } = await createMemoryIngest()
await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
const stored = await openRegistry({ ...events, readTexts: async function* () {} }, { path })
await followRegistry(events, stored.state)
await stored.beginSave()
const beside = new DatabaseSync(path, { readOnly: true })
// No other turn, so that the answer is there and was not heard.
while (beside.prepare('SELECT count FROM head').get()!.count !== registryLines.length);
beside.close()
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
await stored.close()
console.log('closed')
