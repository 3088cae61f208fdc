/** The worker as a process of its own, against a real broker. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type IHeaders, Partitioners } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKurrentEventStore } from '../../src/eventstore/kurrent.ts'
import { withAdmin } from '../../src/kafka/client/admin.ts'
import { streams } from '../../src/log/streams.ts'
import { type Broker, hasKafka, startBroker } from '../../tools/kafka/broker.ts'
import { createTopics } from '../../tools/kafka/topics.ts'
import { startKurrentDouble } from '../../tools/kurrentdb-double/server.ts'
import { callEvent, linesOf, registryEvents } from '../support/events.ts'
import { runCli, startCli } from '../support/process.ts'
import { openFolder } from '../support/temporaryHeadwater.ts'

interface Sent {
  readonly key?: string
  readonly value: string | null
  readonly headers?: IHeaders
  readonly partition?: number
}

const until = '2026-02-01T00:00:00Z'

describe.skipIf(!hasKafka())('headwater worker', () => {
  let broker: Broker
  const folders: string[] = []
  beforeAll(async () => {
    broker = await startBroker({ proxies: 1 })
  })
  afterAll(async () => {
    await broker?.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'headwater-worker-'))
    folders.push(folder)
    return folder
  }

  async function createTopic(topic: string, numPartitions: number): Promise<void> {
    await createTopics(broker.kafka, [{ topic, numPartitions }])
  }

  /** Idempotent: a request that the client sends again on a busy machine must not add messages that the tests count. */
  function createProducer() {
    return broker.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
    })
  }

  async function send(topic: string, messages: readonly Sent[]): Promise<void> {
    const producer = createProducer()
    await producer.connect()
    for (let at = 0; at < messages.length; at += 5_000)
      await producer.send({ topic, messages: [...messages.slice(at, at + 5_000)] })
    await producer.disconnect()
  }

  function worker(folder: string, topics: string, ...more: string[]): string[] {
    const common = ['--brokers', broker.address, '--topics', topics, '--group', topics.replaceAll(',', '-')]
    return [
      'worker',
      '--data',
      folder,
      '--json',
      '--dead-letter',
      `${topics.split(',')[0]}.dead`,
      ...common,
      ...more,
    ]
  }

  const env = { HEADWATER_KAFKA_SESSION_SECONDS: '10', HEADWATER_LOG_LEVEL: 'warn' }
  /** Of a worker that can't leave its group, which the next one then waits for. */
  const shortSession = { ...env, HEADWATER_KAFKA_SESSION_SECONDS: '1' }

  async function caughtUp(folder: string, topics: string): Promise<Record<string, number>> {
    const { code, stdout, stderr } = await runCli(worker(folder, topics, '--until-caught-up'), { env })
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout.trim().split('\n').at(-1)!)
  }

  async function withRegistry(folder: string, calls: readonly object[] = []): Promise<void> {
    const { code, stderr } = await runCli(['ingest', '-', '--data', folder, '--json'], {
      input: linesOf([...registryEvents, ...calls]),
    })
    expect(code, stderr).toBe(0)
  }

  /** The money, as a close and its statements report it. */
  async function books(folder: string) {
    await using opened = await openFolder(folder)
    const { counts, totals, trees } = await opened.service.close({ until })
    const statements: unknown[] = []
    for await (const line of opened.service.statements(1)) statements.push(line)
    for await (const report of opened.service.verify())
      expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
    return { counts, totals, trees, statements }
  }

  test('takes every form of message, and its books are those of the same events from a file', async () => {
    await createTopic('forms', 4)
    const call = (id: string) => callEvent(id, { asset: 'model:acme/chat', amount: '0.7', currency: 'USDC' })
    const calls = Array.from({ length: 40 }, (_, i) => call(`form-${i}`)) as {
      [name: string]: unknown
      data: object
    }[]
    const structured = calls.slice(0, 10).map((event) => ({ value: JSON.stringify(event) }))
    const binary = calls.slice(10, 20).map(({ data, ...attributes }) => ({
      value: JSON.stringify(data),
      headers: {
        'content-type': 'application/json',
        ...Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]),
        ),
      },
    }))
    const array = { value: JSON.stringify(calls.slice(20, 30)) }
    const lines = { value: linesOf(calls.slice(30)), headers: { 'content-type': 'application/x-ndjson' } }
    const bad = [
      { value: 'no JSON' },
      { value: null },
      { value: JSON.stringify({ ...call('x'), time: 'now' }) },
    ]
    const again = { ...call('form-0'), data: { asset: 'model:acme/chat', amount: '9', currency: 'USDC' } }
    await send('forms', [...structured, ...binary, array, lines, ...bad])
    await send('forms', [...structured, { value: JSON.stringify(calls) }])

    const folder = newFolder()
    await withRegistry(folder)
    const first = await caughtUp(folder, 'forms')
    expect(first).toEqual({ accepted: 40, duplicate: 50, conflict: 0, rejected: 3 })
    await send('forms', [{ value: JSON.stringify(again) }, { value: '[]' }])
    expect(await caughtUp(folder, 'forms')).toEqual({ accepted: 0, duplicate: 0, conflict: 1, rejected: 0 })
    // The worker reads no message again, not even refused and empty ones.
    expect(await caughtUp(folder, 'forms')).toEqual({ accepted: 0, duplicate: 0, conflict: 0, rejected: 0 })

    const { stdout } = await runCli(['refused', 'list', '--data', folder, '--json'])
    expect(stdout.match(/"code":"[^"]*"/g)!.sort()).toEqual(
      ['event.conflict', 'line.notJson', 'line.notJson', 'time.malformed'].map((code) => `"code":"${code}"`),
    )
    expect(await deadLetters('forms.dead')).toEqual([
      'event.conflict',
      'line.notJson',
      'line.notJson',
      'time.malformed',
    ])
    const lag = await runCli([
      'lag',
      '--data',
      folder,
      '--json',
      '--brokers',
      broker.address,
      '--topics',
      'forms',
    ])
    const lags = lag.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lags).toHaveLength(4)
    expect(lags.every(({ lag, from }) => lag === 0 && from === 'log')).toBe(true)

    const fromFile = newFolder()
    await withRegistry(fromFile, calls)
    expect(await books(folder)).toEqual(await books(fromFile))
  })

  async function deadLetters(topic: string): Promise<string[]> {
    const consumer = broker.kafka.consumer({ groupId: `reader-${topic}` })
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    // By the place of the message: it is there at least once.
    const codes = new Map<string, string>()
    await consumer.run({
      eachMessage: async ({ message }) => {
        const header = (name: string) => message.headers![`headwater-${name}`]!.toString()
        codes.set(`${header('origin')} ${header('offset')}`, header('code'))
      },
    })
    await expect.poll(() => codes.size).toBeGreaterThanOrEqual(4)
    await sleep(300)
    await consumer.disconnect()
    return [...codes.values()].sort()
  }

  test('counts every event exactly once, however often it is killed', async () => {
    await createTopic('killed', 4)
    const total = 60_000
    const calls = Array.from({ length: total }, (_, i) =>
      callEvent(`k-${i}`, { asset: 'model:acme/chat', amount: `0.${1 + (i % 9)}`, currency: 'USDC' }),
    )
    await send(
      'killed',
      calls.map((event, i) => ({ value: JSON.stringify(event), partition: i % 4 })),
    )
    const folder = newFolder()
    await withRegistry(folder)
    let kills = 0
    let sent = 0
    for (; kills < 6; kills++) {
      // Every start of the worker finds new messages.
      const again = calls.slice(sent, sent + 10_000).map((event, i) => ({
        value: JSON.stringify(event),
        partition: (i + kills) % 4,
      }))
      sent += 10_000
      const child = startCli(worker(folder, 'killed'), { env: shortSession })
      child.stderr!.resume()
      await started(child)
      // Kills hit the join, the first batches, and later ones.
      await Promise.all([send('killed', again), sleep(300 + kills * 350)])
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    expect(kills).toBeGreaterThanOrEqual(5)
    await caughtUp(folder, 'killed')
    const fromKafka = await books(folder)
    expect(fromKafka.counts.settled).toBe(total)
    const fromFile = newFolder()
    await withRegistry(fromFile, calls)
    expect(fromKafka).toEqual(await books(fromFile))
  })

  async function started(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the worker ended with ${code}`)
    })
    ended.catch(() => {})
    await Promise.race([once(child.stdout!, 'data'), ended])
  }

  test('takes registry events in order and stops at a signal with everything durable', async () => {
    await createTopic('registry', 1)
    await createTopic('calls', 2)
    await send(
      'registry',
      registryEvents.map((event) => ({ value: JSON.stringify(event) })),
    )
    const folder = newFolder()
    expect(await caughtUp(folder, 'registry')).toMatchObject({ accepted: registryEvents.length })
    const child = startCli(worker(folder, 'registry,calls'), { env })
    let stdout = ''
    child.stdout!.on('data', (text) => {
      stdout += text
    })
    child.stderr!.resume()
    await started(child)
    const calls = Array.from({ length: 3_000 }, (_, i) =>
      callEvent(`s-${i}`, { asset: 'model:acme/base', tokens: { input: i } }),
    )
    await send(
      'calls',
      calls.map((event) => ({ value: JSON.stringify(event) })),
    )
    const lagNow = async () => {
      const { stdout: text } = await runCli([
        'lag',
        '--data',
        folder,
        '--json',
        '--brokers',
        broker.address,
        '--topics',
        'calls',
        '--group',
        'registry-calls',
      ])
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    }
    // The worker has the folder open, so the lag comes from the offsets that it committed to the group.
    await expect
      .poll(lagNow)
      .toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ lag: 0, from: 'group' })))
    child.kill('SIGTERM')
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ accepted: 3_000 })
    expect((await books(folder)).counts.settled).toBe(3_000)
  })

  test('stops at a signal in the middle of the stream, and has committed the offsets of the log', async () => {
    await createTopic('stream', 4)
    const folder = newFolder()
    await withRegistry(folder)
    const producer = createProducer()
    await producer.connect()
    let sent = 0
    let ended = false
    const streaming = (async () => {
      for (; !ended; sent += 500) {
        const calls = Array.from({ length: 500 }, (_, i) =>
          callEvent(`m-${sent + i}`, { asset: 'model:acme/chat', amount: '1', currency: 'USDC' }),
        )
        await producer.send({
          topic: 'stream',
          messages: calls.map((event) => ({ value: JSON.stringify(event) })),
        })
        await sleep(20)
      }
    })()
    let accepted = 0
    for (let life = 0; life < 2; life++) {
      const child = startCli(worker(folder, 'stream'), { env })
      let stdout = ''
      child.stdout!.on('data', (text) => {
        stdout += text
      })
      child.stderr!.resume()
      await started(child)
      const before = await committed('stream')
      await expect.poll(async () => sum(await committed('stream'))).toBeGreaterThan(sum(before))
      child.kill('SIGTERM')
      expect((await once(child, 'close'))[0]).toBe(0)
      accepted += JSON.parse(stdout.trim().split('\n').at(-1)!).accepted
      expect(await logged(folder, 'stream')).toEqual(await committed('stream'))
      expect(sum(await committed('stream'))).toBe(accepted)
    }
    await expect.poll(() => sent).toBeGreaterThan(accepted)
    ended = true
    await streaming
    await producer.disconnect()
    expect((await caughtUp(folder, 'stream')).accepted).toBe(sent - accepted)
    expect((await books(folder)).counts.settled).toBe(sent)
  })

  test('stops at a signal although its brokers do not answer', async () => {
    await createTopic('silent', 2)
    const [network] = broker.proxies
    const folder = newFolder()
    await withRegistry(folder)
    const command = worker(folder, 'silent').map((part) =>
      part === broker.address ? network!.address : part,
    )
    const child = startCli(command, { env: { ...shortSession, HEADWATER_SHUTDOWN_SECONDS_MAX: '2' } })
    child.stdout!.resume()
    child.stderr!.resume()
    await started(child)
    await send('silent', [{ value: JSON.stringify(callEvent('q', { asset: 'model:acme/base' })) }])
    await expect.poll(async () => sum(await committed('silent'))).toBe(1)
    network!.mode('stall')
    // The event is refused, and waits for the dead-letter topic, so it can't become durable.
    await send('silent', [{ value: 'no JSON' }])
    await sleep(300)
    child.kill('SIGTERM')
    await once(child, 'close')
    network!.mode('pass')
    expect(await caughtUp(folder, 'silent')).toMatchObject({ rejected: 1 })
  })

  const sum = (offsets: readonly number[]) => offsets.reduce((all, offset) => all + offset, 0)

  /** The offsets that the worker committed to the group, by partition. */
  async function committed(topic: string): Promise<number[]> {
    return withAdmin(broker.kafka, async (admin) => {
      const [offsets] = await admin.fetchOffsets({ groupId: topic, topics: [topic] })
      const sorted = offsets!.partitions.sort((one, other) => one.partition - other.partition)
      return sorted.map(({ offset }) => Math.max(0, Number(offset)))
    })
  }

  async function logged(folder: string, topic: string): Promise<number[]> {
    const at = ['--data', folder, '--brokers', broker.address, '--topics', topic]
    const { stdout } = await runCli(['lag', '--json', ...at])
    const lags = stdout.trim().split('\n')
    return lags.map((line) => {
      const { from, next } = JSON.parse(line)
      expect(from).toBe('log')
      return next ?? 0
    })
  }

  test('has its lag read from a log on a server without a folder, while another process writes there', async () => {
    await createTopic('elsewhere', 2)
    await send('elsewhere', [{ value: '[]', partition: 1 }])
    const double = await startKurrentDouble()
    const store = openKurrentEventStore({ url: double.url })
    try {
      const data = { partition: 'kafka-elsewhere-1', revision: 0, checkpoint: 1 }
      const event = { id: crypto.randomUUID(), type: 'CheckpointMoved', data }
      const stream = streams.ingest('kafka-elsewhere-1')
      await store.append([{ stream, expectedRevision: 'none', events: [event] }])
      const folder = join(newFolder(), 'none')
      const at = ['--data', folder, '--brokers', broker.address, '--topics', 'elsewhere']
      const { stdout, stderr } = await runCli(['lag', '--json', ...at, '--eventstore', double.url])
      const lags = stdout.trim().split('\n')
      expect(
        lags.map((line) => JSON.parse(line)),
        stderr,
      ).toMatchObject([
        { partition: 0, next: null, high: 0, lag: 0, from: 'log', identities: null },
        { partition: 1, next: 1, high: 1, lag: 0, from: 'log', identities: null },
      ])
      expect(existsSync(folder)).toBe(false)
    } finally {
      await store.close()
      await double.stop()
    }
  })

  test('continues after the broker was killed and started again', async () => {
    await createTopic('restarted', 2)
    const calls = Array.from({ length: 4_000 }, (_, i) =>
      callEvent(`b-${i}`, { asset: 'model:acme/chat', amount: '1', currency: 'USDC' }),
    ).map((event) => ({ value: JSON.stringify(event) }))
    const folder = newFolder()
    await withRegistry(folder)
    await send('restarted', calls.slice(0, 2_000))
    const alive = startCli(worker(folder, 'restarted'), { env })
    let stdout = ''
    alive.stdout!.on('data', (text) => {
      stdout += text
    })
    alive.stderr!.resume()
    await started(alive)
    await sleep(500)
    await broker.restart()
    await send('restarted', calls.slice(1_000))
    const next = async () => {
      const at = [
        '--data',
        folder,
        '--brokers',
        broker.address,
        '--topics',
        'restarted',
        '--group',
        'restarted',
      ]
      const { stdout: text } = await runCli(['lag', '--json', ...at])
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    }
    await expect.poll(next).toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ lag: 0 })))
    alive.kill('SIGTERM')
    expect((await once(alive, 'close'))[0]).toBe(0)
    expect((await books(folder)).counts.settled).toBe(4_000)
    expect(stdout).toContain('"accepted"')
  })

  test('reports what is wrong with brokers and topics', async () => {
    const closed = [
      'worker',
      '--data',
      newFolder(),
      '--brokers',
      '127.0.0.1:1',
      '--topics',
      'calls',
      '--json',
    ]
    const missing = worker(newFolder(), 'nowhere')
    const [unreachable, unknown] = await Promise.all([runCli(closed), runCli(missing)])
    expect(unreachable.stderr).toContain('kafka.unreachable')
    expect(unknown.stderr).toContain('kafka.topicUnknown')
    expect([unreachable.code, unknown.code].every((code) => code !== 0)).toBe(true)
  })
})
