/** What the writer promises to every source, run on each kind of source. */
import { describe, expect, test, vi } from 'vitest'
import { fail } from '../../../src/errors.ts'
import { eventText, registryLines } from '../../support/memoryIngest.ts'
import { createWriterWorld, type WriterWorld } from './world.ts'

/** A way to the writer, as a test uses it. */
export interface SourceUnderTest {
  /** Hands events over; resolves when they are durable, or rejects where they can't be. */
  send(...texts: readonly string[]): Promise<void>
}

export const call = (id: string) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1.5', currency: 'USDC' })

const asset = (name: string) => eventText('asset.registered', name, { asset: `model:${name}`, owner: 'x' })

export function describeWriter(name: string, open: (world: WriterWorld) => Promise<SourceUnderTest>): void {
  async function registered(options: { shared?: boolean } = {}) {
    const world = await createWriterWorld(undefined, options)
    const source = await open(world)
    await source.send(...registryLines)
    return { world, ...source }
  }

  describe(`the writer with ${name}`, () => {
    test('commits one batch at a time, and makes no more than two batches', async () => {
      const { world, send } = await registered()
      world.beforeAppend = () => new Promise((resolve) => setTimeout(resolve, 2))
      const sent: Promise<void>[] = []
      for (let i = 0; i < 20; i++) {
        sent.push(send(call(`a${i}`)), send(call(`b${i}`)))
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      await Promise.all(sent)
      expect(world.usage.rows).toHaveLength(40)
      expect(world.commitsMax()).toBe(1)
      expect(world.batches()).toBeLessThanOrEqual(2)
    })

    test('has each batch expect the revision that the batch before it left', async () => {
      const { world, send } = await registered()
      for (const id of ['a', 'b']) await send(call(id))
      await send(call('b'))
      await send(call('c'))
      const ofCalls = world.events.log.filter(({ type }) => type === 'BatchRecorded')
      expect(ofCalls.map(({ data }) => (data as { rows: number }).rows)).toEqual([1, 1, 1])
      const { stream } = ofCalls[0]!
      const revisions = world.events.log.filter((event) => event.stream === stream)
      expect(revisions.map(({ revision }) => revision)).toEqual(revisions.map((_, index) => index))
      expect(ofCalls.map(({ data }) => (data as { revision: number }).revision)).toEqual(
        ofCalls.map(({ revision }) => revision),
      )
    })

    test('tries an append of unknown outcome once more, then stops once, with the cause', async () => {
      const { world, send } = await registered()
      const before = world.events.log.length
      let tries = 0
      world.beforeAppend = async () => {
        tries++
        fail('eventstore.unavailable', 'the server is gone')
      }
      const sent = await Promise.allSettled([send(call('a')), send(call('b')), send(asset('one'))])
      expect(new Set(sent.map(({ status }) => status))).toEqual(new Set(['rejected']))
      expect(tries).toBe(2)
      expect(world.stops).toMatchObject([{ code: 'eventstore.unavailable' }])
      expect(world.writer.stopped).toBe(world.stops[0])
      await expect(world.writer.whenStopped).resolves.toBe(world.stops[0])
      world.beforeAppend = async () => {}
      await expect(send(call('c'))).rejects.toThrow('the server is gone')
      await world.writer.drain()
      expect(world.events.log).toHaveLength(before)
      expect(world.stops).toHaveLength(1)
    })

    test('stops where registry events were decided and their batch fails, whatever the failure', async () => {
      const { world, send } = await registered()
      world.usage.before = async () => fail('data.diskFull', 'no space left')
      await expect(send(asset('one'), call('a'))).rejects.toThrow('no space left')
      expect(world.stops).toMatchObject([{ code: 'data.diskFull' }])
    })

    test('does nothing exclusive once it has stopped', async () => {
      const { world, send } = await registered()
      world.beforeAppend = async () => fail('eventstore.unavailable', 'the server is gone')
      await send(call('a')).catch(() => {})
      const work = vi.fn(async () => {})
      await expect(world.writer.exclusively(work)).rejects.toMatchObject({ code: 'ingest.stopped' })
      expect(work).not.toHaveBeenCalled()
    })

    test.each([
      ['in the batch under way', [asset('ours')]],
      ['in the batch that waits for it', [call('a'), asset('ours')]],
    ])('reads the registry events of others only once its own, %s, are in the log', async (_, texts) => {
      const { world, send } = await registered({ shared: true })
      const release = Promise.withResolvers<void>()
      const appending = Promise.withResolvers<void>()
      world.beforeAppend = () => {
        appending.resolve()
        return release.promise
      }
      const known = world.registry.count
      const sent = [send(texts[0]!)]
      await appending.promise
      sent.push(...texts.slice(1).map((text) => send(text)))
      await expect.poll(() => world.registry.count).toBe(known + 1)
      const read = vi.spyOn(world.events, 'head')
      let isUpToDate = false
      const caughtUp = world.writer.catchUp().then(() => {
        isUpToDate = true
      })
      await new Promise((resolve) => setTimeout(resolve, 10))
      expect([isUpToDate, read.mock.calls.length]).toEqual([false, 0])
      release.resolve()
      await Promise.all([...sent, caughtUp])
      expect(world.events.log.filter(({ stream }) => stream === 'registry')).toHaveLength(
        world.registry.count,
      )
    })

    test('runs exclusive work after the batch under way and before the next', async () => {
      const { world, send } = await registered()
      const release = Promise.withResolvers<void>()
      const appending = Promise.withResolvers<void>()
      world.beforeAppend = () => {
        appending.resolve()
        return release.promise
      }
      const steps: string[] = []
      const first = send(asset('one')).then(() => steps.push('first'))
      await appending.promise
      const work = world.writer.exclusively(async () => {
        const inLog = world.events.log.filter(({ stream }) => stream === 'registry').length
        expect(world.registry.count).toBe(inLog)
        steps.push('work')
        await new Promise((resolve) => setTimeout(resolve, 40))
        expect(world.registry.count).toBe(inLog)
        steps.push('end of work')
      })
      const second = send(asset('two')).then(() => steps.push('second'))
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(steps).toEqual([])
      release.resolve()
      await Promise.all([first, work, second])
      expect(steps.filter((step) => step !== 'first')).toEqual(['work', 'end of work', 'second'])
    })

    test('gives one exclusive turn after the other', async () => {
      const { world, send } = await registered()
      let running = 0
      let most = 0
      const work = async () => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 1))
        running--
      }
      await Promise.all(
        [...Array(5).keys()].flatMap((i) => [world.writer.exclusively(work), send(call(`x${i}`))]),
      )
      expect(most).toBe(1)
      expect(world.usage.rows).toHaveLength(5)
    })
  })
}
