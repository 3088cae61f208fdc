import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { streams } from '../../src/log/streams.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { freezeRegistry, readHead } from '../../src/settlement/registryAt.ts'
import { decideAll, registryEvents } from '../registry/randomRegistry.ts'
import { given, model } from '../registry/support.ts'
import { createMemoryEventStore } from '../support/memoryEventStore.ts'
import { runs } from '../support/properties.ts'

const released = (version: string) => ['version.released', { asset: 'model:a/m', version }] as const

describe('keys that resolve now and did not before', () => {
  it('are each new version by its name, and the default of an asset with its first version', () => {
    const registry = freezeRegistry(given(model, released('a'), released('b')))
    const [a, b] = Array.from(registry.versions, ({ revision }) => revision)
    expect(registry.keysReleasedAfter(-1)).toEqual([
      { asset: 'model:a/m', version: 'a' },
      { asset: 'model:a/m', version: '' },
      { asset: 'model:a/m', version: 'b' },
    ])
    expect(registry.keysReleasedAfter(a!)).toEqual([{ asset: 'model:a/m', version: 'b' }])
    expect(registry.keysReleasedAfter(b!)).toEqual([])
  })

  it('only ever grow, by exactly what was recorded in between', () => {
    fc.assert(
      fc.property(registryEvents, fc.nat(40), (events, cut) => {
        const before = freezeRegistry(decideAll(events.slice(0, cut)).state)
        const now = freezeRegistry(decideAll(events).state)
        const since = now.keysReleasedAfter(before.revision)
        expect(now.keysReleasedAfter(-1)).toEqual([...before.keysReleasedAfter(-1), ...since])
        for (const key of since)
          expect([before.isResolvable(key), now.isResolvable(key)]).toEqual([false, true])
      }),
      runs(100),
    )
  })
})

describe('the head of the log and the registry at it', () => {
  const event = { id: '1', type: 'io.headwater.fee.set', data: {} }
  const append = { stream: streams.registry, expectedRevision: 'none', events: [event] } as const

  it('are read while nothing is on its way between memory and log', async () => {
    const events = createMemoryEventStore()
    const registry = createRegistry()
    // Ingestion applies a fact before it is durable.
    registry.count = 1
    const head = await readHead(events, registry, async (work) => {
      await events.append([append])
      return work()
    })
    expect(head).toMatchObject({ position: 1, registry: { revision: 0 } })
  })

  it.each([
    ['ahead of', 1, []],
    ['behind', 0, [append]],
  ])('are refused where memory is %s the log all the same', async (_how, count, appends) => {
    const events = createMemoryEventStore()
    const registry = createRegistry()
    registry.count = count
    if (appends.length > 0) await events.append(appends)
    await expect(readHead(events, registry, (work) => work())).rejects.toMatchObject({
      code: 'close.registryMoving',
      retry: true,
    })
  })
})
