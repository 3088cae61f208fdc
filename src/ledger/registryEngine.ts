/**
 * The registry store of a data folder. After a failure the registry is opened again, while what was opened before is still
 * read.
 */
import type { EventStore } from '../eventstore/port.ts'
import type { OpenOptions, StoredLedgerRegistry } from '../registrystore/open.ts'
import type { DataFolder } from './dataFolder.ts'
import type { Engines } from './engines.ts'

export function registryEngine(
  events: EventStore,
  folder: DataFolder,
  { saveEvents, onProgress }: Pick<OpenOptions, 'saveEvents' | 'onProgress'>,
): Engines['registry'] {
  const all: StoredLedgerRegistry[] = []
  let last: Promise<StoredLedgerRegistry> | undefined
  async function make(place: OpenOptions): Promise<StoredLedgerRegistry> {
    const { openRegistry } = await import('../registrystore/open.ts')
    const one = await openRegistry(events, { ...(saveEvents && { saveEvents }), onProgress, ...place })
    all.push(one)
    return one
  }
  function open(): Promise<StoredLedgerRegistry> {
    // One at a time writes.
    const still = Promise.all(all.map((one) => one.stopSaving()))
    last = still.then(() => make({ path: folder.registry, unwritten: folder.unwritten }))
    return last
  }
  return {
    open,
    opened: () => last ?? open(),
    moment: async () => (await (last ?? open())).moment(),
    rebuilt: (path, upTo) => make({ path, ...(upTo !== undefined && { upTo }) }),
    async close() {
      await Promise.all(all.splice(0).map((one) => one.close()))
    },
  }
}
