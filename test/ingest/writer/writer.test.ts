/** The contract of the writer with requests and with lanes, what differs between them, and both at once. */
import { describe, expect, test } from 'vitest'
import { fail } from '../../../src/errors.ts'
import { Lanes, openRequests } from '../../../src/ingest/index.ts'
import type { Lane } from '../../../src/ingest/lanes/lane.ts'
import { blocksOf } from '../../../src/kafka/consume/messageBlocks.ts'
import { eventText, registryLines } from '../../support/memoryIngest.ts'
import { call, describeWriter, type SourceUnderTest } from './contract.ts'
import { createWriterWorld, type WriterWorld } from './world.ts'

async function requestsOn({ writer, refused }: WriterWorld): Promise<SourceUnderTest> {
  const requests = await openRequests(writer, { partition: 'local', refused })
  return {
    async send(...texts) {
      await requests.submit(Buffer.from(texts.join('\n')), { origin: 'test' })
    },
  }
}

async function laneOn(
  { writer }: WriterWorld,
  name = 't/0',
): Promise<SourceUnderTest & { lanes: Lanes; lane: Lane }> {
  const lanes = new Lanes(writer)
  const lane = await lanes.open(name, name)
  let offset = lane.expected ?? 0
  return {
    lanes,
    lane,
    async send(...texts) {
      const messages = texts.map((text, i) => ({ offset: String(offset + i), value: Buffer.from(text) }))
      offset += texts.length
      lanes.add(lane, { blocks: blocksOf(messages), bytes: 2 << 20, end: offset })
      await lanes.drain()
    },
  }
}

describeWriter('requests', requestsOn)
describeWriter('a lane', laneOn)

describe('where a batch fails before its append', () => {
  test('requests go on: their senders know, and send again', async () => {
    const world = await createWriterWorld()
    const { send } = await requestsOn(world)
    await send(...registryLines)
    world.usage.before = async () => fail('data.diskFull', 'no space left')
    await expect(send(call('a'))).rejects.toMatchObject({ code: 'data.diskFull' })
    world.usage.before = async () => {}
    await send(call('a'))
    expect([world.usage.rows.length, world.stops.length]).toEqual([1, 0])
  })

  test('the writer of lanes stops: they have read on, and go on from their checkpoints only when opened again', async () => {
    const world = await createWriterWorld()
    const { send } = await laneOn(world)
    await send(...registryLines)
    world.usage.before = async () => fail('data.diskFull', 'no space left')
    await expect(send(call('a'))).rejects.toMatchObject({ code: 'data.diskFull' })
    expect(world.stops).toMatchObject([{ code: 'data.diskFull' }])
    world.usage.before = async () => {}
    const again = await laneOn(await createWriterWorld(world))
    expect(again.lane.expected).toBe(registryLines.length)
    await again.send(call('a'))
    expect(world.usage.rows).toHaveLength(1)
  })
})

describe('requests and lanes on one writer', () => {
  test('take turns: a batch has events of one of them, and registry events are decided in one order', async () => {
    const world = await createWriterWorld()
    const requests = await requestsOn(world)
    const { lane, send } = await laneOn(world)
    await Promise.all(registryLines.map((line, i) => (i % 2 === 0 ? requests.send(line) : send(line))))
    world.beforeAppend = () => new Promise((resolve) => setTimeout(resolve, 1))
    const sent: Promise<void>[] = []
    for (let i = 0; i < 10; i++) {
      const registryEvent = eventText('asset.registered', `n${i}`, { asset: `model:n${i}`, owner: 'x' })
      sent.push(requests.send(call(`r${i}`), registryEvent), send(call(`l${i}`), registryEvent))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await Promise.all(sent)
    const partitionOf = (prefix: string) =>
      new Set(world.usage.rows.filter(({ id }) => id.startsWith(prefix)).map(({ partition }) => partition))
    expect([partitionOf('r'), partitionOf('l')]).toEqual([new Set(['local']), new Set(['t/0'])])
    expect(world.usage.rows).toHaveLength(20)
    expect(world.commitsMax()).toBe(1)
    expect(world.events.log.filter(({ stream }) => stream === 'registry')).toHaveLength(world.registry.count)
    expect(lane.checkpoint).toBe(lane.expected)
    expect(world.stops).toEqual([])
  })

  test('a batch of requests does not record the checkpoint of a lane that had nothing new', async () => {
    const world = await createWriterWorld()
    const requests = await requestsOn(world)
    const { lanes, lane, send } = await laneOn(world)
    await send(...registryLines)
    lanes.add(lane, { blocks: [].values(), bytes: 0, end: lane.expected! })
    await lanes.drain()
    await requests.send(call('a'))
    expect(world.events.log.at(-1)!.data).toMatchObject({ partition: 'local', rows: 1 })
    expect(world.events.log.at(-1)!.data).not.toHaveProperty('checkpoint')
  })

  test('draining ends where the batch under way makes the checkpoint durable that waits behind it', async () => {
    const world = await createWriterWorld()
    const { lanes, lane, send } = await laneOn(world)
    const release = Promise.withResolvers<void>()
    const appending = Promise.withResolvers<void>()
    world.beforeAppend = () => {
      appending.resolve()
      return release.promise
    }
    const sent = send(...registryLines)
    await appending.promise
    lanes.add(lane, { blocks: [].values(), bytes: 0, end: lane.expected! })
    await expect.poll(() => lane.waiting).toBe(false)
    const drained = lanes.drain()
    release.resolve()
    await Promise.all([sent, drained])
    expect(world.events.log.filter(({ stream }) => stream === 'ingest-t/0')).toHaveLength(1)
  })

  test('a lane that loses its fence leaves the requests alone', async () => {
    const world = await createWriterWorld(undefined, { shared: true })
    const requests = await requestsOn(world)
    await requests.send(...registryLines)
    const { lane, send } = await laneOn(world)
    const other = await laneOn(await createWriterWorld(world, { shared: true }))
    await send(call('a'))
    expect(lane.gone).toBe(true)
    await requests.send(call('b'))
    await other.send(call('a'))
    expect(world.stops).toEqual([])
    expect(world.events.log.filter(({ type }) => type === 'BatchRecorded')).toHaveLength(2)
  })

  test('a lane learns of a stop that the requests caused', async () => {
    const world = await createWriterWorld()
    const requests = await requestsOn(world)
    const { lanes, lane } = await laneOn(world)
    world.beforeAppend = async () => fail('eventstore.unavailable', 'the server is gone')
    await expect(requests.send(...registryLines)).rejects.toMatchObject({ code: 'eventstore.unavailable' })
    await expect.poll(() => lane.gone).toBe(true)
    await expect(lanes.drain()).rejects.toMatchObject({ code: 'eventstore.unavailable' })
    await expect(lanes.open('t/1', 't/1')).rejects.toMatchObject({ code: 'eventstore.unavailable' })
  })
})

test('a stop is reported only once no partition is being taken over', async () => {
  const world = await createWriterWorld(undefined, { shared: true })
  const { lane } = await laneOn(world)
  const answer = Promise.withResolvers<void>()
  world.beforeHead = () => answer.promise
  const taking = world.writer.take(lane, () => undefined)
  const takingOver = Promise.withResolvers<void>()
  const opening = world.writer.exclusively(() => takingOver.promise)
  await new Promise((resolve) => setTimeout(resolve, 5))
  answer.reject(new Error('the server is gone'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(world.stops).toEqual([])
  takingOver.resolve()
  await Promise.allSettled([opening, taking])
  expect(world.stops).toMatchObject([{ message: 'the server is gone' }])
})

test('a process that sleeps while it takes a partition over gives way to the one that took it meanwhile', async () => {
  const engines = await createWriterWorld(undefined, { shared: true })
  await (await requestsOn(engines)).send(...registryLines)
  const late = await createWriterWorld(engines, {
    shared: true,
    usage: {
      ...engines.usage,
      async listBatches(...asked) {
        const other = await createWriterWorld(engines, { shared: true })
        const { send } = await laneOn(other)
        for (const id of ['a', 'b']) await send(call(id))
        return engines.usage.listBatches(...asked)
      },
    },
  })
  await expect(laneOn(late)).rejects.toMatchObject({ code: 'eventstore.wrongRevision', retry: true })
  expect(engines.usage.rows.map(({ id }) => id)).toEqual(['a', 'b'])
})
