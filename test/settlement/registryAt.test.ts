import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createRegistry } from '../../src/registry/registry.ts'
import { freezeRegistry, readHead, releasedKeys } from '../../src/settlement/registryAt.ts'
import { decideAll, registryEvents } from '../registry/randomRegistry.ts'
import { given, model } from '../registry/support.ts'
import { createMemoryEventStore } from '../support/memoryEventStore.ts'

const released = (version: string) => ['version.released', { asset: 'model:a/m', version }] as const

describe('keys that resolve now and did not before', () => {
  it('are each new version by its name, and the default of an asset with its first version', () => {
    const registry = freezeRegistry(given(model, released('a'), released('b')))
    const [a, b] = registry.versions.map(({ revision }) => revision)
    expect(releasedKeys(registry, -1)).toEqual([
      { asset: 'model:a/m', version: 'a' },
      { asset: 'model:a/m', version: '' },
      { asset: 'model:a/m', version: 'b' },
    ])
    expect(releasedKeys(registry, a!)).toEqual([{ asset: 'model:a/m', version: 'b' }])
    expect(releasedKeys(registry, b!)).toEqual([])
  })

  it('only ever grow, by exactly what was recorded in between', () => {
    fc.assert(
      fc.property(registryEvents, fc.nat(40), (events, cut) => {
        const before = freezeRegistry(decideAll(events.slice(0, cut)).state)
        const now = freezeRegistry(decideAll(events).state)
        const since = releasedKeys(now, before.revision)
        expect(releasedKeys(now, -1)).toEqual([...releasedKeys(before, -1), ...since])
        for (const key of since)
          expect([before.isResolvable(key), now.isResolvable(key)]).toEqual([false, true])
      }),
    )
  })
})

describe('the head of the log and the registry at it', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is given up after a while where memory and log never agree', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const registry = createRegistry()
    registry.count = 1
    const head = expect(readHead(createMemoryEventStore(), registry)).rejects.toMatchObject({
      code: 'close.registryMoving',
      retry: true,
    })
    await vi.runAllTimersAsync()
    await head
  })
})
