/**
 * The registry store of a data folder. After a failure the registry is opened again, while what was opened before is still
 * read: both have one connection, so failures without end take no more files.
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
  const apart: StoredLedgerRegistry[] = []
  let current: StoredLedgerRegistry | undefined
  let last: Promise<StoredLedgerRegistry> | undefined
  async function make(place: OpenOptions): Promise<StoredLedgerRegistry> {
    const { openRegistry } = await import('../registrystore/open.ts')
    return openRegistry(events, { ...(saveEvents && { saveEvents }), onProgress, ...place })
  }
  async function openAfter(before: Promise<unknown> | undefined): Promise<StoredLedgerRegistry> {
    await before?.catch(() => {})
    // One at a time writes.
    await current?.stopSaving()
    const { registry: path, unwritten } = folder
    current = await make({ path, unwritten, connection: current?.connection })
    return current
  }
  function open(): Promise<StoredLedgerRegistry> {
    last = openAfter(last)
    return last
  }
  return {
    open,
    opened: () => last ?? open(),
    moment: async () => (await (last ?? open())).moment(),
    async rebuilt(path, upTo) {
      const one = await make({ path, ...(upTo !== undefined && { upTo }) })
      apart.push(one)
      return one
    },
    async close() {
      await last?.catch(() => {})
      last = undefined
      const open = [...apart.splice(0), ...(current ? [current] : [])]
      current = undefined
      await Promise.all(open.map((one) => one.close()))
    },
  }
}
