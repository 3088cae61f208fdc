/** The producer on brokers in memory: what shares a send, what a failure does, what a full buffer does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { HeadwaterError } from '../../../src/errors.ts'
import { throughKafka } from '../../../src/kafka/send/headwater.ts'
import { identityHash, type OutgoingEvent } from '../../../src/kafka/send/outgoing.ts'
import {
  bufferBytesMax,
  createEventProducer,
  type EventProducer,
  roundPartitionBytesMax,
} from '../../../src/kafka/send/producer.ts'
import { type FakeBrokers, fakeBrokers } from '../../../tools/kafka/connections.ts'
import { callEvent, faultyLines, linesOf, registryEvents, wholeInput } from '../../support/events.ts'
import { fakeHeadwater } from '../../support/fakeHeadwater.ts'
import { patienceMs } from '../../support/patience.ts'

const silent = { info: () => {}, warn: () => {} }

async function open(brokers: FakeBrokers, waitMsMax = patienceMs): Promise<EventProducer> {
  return createEventProducer(await brokers.connect(), brokers.connect, silent, waitMsMax)
}

function event(id: string, size = 10, topic: 'calls' | 'registry' = 'calls'): OutgoingEvent {
  const bytes = Buffer.from(JSON.stringify({ id, fill: 'x'.repeat(size) }))
  return { topic, hash: identityHash(topic, '/s', id), bytes }
}

function idsOf(brokers: FakeBrokers): string[] {
  return brokers.written.flatMap(({ value }) => {
    const parsed = JSON.parse(value.toString())
    return (Array.isArray(parsed) ? parsed : [parsed]).map(({ id }) => id)
  })
}

function unreachable(): never {
  throw new HeadwaterError({ code: 'kafka.unreachable', message: 'The connection broke.' })
}

describe('the producer', () => {
  test('requests that arrive together share a send, and sends follow each other', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers)
    const held = Promise.withResolvers<void>()
    brokers.before = () => held.promise
    const first = Array.from({ length: 20 }, (_, i) => producer.send([event(`a-${i}`)]))
    await expect.poll(() => brokers.sends).toBe(1)
    const second = Array.from({ length: 20 }, (_, i) => producer.send([event(`b-${i}`)]))
    held.resolve()
    await Promise.all([...first, ...second])
    expect(brokers.sends).toBe(2)
    expect(brokers.atOnceMax).toBe(1)
    expect(idsOf(brokers).sort()).toEqual(
      [...'ab'].flatMap((name) => range(20).map((i) => `${name}-${i}`)).sort(),
    )
    await producer.close()
  })

  test('sends what comes at whatever moment of the end of a round', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers)
    for (let turns = 0; turns < 60; turns++) {
      const acknowledged = Promise.withResolvers<void>()
      brokers.after = () => acknowledged.promise
      const first = producer.send([event(`a-${turns}`)])
      while (brokers.written.length === 2 * turns) await sleep(1)
      brokers.after = async () => {}
      acknowledged.resolve()
      for (let turn = 0; turn < turns; turn++) await undefined
      const second = producer.send([event(`b-${turns}`)])
      await first
      await second
    }
    await producer.close()
  })

  test('answers only once it is acknowledged, and sends headers along', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers)
    const acknowledged = Promise.withResolvers<void>()
    brokers.after = () => acknowledged.promise
    let answered = false
    const sent = producer.send([event('a')], { headers: { traceparent: '00-1-1-01' } }).then(() => {
      answered = true
    })
    await expect.poll(() => brokers.written.length).toBe(1)
    await sleep(20)
    expect(answered).toBe(false)
    acknowledged.resolve()
    await sent
    expect(brokers.written[0]!.headers).toEqual({
      'content-type': 'application/cloudevents+json',
      traceparent: '00-1-1-01',
    })
  })

  test('a round holds no more of a partition than a batch takes, and keeps the order', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers)
    const events = range(400).map((i) => event(`r-${i}`, 10_000, 'registry'))
    await producer.send([...events, event('large', 1_000_000, 'registry'), event('last', 1, 'registry')])
    const bytes = new Map<number, number[]>()
    for (const { send, value } of brokers.written) bytes.set(send, [...(bytes.get(send) ?? []), value.length])
    for (const sizes of bytes.values()) {
      const sum = sizes.reduce((total, size) => total + size, 0)
      expect(sizes.length === 1 || sum <= roundPartitionBytesMax).toBe(true)
    }
    expect(idsOf(brokers)).toEqual([...range(400).map((i) => `r-${i}`), 'large', 'last'])
  })

  test('a send that fails is sent again over a new connection: twice rather than never', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers)
    brokers.after = async (send) => {
      if (send === 1) unreachable()
    }
    await producer.send([event('a')])
    expect(brokers.connections).toBe(2)
    expect(idsOf(brokers)).toEqual(['a', 'a'])
  })

  test('where that goes on, every waiting request fails, and nothing later of a stream is sent', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers, 50)
    brokers.before = async () => {
      unreachable()
    }
    const flow = {}
    const first = producer.send([event('a', 10, 'registry')], { flow })
    const other = producer.send([event('b')])
    await expect(first).rejects.toMatchObject({ code: 'kafka.unacknowledged', retry: true })
    await expect(other).rejects.toMatchObject({ code: 'kafka.unacknowledged' })
    brokers.before = async () => {}
    await expect(producer.send([event('later', 10, 'registry')], { flow })).rejects.toMatchObject({
      code: 'kafka.unacknowledged',
    })
    expect(brokers.written).toEqual([])
    await producer.send([event('c')])
    expect(idsOf(brokers)).toEqual(['c'])
  })

  test('of a request that failed in part nothing more goes out', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers, 50)
    brokers.before = async (send) => {
      if (send === 1) unreachable()
    }
    const events = range(30).map((i) => event(`r-${i}`, 100_000, 'registry'))
    await expect(producer.send(events)).rejects.toMatchObject({ code: 'kafka.unacknowledged' })
    await producer.send([event('c')])
    expect(idsOf(brokers)).toEqual(['c'])
  })

  test('an answer that never comes is not waited for, and the connection not used again', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers, 50)
    brokers.before = () => new Promise(() => {})
    const hanging = expect(producer.send([event('a')])).rejects.toMatchObject({
      code: 'kafka.unacknowledged',
    })
    await hanging
    brokers.before = async () => {}
    const next = producer.send([event('b')])
    await next
    expect(brokers.connections).toBe(2)
  })

  test('a full buffer refuses requests, and streams wait for room', async () => {
    const brokers = fakeBrokers()
    const producer = await open(brokers)
    const blocked = Promise.withResolvers<void>()
    brokers.before = () => blocked.promise
    const large = range(70).map((i) => event(`l-${i}`, 1_000_000))
    expect(large.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(bufferBytesMax)
    const filling = producer.send(large)
    await expect(producer.send([event('a')])).rejects.toMatchObject({ code: 'ingest.busy', retry: true })
    let hasRoom = false
    const room = producer.room().then(() => {
      hasRoom = true
    })
    await sleep(10)
    expect(hasRoom).toBe(false)
    blocked.resolve()
    await Promise.all([room, filling])
    await producer.send([event('a')])
  })

  test('limits follow what the brokers take', async () => {
    const brokers = fakeBrokers()
    brokers.batchBytesMax = 100_000
    const producer = await open(brokers)
    expect(producer.limits.eventBytesMax.calls).toBeLessThan(100_000)
    brokers.batchBytesMax = 10 << 20
    brokers.after = async (send) => {
      if (send === 1) unreachable()
    }
    await producer.send([event('a')])
    expect(producer.limits.eventBytesMax.calls).toBe(1 << 20)
  })
})

describe('a service through Kafka', () => {
  test('answers each event of a request, and reads as before', async () => {
    const brokers = fakeBrokers()
    const fake = fakeHeadwater()
    const service = throughKafka(fake, await open(brokers))
    const results = await service.submit(Buffer.from(wholeInput), {
      origin: 'request 1',
      traceparent: 't',
      allowed: { calls: true, registry: false },
    })
    expect(results.map(({ status, fault }) => fault?.code ?? status)).toEqual([
      ...registryEvents.map(() => 'auth.scope'),
      ...range(4).map(() => 'queued'),
      'amount.malformed',
      'line.notJson',
    ])
    expect(brokers.written.every(({ headers }) => headers.traceparent === 't')).toBe(true)
    expect(brokers.written.every(({ topic }) => topic === 'calls')).toBe(true)
    expect(fake.submitted).toEqual([])
    expect((await service.epoch(1)).epoch).toBe(1)
  })

  test('a request with too many events is refused whole', async () => {
    const brokers = fakeBrokers()
    const service = throughKafka(fakeHeadwater(), await open(brokers))
    const options = { origin: 'r', eventsMax: 3 }
    await expect(service.submit(Buffer.from(wholeInput), options)).rejects.toMatchObject({
      code: 'request.tooManyEvents',
    })
    expect(brokers.written).toEqual([])
  })

  test('a stream of any length is sent in pieces and reported once', async () => {
    const brokers = fakeBrokers()
    const service = throughKafka(fakeHeadwater(), await open(brokers))
    const calls = range(20_000).map((i) =>
      callEvent(`c-${i}`, { asset: 'model:acme/chat', amount: '1', currency: 'USDC' }),
    )
    const lines = linesOf([...registryEvents, ...calls]) + faultyLines.map((line) => `${line}\n`).join('')
    async function* chunks() {
      for (let at = 0; at < lines.length; at += 50_000) yield Buffer.from(lines.slice(at, at + 50_000))
    }
    let events = 0
    const report = await service.ingest(chunks(), {
      origin: 'file',
      onProgress: (progress) => {
        events = progress.events
      },
    })
    expect(report).toMatchObject({
      accepted: 0,
      duplicate: 0,
      conflict: 0,
      suspended: 0,
      rejected: [
        expect.objectContaining({ line: 20_010, code: 'amount.malformed' }),
        expect.objectContaining({ line: 20_011, code: 'line.notJson' }),
      ],
      rejectedCount: 2,
      queued: 20_009,
    })
    expect(events).toBe(20_011)
    const registry = brokers.written.filter(({ topic }) => topic === 'registry')
    expect(registry.flatMap(({ value }) => JSON.parse(value.toString()))).toEqual(registryEvents)
  })

  test('a stream whose events are not acknowledged fails', async () => {
    const brokers = fakeBrokers()
    const service = throughKafka(fakeHeadwater(), await open(brokers, 50))
    brokers.before = async () => {
      unreachable()
    }
    async function* chunks() {
      yield Buffer.from(wholeInput)
    }
    await expect(service.ingest(chunks(), { origin: 'file' })).rejects.toMatchObject({
      code: 'kafka.unacknowledged',
    })
  })
})

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
