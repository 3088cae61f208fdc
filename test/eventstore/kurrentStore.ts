/** Opens the KurrentDB adapter for the contract: it is empty, although the server is not. */
import { randomUUID } from 'node:crypto'
import { openKurrentEventStore } from '../../src/eventstore/kurrent.ts'
import type { OpenedStore } from './contract.ts'

export function openedOn(url: string): OpenedStore {
  const options = { url, streamPrefix: `test.${randomUUID()}-` }
  let store = openKurrentEventStore(options)
  return {
    store,
    async reopen() {
      await store.close()
      store = openKurrentEventStore(options)
      return store
    },
    dispose: () => store.close(),
  }
}
