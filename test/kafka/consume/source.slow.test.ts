/** Sources against a real broker: groups that change, networks and clients that hang, transactions, bounds. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel, type Message, Partitioners } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { laneBytesMax } from '../../../src/ingest/lanes/lanes.ts'
import { readRanges, withAdmin } from '../../../src/kafka/client/admin.ts'
import type { SourceOptions } from '../../../src/kafka/consume/source.ts'
import { partitionTaken } from '../../../src/log/partitionTaken.ts'
import { streams } from '../../../src/log/streams.ts'
import { type Broker, hasKafka, startBroker } from '../../../tools/kafka/broker.ts'
import { createWorld, startSource, type World } from '../../../tools/kafka/source.ts'
import { createTopics } from '../../../tools/kafka/topics.ts'
import { eventText } from '../../support/memoryIngest.ts'

const call = (id: string) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1.5', currency: 'USDC' })
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `c-${from + i}`)

describe.skipIf(!hasKafka())('a Kafka source', () => {
  let broker: Broker
  beforeAll(async () => {
    broker = await startBroker({ proxies: 2 })
  })
  afterAll(async () => broker?.stop())

  async function createTopic(topic: string, numPartitions: number): Promise<void> {
    await createTopics(broker.kafka, [{ topic, numPartitions }])
  }

  async function send(topic: string, messages: readonly Message[]): Promise<void> {
    // Idempotent: what the client sends again on a busy machine is there once.
    const producer = broker.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
    })
    await producer.connect()
    for (let at = 0; at < messages.length; at += 1_000)
      await producer.send({ topic, messages: messages.slice(at, at + 1_000) })
    await producer.disconnect()
  }

  const sendCalls = (topic: string, names: readonly string[]) =>
    send(
      topic,
      names.map((id) => ({ value: call(id) })),
    )

  async function expectCounted(world: World, names: readonly string[]): Promise<void> {
    await expect.poll(() => world.counted().length, { interval: 200 }).toBeGreaterThanOrEqual(names.length)
    expect(world.counted().sort()).toEqual([...names].sort())
  }

  test('shares partitions with others that come and go, and nothing is lost or twice', async () => {
    await createTopic('shared', 6)
    const world = await createWorld()
    const first = startSource(world, broker.address, 'shared')
    await sendCalls('shared', ids(0, 3_000))
    const second = startSource(world, broker.address, 'shared')
    for (let i = 3; i < 9; i++) {
      await sendCalls('shared', ids(i * 1_000, (i + 1) * 1_000))
      await sleep(300)
    }
    await expect.poll(() => second.standing().length).toBe(3)
    first.stop()
    const third = startSource(world, broker.address, 'shared')
    await sendCalls('shared', ids(9_000, 12_000))
    await first.ended
    await expectCounted(world, ids(0, 12_000))
    await expect.poll(() => third.standing().length + second.standing().length).toBe(6)
    await expect.poll(() => third.standing().every(({ checkpoint, high }) => checkpoint === high)).toBe(true)
    second.stop()
    third.stop()
    await Promise.all([second.ended, third.ended])
  })

  test('that was cut off while others took its partitions goes on in the group, and counts nothing twice', async () => {
    await createTopic('cutoff', 2)
    const [network] = broker.proxies
    const world = await createWorld()
    const away = startSource(world, network!.address, 'cutoff')
    await sendCalls('cutoff', ids(0, 1_000))
    await expectCounted(world, ids(0, 1_000))
    network!.mode('stall')
    const other = startSource(world, broker.address, 'cutoff')
    await sendCalls('cutoff', ids(1_000, 2_000))
    await expectCounted(world, ids(0, 2_000))
    await expect.poll(() => other.standing().length).toBe(2)
    network!.mode('pass')
    await expect.poll(() => other.standing().length).toBe(1)
    await sendCalls('cutoff', ids(2_000, 3_000))
    await expectCounted(world, ids(0, 3_000))
    away.stop()
    other.stop()
    await Promise.all([away.ended, other.ended])
  })

  test('that wakes up with a batch half written, its partition long taken in by another, loses at the fence', async () => {
    await createTopic('zombie', 1)
    const [network] = broker.proxies
    const world = await createWorld()
    const held = Promise.withResolvers<void>()
    const writing = Promise.withResolvers<void>()
    world.usage.before = () => {
      world.usage.before = async () => {}
      writing.resolve()
      return held.promise
    }
    const zombie = startSource(world, network!.address, 'zombie')
    await sendCalls('zombie', ids(0, 500))
    await writing.promise
    network!.mode('stall')
    const other = startSource(world, broker.address, 'zombie')
    await expectCounted(world, ids(0, 500))
    held.resolve()
    await sendCalls('zombie', ids(500, 1_000))
    await expectCounted(world, ids(0, 1_000))
    // Written, and named by no batch.
    expect(world.usage.rows.length).toBeGreaterThan(1_000)
    network!.mode('pass')
    await sendCalls('zombie', ids(1_000, 1_500))
    await expectCounted(world, ids(0, 1_500))
    zombie.stop()
    other.stop()
    await Promise.all([zombie.ended, other.ended])
  })

  test('that loses a partition at the fence while the group says it is ours takes it over again', async () => {
    await createTopic('late', 2)
    const world = await createWorld()
    const source = startSource(world, broker.address, 'late')
    await sendCalls('late', ids(0, 500))
    await expectCounted(world, ids(0, 500))
    for (const partition of [0, 1]) {
      const stream = streams.ingest(`kafka-late-${partition}`)
      const last = world.events.log.findLast((event) => event.stream === stream)!
      const { revision, data } = last
      const event = { id: crypto.randomUUID(), type: partitionTaken.type, data: data as object }
      await world.events.append([{ stream, expectedRevision: revision, events: [event] }])
    }
    await sendCalls('late', ids(500, 1_000))
    await expectCounted(world, ids(0, 1_000))
    expect(source.restarts).not.toContain('kafka.stalled')
    source.stop()
    await source.ended
  })

  test('goes on after its broker was killed and started again in the middle of the stream', async () => {
    await createTopic('restarted', 3)
    const world = await createWorld()
    const source = startSource(world, broker.address, 'restarted')
    await sendCalls('restarted', ids(0, 4_000))
    await expect.poll(() => world.counted().length).toBeGreaterThan(0)
    await broker.restart()
    await sendCalls('restarted', ids(4_000, 6_000))
    await expectCounted(world, ids(0, 6_000))
    source.stop()
    await source.ended
  })

  test('whose client crashed leaves none behind that starts again by itself', async () => {
    await createTopic('crashed', 1)
    const network = broker.proxies[1]!
    const world = await createWorld()
    const source = startSource(world, network.address, 'crashed')
    await sendCalls('crashed', ids(0, 100))
    await expectCounted(world, ids(0, 100))
    network.mode('cut')
    await expect.poll(() => source.restarts).toContain('kafka.unreachable')
    network.mode('pass')
    await sendCalls('crashed', ids(100, 200))
    await expectCounted(world, ids(0, 200))
    expect(source.logged.join('\n')).toContain('Crash: ')
    expect(source.logged.join('\n')).not.toContain('Restarting the consumer')
    source.stop()
    await source.ended
  })

  test('whose connections hang is started again, and goes on where it was', async () => {
    await createTopic('frozen', 2)
    const network = broker.proxies[1]!
    const world = await createWorld()
    const source = startSource(world, network.address, 'frozen', { stallMs: 3_000 })
    await sendCalls('frozen', ids(0, 500))
    await expectCounted(world, ids(0, 500))
    network.mode('freeze')
    await sendCalls('frozen', ids(500, 1_000))
    await expectCounted(world, ids(0, 1_000))
    expect(source.restarts).toContain('kafka.stalled')
    source.stop()
    await source.ended
  })

  test('of which one partition hangs while the others flow is started again', async () => {
    await createTopic('onehangs', 3)
    const world = await createWorld()
    let swallowed = 0
    const onKafka = (kafka: SourceOptions['kafka'], restarts: readonly string[]) => {
      if (restarts.includes('kafka.stalled')) return
      const create = kafka.consumer.bind(kafka)
      kafka.consumer = (options) => {
        const consumer = create(options)
        const run = consumer.run.bind(consumer)
        consumer.run = (config) =>
          run({
            ...config,
            eachBatch: (payload) => {
              if (payload.batch.partition !== 1) return config!.eachBatch!(payload)
              swallowed++
              return sleep(100).then(payload.heartbeat)
            },
          })
        return consumer
      }
    }
    const source = startSource(world, broker.address, 'onehangs', { stallMs: 3_000, onKafka })
    const sent = ids(0, 3_000)
    for (let at = 0; at < sent.length; at += 100) {
      await sendCalls('onehangs', sent.slice(at, at + 100))
      await sleep(50)
    }
    await expectCounted(world, sent)
    expect(swallowed).toBeGreaterThan(0)
    expect(source.restarts).toContain('kafka.stalled')
    source.stop()
    await source.ended
  })

  test('takes what transactions committed, passes what they broke off, and catches up behind their marks', async () => {
    await createTopic('transactions', 1)
    const producer = broker.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      transactionalId: 'tests',
      maxInFlightRequests: 1,
      idempotent: true,
    })
    await producer.connect()
    const transaction = async (names: readonly string[], end: 'commit' | 'abort') => {
      const open = await producer.transaction()
      await open.send({ topic: 'transactions', messages: names.map((id) => ({ value: call(id) })) })
      await open[end]()
    }
    const world = await createWorld()
    const caughtUp = async () => {
      const until = await withAdmin(broker.kafka, (admin) => readRanges(admin, ['transactions']))
      await startSource(world, broker.address, 'transactions', { until }).ended
    }
    await transaction(ids(0, 10), 'abort')
    await caughtUp()
    await transaction(ids(10, 20), 'commit')
    await transaction(ids(20, 30), 'abort')
    await sendCalls('transactions', ids(30, 40))
    await transaction(ids(40, 50), 'abort')
    await caughtUp()
    await producer.disconnect()
    expect(world.counted().sort()).toEqual([...ids(10, 20), ...ids(30, 40)].sort())
  })

  test('asks for no more than fits while nothing becomes durable, and stays in its group', async () => {
    await createTopic('pressed', 1)
    const world = await createWorld()
    const open = Promise.withResolvers<void>()
    world.usage.before = () => open.promise
    let heartbeats = 0
    const onKafka = (kafka: SourceOptions['kafka']) => {
      const create = kafka.consumer.bind(kafka)
      kafka.consumer = (options) => {
        const consumer = create(options)
        consumer.on(consumer.events.HEARTBEAT, () => void heartbeats++)
        return consumer
      }
    }
    const source = startSource(world, broker.address, 'pressed', { onKafka })
    const padding = { pad: 'x'.repeat(100_000) }
    const names = ids(0, 600)
    const withPadding = (id: string) => ({
      value: `${call(id).slice(0, -1)},"pad":${JSON.stringify(padding)}}`,
    })
    await sendInTens('pressed', names.map(withPadding))
    const waiting = () => source.lanes().waitingBytes
    await expect.poll(waiting).toBeGreaterThanOrEqual(laneBytesMax)
    // For longer than the session, of which a heartbeat comes five times.
    const before = heartbeats
    await expect.poll(() => heartbeats).toBeGreaterThan(before + 6)
    expect(waiting()).toBeLessThan(laneBytesMax + (8 << 20))
    open.resolve()
    await expectCounted(world, names)
    expect(source.restarts).toEqual([])
    source.stop()
    await source.ended
  })

  async function sendInTens(topic: string, messages: readonly Message[]): Promise<void> {
    for (let at = 0; at < messages.length; at += 8) await send(topic, messages.slice(at, at + 8))
  }

  test('keeps a refused event in the dead-letter topic byte for byte', async () => {
    await createTopic('bytes', 1)
    const value = Buffer.concat([
      Buffer.from('{"id":"'),
      Buffer.from([0xff, 0x00, 0xc3]),
      Buffer.from('"}\n'),
    ])
    const headers = { ce_specversion: '1.0', ce_id: Buffer.from([0x80]), trace: ['a', 'b'] }
    await send('bytes', [{ key: Buffer.from([0xfe]), value, headers }, { value: 'no JSON ' }])
    const world = await createWorld()
    const until = await withAdmin(broker.kafka, (admin) => readRanges(admin, ['bytes']))
    await startSource(world, broker.address, 'bytes', { until }).ended
    const [binary, text] = await readTopic('bytes.dead', 2)
    expect(binary!.value).toEqual(value)
    expect(binary!.headers!.ce_id).toEqual(Buffer.from([0x80]))
    expect(binary!.headers!.trace).toEqual([Buffer.from('a'), Buffer.from('b')])
    expect(binary!.headers!['headwater-key']).toEqual(Buffer.from([0xfe]))
    expect(String(text!.value)).toBe('no JSON ')
    expect(String(text!.headers!['headwater-offset'])).toBe('1')
  })

  test('cuts a dead letter that the broker finds too large, and goes on', async () => {
    const size = { name: 'max.message.bytes' }
    await createTopics(broker.kafka, [
      { topic: 'large', numPartitions: 1, configEntries: [{ ...size, value: String(8 << 20) }] },
      { topic: 'large.dead', numPartitions: 1, configEntries: [{ ...size, value: '100000' }] },
    ])
    await send('large', [{ value: 'x'.repeat(2 << 20) }, { value: call('behind') }])
    const world = await createWorld()
    const until = await withAdmin(broker.kafka, (admin) => readRanges(admin, ['large']))
    await startSource(world, broker.address, 'large', { until }).ended
    const [letter] = await readTopic('large.dead', 1)
    expect(letter!.value).toHaveLength(64 << 10)
    expect(String(letter!.headers!['headwater-cut'])).toBe('true')
    expect(String(letter!.headers!['headwater-code'])).toBe('event.tooLarge')
    expect(world.counted()).toEqual(['behind'])
  })

  async function readTopic(topic: string, count: number) {
    const client = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING })
    const consumer = client.consumer({ groupId: `reader-${topic}` })
    const messages: { value: Buffer | null; headers?: Record<string, unknown> }[] = []
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({ eachMessage: async ({ message }) => void messages.push(message) })
    // A refused message is there at least once: twice where the source lost its partition and took it again.
    await expect.poll(() => messages.length).toBeGreaterThanOrEqual(count)
    await consumer.disconnect()
    return messages
  }
})
