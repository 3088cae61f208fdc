import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseEvent } from '../../src/events/parse.ts'
import { isCall } from '../../src/events/types.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'
import { loadRegistry, saveRegistry } from '../../src/log/loadRegistry.ts'
import { streams } from '../../src/log/streams.ts'
import { createRegistry, decide, evolve, factData, type RegistryState } from '../../src/registry/index.ts'
import { registryEvents } from '../support/events.ts'

let store: ReturnType<typeof openSqliteEventStore>
beforeEach(() => {
  const path = join(mkdtempSync(join(tmpdir(), 'headwater-registry-')), 'events.sqlite')
  store = openSqliteEventStore({ path, clock: () => new Date() })
})
afterEach(() => store.close())

/** Decides the events from the registry's count on, up to `end`, and records them where `record` is true. */
async function decideUpTo(registry: RegistryState, end: number, record: boolean): Promise<void> {
  for (let number = registry.count; number < end; number++) {
    const event = parseEvent(registryEvents[number])
    if (isCall(event)) throw new Error('not a registry event')
    const fact = decide(event, registry)
    evolve(registry, fact, number)
    if (!record) continue
    const data = factData(fact)
    const expectedRevision = number === 0 ? 'none' : number - 1
    await store.append([
      {
        stream: streams.registry,
        expectedRevision,
        events: [{ id: crypto.randomUUID(), type: event.type, data }],
      },
    ])
  }
}

describe('the registry at a start', () => {
  test('comes from the snapshot and the events recorded since', async () => {
    const registry = createRegistry()
    await decideUpTo(registry, 5, true)
    await saveRegistry(store, registry)
    await decideUpTo(registry, 9, true)
    const loaded = await loadRegistry(store)
    expect(loaded.replayed).toBe(4)
    expect([loaded.registry.count, loaded.registry.digest]).toEqual([9, registry.digest])
  })

  test('comes from the events alone where the snapshot is ahead of them, as after a restored backup', async () => {
    const registry = createRegistry()
    await decideUpTo(registry, 4, true)
    const { digest } = registry
    await decideUpTo(registry, 9, false)
    await saveRegistry(store, registry)
    const loaded = await loadRegistry(store)
    expect(loaded.replayed).toBe(4)
    expect([loaded.registry.count, loaded.registry.digest]).toEqual([4, digest])
  })

  test.each([Buffer.from('nonsense'), Buffer.alloc(0)])(
    'comes from the events where the snapshot is damaged',
    async (payload) => {
      await decideUpTo(createRegistry(), 4, true)
      await store.save('registry-2', { revision: 3, payload })
      expect((await loadRegistry(store)).replayed).toBe(4)
    },
  )
})
