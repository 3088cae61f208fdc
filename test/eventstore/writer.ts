/**
 * A process that opens a store and appends until it is stopped or killed; tests run it. It prints `open`, then each
 * revision that was appended, or the code of the failure.
 *
 *     node writer.ts PATH EVENTS BYTES     EVENTS 0: only keep the store open
 */
import { randomUUID } from 'node:crypto'
import { HeadwaterError } from '../../src/errors.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'

const [path = '', count = '0', bytes = '10'] = process.argv.slice(2)
try {
  const store = openSqliteEventStore({ path, clock: () => new Date() })
  console.log('open')
  let revision: number | undefined
  for await (const event of store.readStream('a', { direction: 'backwards', limit: 1 }))
    revision = event.revision
  for (let appended = 0; appended < Number(count); appended++) {
    const event = { id: randomUUID(), type: 'Written', data: { text: 'x'.repeat(Number(bytes)) } }
    const both = [
      { stream: 'a', expectedRevision: revision ?? 'none', events: [event] },
      { stream: 'b', expectedRevision: revision ?? 'none', events: [{ ...event, id: randomUUID() }] },
    ] as const
    revision = (await store.append(both)).revisions.get('a')!
    console.log(revision)
  }
  if (count === '0') setInterval(() => undefined, 1_000)
  else await store.close()
} catch (error) {
  console.log(error instanceof HeadwaterError ? error.code : error)
  process.exitCode = 1
}
