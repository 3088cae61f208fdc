import { describe, expect, test, vi } from 'vitest'
import { Lanes, Writer } from '../../../src/ingest/index.ts'
import { blocksOf } from '../../../src/kafka/consume/messageBlocks.ts'
import { readCheckpoint } from '../../../src/log/partitionEvent.ts'
import { streams } from '../../../src/log/streams.ts'
import { createRegistry, evolve, factFromRecorded } from '../../../src/registry/index.ts'
import type { RefusedEvent } from '../../../src/usage/refused.ts'
import { createMemoryEventStore, type MemoryEventStore } from '../../support/memoryEventStore.ts'
import {
  createMemoryIdentities,
  createMemoryWriter,
  eventText,
  type MemoryWriter,
  registryLines,
  testRowsMax,
} from '../../support/memoryIngest.ts'
import { createMemoryRefused, type MemoryRefused } from '../../support/memoryRefused.ts'

const call = (id: string, rest: object = {}) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1.5', currency: 'USDC' }, rest)

interface Engines {
  readonly events: MemoryEventStore
  readonly usage: MemoryWriter
  readonly refused: MemoryRefused
}

/** A process's lanes, on engines that it shares with another one where they are given. */
async function process(engines?: Engines, shared = engines !== undefined) {
  const events = engines?.events ?? createMemoryEventStore()
  const usage = engines?.usage ?? createMemoryWriter()
  const refused = engines?.refused ?? createMemoryRefused()
  const registry = createRegistry()
  for await (const event of events.readStream(streams.registry))
    evolve(registry, factFromRecorded(event.type, event.data), event.revision)
  const stops: Error[] = []
  const identities = createMemoryIdentities()
  const open = () => {
    const writer = new Writer({
      events,
      usage,
      refused,
      shared,
      identities,
      registry,
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
      clock: () => new Date('2026-01-01T00:00:00Z'),
      onStopped: (cause) => stops.push(cause),
      rowsMax: testRowsMax,
    })
    return { writer, lanes: new Lanes(writer) }
  }
  return { ...open(), reopen: open, events, usage, refused, identities, registry, stops }
}

async function send(
  lanes: Lanes,
  lane: Awaited<ReturnType<Lanes['open']>>,
  from: number,
  ...values: string[]
) {
  const messages = values.map((value, i) => ({ offset: String(from + i), value: Buffer.from(value) }))
  lanes.add(lane, { blocks: blocksOf(messages), bytes: 100, end: from + values.length })
  await lanes.drain()
}

async function registered(shared = false) {
  const world = await process(undefined, shared)
  const lane = await world.lanes.open('kafka-t-0', 'kafka:t/0')
  await send(world.lanes, lane, 0, ...registryLines)
  return { ...world, lane, next: registryLines.length }
}

const lastOf = (events: MemoryEventStore, stream: string) =>
  events.log.findLast((event) => event.stream === stream)!

describe('a lane', () => {
  test('counts calls that may have been sent before under other names, in whatever lane', async () => {
    const { lanes, lane, next } = await registered()
    const other = await lanes.open('kafka-t-1', 'kafka:t/1')
    await send(lanes, lane, next, call('a'), call('b'))
    await send(lanes, other, 0, call('a', { source: 'again' }), call('c'))
    expect(lanes.counts).toMatchObject({ accepted: next + 4, suspected: 1 })
  })

  test('is not taken over where it was let go while it waited to be opened', async () => {
    const { lanes, events } = await registered(true)
    const before = events.log.length
    const opening = lanes.open('kafka-t-1', 'kafka:t/1')
    lanes.close('kafka-t-1')
    expect((await opening).gone).toBe(true)
    expect(events.log.length).toBe(before)
  })

  test('records where its source goes on with each batch, whatever the batch is made of', async () => {
    const { lanes, lane, events, usage, next } = await registered()
    const stream = streams.ingest('kafka-t-0')
    expect(lastOf(events, stream)).toMatchObject({ type: 'CheckpointMoved', data: { checkpoint: next } })
    await send(lanes, lane, next, call('a'), call('b'))
    expect(lastOf(events, stream)).toMatchObject({
      type: 'BatchRecorded',
      revision: 1,
      data: { rows: 2, checkpoint: next + 2, from: next, to: next + 1, origin: 'kafka:t/0' },
    })
    // Duplicates, refused ones, nothing at all.
    await send(lanes, lane, next + 2, call('a'))
    await send(lanes, lane, next + 3, 'no JSON')
    await send(lanes, lane, next + 4, '[]')
    expect(lastOf(events, stream)).toMatchObject({ type: 'CheckpointMoved', revision: 4 })
    expect(await readCheckpoint(events, 'kafka-t-0')).toEqual({ revision: 4, checkpoint: next + 5 })
    expect(usage.rows.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(lanes.counts).toMatchObject({ accepted: next + 2, duplicate: 1, conflict: 0, rejected: 1 })
  })

  test('has its refused events kept everywhere before their offset is passed', async () => {
    const { lanes, lane, events, refused, next } = await registered()
    const kept: (readonly RefusedEvent[])[] = []
    lanes.alsoRefused = async (entries) => {
      expect(await readCheckpoint(events, 'kafka-t-0')).toMatchObject({ checkpoint: next })
      kept.push(entries)
    }
    await send(lanes, lane, next, 'no JSON')
    expect(kept.flat()).toMatchObject([{ origin: 'kafka:t/0', line: next, raw: 'no JSON' }])
    expect(await refused.count()).toBe(1)
    lanes.alsoRefused = async () => {
      throw new Error('the topic is gone')
    }
    await expect(send(lanes, lane, next + 1, 'none either')).rejects.toThrow('the topic is gone')
    expect(await readCheckpoint(events, 'kafka-t-0')).toMatchObject({ checkpoint: next + 1 })
  })
})

test('a record that its sender refused is listed in its own format, so that it can be replayed', async () => {
  const { lanes, lane, refused, next } = await registered()
  const told = JSON.stringify({ code: 'record.malformed', message: 'No tokens.', format: 'litellm' })
  const message = {
    offset: String(next),
    value: Buffer.from('{"id":"x"}'),
    headers: { 'headwater-fault': told },
  }
  lanes.add(lane, { blocks: blocksOf([message]), bytes: 10, end: next + 1 })
  await lanes.drain()
  expect((await refused.list({ limit: 10 })).entries).toMatchObject([
    { format: 'litellm', code: 'record.malformed', raw: '{"id":"x"}' },
  ])
})

test('a sender that says a code of ours which is listed nowhere does not keep its event out of the list', async () => {
  const { lanes, lane, refused, next } = await registered()
  const headers = { 'headwater-fault': JSON.stringify({ code: 'auth.scope', message: 'Not allowed.' }) }
  const message = { offset: String(next), value: Buffer.from('{"id":"x"}'), headers }
  lanes.add(lane, { blocks: blocksOf([message]), bytes: 10, end: next + 1 })
  await lanes.drain()
  expect((await refused.list({ limit: 10 })).entries).toMatchObject([
    { code: 'event.malformed', raw: '{"id":"x"}' },
  ])
})

describe('processes on one ledger', () => {
  test('I15: a zombie loses at the fence, that lane alone, and nothing of its batch counts', async () => {
    const zombie = await registered(true)
    const other = await zombie.lanes.open('kafka-t-1', 'kafka:t/1')
    const { lanes } = await process(zombie)
    const lane = await lanes.open('kafka-t-0', 'kafka:t/0')
    expect(lane.expected).toBe(zombie.next)
    expect(lastOf(zombie.events, streams.ingest('kafka-t-0'))).toMatchObject({
      type: 'PartitionTaken',
      data: { checkpoint: zombie.next },
    })
    await send(zombie.lanes, zombie.lane, zombie.next, call('a'), call('b'))
    expect(zombie.lane.gone).toBe(true)
    await send(lanes, lane, zombie.next, call('a'))
    const recorded = zombie.events.log.filter(({ type }) => type === 'BatchRecorded')
    expect(recorded).toHaveLength(1)
    await send(lanes, lane, zombie.next + 1, call('b'))
    expect(lanes.counts).toMatchObject({ accepted: 2, duplicate: 0 })
    await send(zombie.lanes, other, 0, call('c'))
    expect(zombie.lanes.counts.accepted).toBe(zombie.next + 1)
    expect(zombie.stops).toEqual([])
  })

  test('a lane lost at the fence does not keep the index from learning what others record', async () => {
    const zombie = await registered(true)
    const { lanes } = await process(zombie)
    const lane = await lanes.open('kafka-t-0', 'kafka:t/0')
    await send(zombie.lanes, zombie.lane, zombie.next, call('a'))
    expect(zombie.lane.gone).toBe(true)
    await send(lanes, lane, zombie.next, call('b'))
    await zombie.writer.catchUp()
    expect(zombie.identities.position).toBe(await zombie.events.head())
  })

  test('I15: a batch whose rows are there and whose record is on its way can lose only its record', async () => {
    const zombie = await registered(true)
    const append = zombie.events.append
    const late = Promise.withResolvers<void>()
    zombie.events.append = async (appends) => {
      await late.promise
      return append(appends)
    }
    const sent = send(zombie.lanes, zombie.lane, zombie.next, call('a'), call('b'))
    await expect.poll(() => zombie.usage.rows).toHaveLength(2)
    const events = { ...zombie.events, append }
    const { lanes } = await process({ ...zombie, events })
    const lane = await lanes.open('kafka-t-0', 'kafka:t/0')
    expect(zombie.usage.rows).toHaveLength(0)
    late.resolve()
    await sent
    await send(lanes, lane, zombie.next, call('a'), call('b'))
    const recorded = zombie.events.log.filter(({ type }) => type === 'BatchRecorded')
    const { rows, attempt } = recorded[0]!.data as { rows: number; attempt: string }
    expect([recorded.length, rows]).toEqual([1, 2])
    expect(zombie.usage.rows.filter((row) => row.attempt === attempt).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('take calls by what another recorded before, and know what another accepted', async () => {
    const first = await registered(true)
    const second = await process(first)
    const lane = await second.lanes.open('kafka-t-1', 'kafka:t/1')
    const currency = eventText('currency.registered', 'late', { currency: 'EUR', decimals: 2 })
    await send(first.lanes, first.lane, first.next, currency, call('a'))
    const inEuro = eventText('call.metered', 'b', {
      asset: 'model:meta/llama',
      amount: '1',
      currency: 'EUR',
    })
    await send(second.lanes, lane, 0, inEuro, currency, call('a'))
    expect(second.lanes.counts).toMatchObject({ accepted: 1, duplicate: 2, conflict: 0, rejected: 0 })
    const asset = eventText('asset.registered', 'two', { asset: 'model:two', owner: 'x' })
    await send(second.lanes, lane, 3, asset)
    await send(first.lanes, first.lane, first.next + 2, asset, inEuro)
    expect(first.lanes.counts).toMatchObject({ duplicate: 2, conflict: 0, rejected: 0 })
    expect([first.stops, second.stops]).toEqual([[], []])
  })

  test('know the registry to where the index is, though another reader brought the index there', async () => {
    const first = await registered(true)
    const second = await process(first)
    const asset = eventText('asset.registered', 'two', { asset: 'model:two', owner: 'x' })
    await send(first.lanes, first.lane, first.next, asset)
    // Lanes that have stopped may still have been reading when the registry was read again.
    await second.identities.advance(await first.events.head())
    const { lanes } = second.reopen()
    await lanes.open('kafka-t-1', 'kafka:t/1')
    expect(second.registry.count).toBe(first.registry.count)
  })

  test('learn from the fence of the registry that another process decided at the same moment', async () => {
    const first = await registered(true)
    const other = await process(first)
    const lane = await other.lanes.open('kafka-t-1', 'kafka:t/1')
    const asset = (name: string) =>
      eventText('asset.registered', name, { asset: `model:${name}`, owner: 'x' })
    // Recorded between the other one's look at the log and its append.
    const append = first.events.append
    first.events.append = async (appends) => {
      first.events.append = append
      await send(first.lanes, first.lane, first.next, asset('one'))
      return append(appends)
    }
    await expect(send(other.lanes, lane, 0, asset('two'))).rejects.toMatchObject({
      code: 'eventstore.wrongRevision',
    })
    // Opened again from the log, it goes on from its checkpoint.
    const again = await process(first)
    const reopened = await again.lanes.open('kafka-t-1', 'kafka:t/1')
    expect(reopened.checkpoint).toBeUndefined()
    await send(again.lanes, reopened, 0, asset('two'))
    expect(again.lanes.counts.accepted).toBe(1)
  })
})

test('lanes do not stop while a batch is under way: a process that reopens them would take its rows for leftovers', async () => {
  const first = await registered()
  const slow = Promise.withResolvers<void>()
  const { insert } = first.usage
  first.usage.insert = async (key, columns) => {
    await insert(key, columns)
    await slow.promise
  }
  const { lanes, lane, next, events, identities, stops } = first
  const add = (offset: number, value: string) => {
    const messages = [{ offset: String(offset), value: Buffer.from(value) }]
    lanes.add(lane, { blocks: blocksOf(messages), bytes: 100, end: offset + 1 })
  }
  add(next, call('a'))
  await expect.poll(() => first.usage.rows).toHaveLength(1)
  identities.check = () => {
    throw new Error('the disk is gone')
  }
  add(next + 1, eventText('asset.registered', 'two', { asset: 'model:two', owner: 'x' }))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(stops).toEqual([])
  slow.resolve()
  await expect(lanes.drain()).rejects.toThrow('the disk is gone')
  const again = await process(first, false)
  expect((await again.lanes.open('kafka-t-0', 'kafka:t/0')).checkpoint).toBe(next + 1)
  expect(lastOf(events, streams.ingest('kafka-t-0'))).toMatchObject({ type: 'BatchRecorded' })
  expect(first.usage.rows.map(({ id }) => id)).toEqual(['a'])
})

test('several lanes take turns, and each keeps its own checkpoint', async () => {
  const { lanes, events, usage } = await registered()
  const opened = await Promise.all([1, 2, 3].map((n) => lanes.open(`kafka-t-${n}`, `kafka:t/${n}`)))
  await Promise.all(opened.map((lane, n) => send(lanes, lane, 10 * n, call(`x${n}`), call(`y${n}`))))
  expect(usage.rows).toHaveLength(6)
  for (const [n, { partition }] of opened.entries())
    expect(await readCheckpoint(events, partition.name)).toEqual({ revision: 0, checkpoint: 10 * n + 2 })
})

test('the lane that has waited longest comes first where all have waited too long', async () => {
  const { lanes, usage } = await registered()
  const names = ['kafka-u-0', 'kafka-u-1', 'kafka-u-2', 'kafka-u-3']
  const opened = await Promise.all(names.map((name) => lanes.open(name, name)))
  const add = (lane: (typeof opened)[number], at: number) => {
    const messages = [{ offset: String(at), value: Buffer.from(call(`${lane.partition.name} ${at}`)) }]
    lanes.add(lane, { blocks: blocksOf(messages), bytes: 100, end: at + 1 })
  }
  const real = performance.now.bind(performance)
  let ahead = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + ahead)
  const order: string[] = []
  const { insert } = usage
  // A database so slow that every lane is out of patience before its turn; more has come for those that were served.
  usage.insert = async (key, columns) => {
    ahead += 400
    order.push(key.partition)
    if (order.length <= 8) add(opened[names.indexOf(key.partition)]!, order.length)
    await insert.call(usage, key, columns)
  }
  try {
    for (const lane of opened) add(lane, 0)
    await lanes.drain()
  } finally {
    clock.mockRestore()
  }
  expect(new Set(order.slice(0, 5)), order.join()).toEqual(new Set(names))
})

test('a batch that is cut within a message goes on from that message, and counts nothing twice', async () => {
  const { lanes, lane, events, usage, refused, next } = await registered()
  const many = Array.from({ length: testRowsMax + 1_000 }, (_, i) => call(`m${i}`))
  await send(lanes, lane, next, call('a'), `[${many.join(',')}]`)
  const checkpoints = events.log
    .filter(({ stream }) => stream === streams.ingest('kafka-t-0'))
    .map(({ data }) => (data as { checkpoint: number }).checkpoint)
  // The first batch ends within the second message.
  expect(checkpoints.slice(1)).toEqual([next + 1, next + 2])
  const before = usage.rows.length
  const again = await process({ events, usage, refused })
  const reopened = await again.lanes.open('kafka-t-0', 'kafka:t/0')
  await send(again.lanes, reopened, next + 2, `[${many.slice(0, 10).join(',')}]`)
  expect(usage.rows).toHaveLength(before)
})
