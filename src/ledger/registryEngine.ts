/**
 * The registry store of a data folder. After a failure the registry is opened again, while what was opened before is still
 * read.
 */
import type { Config } from '../config.ts'
import type { EventStore } from '../eventstore/port.ts'
import type { StoredLedgerRegistry } from '../registrystore/open.ts'
import type { DataFolder } from './dataFolder.ts'
import type { Engines } from './engines.ts'

export function registryEngine(
  events: EventStore,
  folder: DataFolder,
  { data }: Config,
): Engines['registry'] {
  const opened: StoredLedgerRegistry[] = []
  async function open(path: string, unwritten: boolean): Promise<StoredLedgerRegistry> {
    const { openRegistry } = await import('../registrystore/open.ts')
    await Promise.all(opened.map((one) => one.stopSaving()))
    const one = await openRegistry(events, { path, unwritten, saveEvents: data.snapshotEvents })
    opened.push(one)
    return one
  }
  return {
    open: () => open(folder.registry, folder.unwritten),
    rebuilt: (path) => open(path, false),
    async close() {
      await Promise.all(opened.splice(0).map((one) => one.close()))
    },
  }
}
