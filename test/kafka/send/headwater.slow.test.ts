/** Servers and workers as processes of their own, with a real broker between them. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Broker, hasKafka, startBroker } from '../../../tools/kafka/broker.ts'
import { createTopics } from '../../../tools/kafka/topics.ts'
import { callEvent, faultyLines, linesOf, registryEvents } from '../../support/events.ts'
import { firstLine, runCli, startCli } from '../../support/process.ts'
import { openFolder } from '../../support/temporaryHeadwater.ts'

interface Answer {
  readonly status: number
  readonly body: {
    readonly code?: string
    readonly retry?: boolean
    readonly results?: readonly Result[]
  } & Record<string, unknown>
}
interface Result {
  readonly id: string
  readonly status: string
  readonly fault?: { readonly code: string }
}

interface Running {
  readonly url: string
  readonly process: ChildProcess
  readonly stdout: () => string
}

const until = '2026-02-01T00:00:00Z'

describe.skipIf(!hasKafka())('events through Kafka', () => {
  let broker: Broker
  const folders: string[] = []
  const children: ChildProcess[] = []
  beforeAll(async () => {
    broker = await startBroker()
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await broker?.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'headwater-through-'))
    folders.push(folder)
    return folder
  }

  /** Topics of a test's own. */
  function settings(name: string): Record<string, string> {
    return {
      HEADWATER_KAFKA_BROKERS: broker.address,
      HEADWATER_KAFKA_CALLS_TOPIC: `${name}.calls`,
      HEADWATER_KAFKA_CALLS_PARTITIONS: '4',
      HEADWATER_KAFKA_REGISTRY_TOPIC: `${name}.registry`,
      HEADWATER_KAFKA_DEAD_LETTER_TOPIC: `${name}.dead`,
      HEADWATER_KAFKA_GROUP: name,
      HEADWATER_KAFKA_SESSION_SECONDS: '10',
      HEADWATER_LOG_LEVEL: 'error',
    }
  }

  async function start(name: string, argv: string[]): Promise<Running> {
    const child = startCli([...argv, '--port', '0', '--json'], { env: settings(name) })
    children.push(child)
    let stderr = ''
    child.stderr!.on('data', (text) => {
      stderr += text
    })
    const line = await firstLine(child).catch((error: Error) => {
      throw new Error(`${error.message}: ${stderr}`)
    })
    let stdout = ''
    child.stdout!.on('data', (text) => {
      stdout += text
    })
    return { url: JSON.parse(line).url, process: child, stdout: () => stdout }
  }

  const serve = (name: string) => start(name, ['serve', '--data', newFolder()])

  async function post(url: string, body: string): Promise<Answer> {
    const headers = { 'content-type': 'application/x-ndjson' }
    const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }

  async function caughtUp(name: string, folder: string, topics: string[]): Promise<Record<string, number>> {
    const named = topics.map((topic) => `${name}.${topic}`).join(',')
    const argv = ['worker', '--data', folder, '--json', '--topics', named, '--until-caught-up']
    const { code, stdout, stderr } = await runCli(argv, { env: settings(name) })
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout.trim().split('\n').at(-1)!)
  }

  async function stop({ process: child }: Running): Promise<void> {
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
  }

  /** What a close says of the money. */
  async function books(folder: string) {
    await using opened = await openFolder(folder)
    const { counts, totals, trees } = await opened.service.close({ until })
    const statements: unknown[] = []
    for await (const line of opened.service.statements(1)) statements.push(line)
    for await (const report of opened.service.verify())
      expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
    return { counts, totals, trees, statements }
  }

  async function booksOfFile(events: readonly object[]) {
    const folder = newFolder()
    const { code, stderr } = await runCli(['ingest', '-', '--data', folder, '--json'], {
      input: linesOf([...registryEvents, ...events]),
    })
    expect(code, stderr).toBe(0)
    return books(folder)
  }

  function call(id: string, amount = '0.7'): object {
    return callEvent(id, { asset: 'model:acme/chat', amount, currency: 'USDC' })
  }

  test('what was queued is in the books as the same events from a file are', async () => {
    const server = await serve('same')
    const calls = Array.from({ length: 3_000 }, (_, i) => call(`c-${i}`, `0.${1 + (i % 9)}`))
    const registry = await post(server.url, linesOf(registryEvents))
    expect([registry.status, registry.body.queued]).toEqual([202, registryEvents.length])
    const requests = Array.from({ length: 20 }, (_, i) => linesOf(calls.slice(i * 100, i * 100 + 110)))
    const answers = await Promise.all(requests.map((body) => post(server.url, body)))
    expect(answers.every(({ status, body }) => status === 202 && body.queued === 110)).toBe(true)
    const refused = await post(server.url, faultyLines.map((line) => `${line}\n`).join(''))
    expect(refused.body.results!.map(({ status, fault }) => [status, fault?.code])).toEqual([
      ['rejected', 'amount.malformed'],
      ['rejected', 'line.notJson'],
    ])
    // The rest as a stream, from the command line.
    const file = join(newFolder(), 'calls.ndjson')
    writeFileSync(file, linesOf(calls.slice(1_900)))
    const sent = await runCli(['ingest', file, '--url', server.url])
    expect([sent.code, sent.stdout]).toEqual([
      0,
      `${file}: 1100 read: 1100 queued for the workers, 0 rejected\n`,
    ])
    await stop(server)

    const folder = newFolder()
    expect(await caughtUp('same', folder, ['registry'])).toMatchObject({ accepted: registryEvents.length })
    expect(await caughtUp('same', folder, ['calls'])).toEqual({
      accepted: 3_000,
      duplicate: 300,
      conflict: 0,
      rejected: 2,
    })
    const { stdout } = await runCli(['refused', 'list', '--data', folder, '--json'])
    const listed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(listed.map(({ code, raw }) => [code, raw]).sort()).toEqual([
      ['amount.malformed', faultyLines[0]],
      ['line.notJson', faultyLines[1]],
    ])
    expect(await books(folder)).toEqual(await booksOfFile(calls))
  })

  test('nothing that was queued is lost or counted twice: two servers, one killed, the broker too', async () => {
    const name = 'killed'
    const [first, second] = await Promise.all([serve(name), serve(name)])
    await post(first.url, linesOf(registryEvents))
    const queued = new Set<string>()
    const failed = new Set<string>()
    let posting = true
    /** Sends on and on, and until ten requests were acknowledged. */
    async function sendAll(server: Running, sender: string): Promise<void> {
      for (let request = 0, acknowledged = 0; posting || acknowledged < 10; request++) {
        const ids = Array.from({ length: 50 }, (_, i) => `${sender}-${request}-${i}`)
        const body = linesOf(ids.map((id) => call(id)))
        const answer = await post(server.url, body).catch(() => undefined)
        // The process is dead: the outcome of the last request is unknown.
        if (answer === undefined) {
          for (const id of ids) failed.add(id)
          return
        }
        if (answer.status === 202) {
          acknowledged++
          for (const id of ids) queued.add(id)
        } else {
          expect(answer).toMatchObject({ status: 503, body: { code: 'kafka.unacknowledged', retry: true } })
          for (const id of ids) failed.add(id)
        }
      }
    }
    const senders = ['a', 'b', 'c'].map((sender) => sendAll(first, `1${sender}`))
    senders.push(...['a', 'b', 'c'].map((sender) => sendAll(second, `2${sender}`)))
    await sleep(1_000)
    await broker.restart()
    await sleep(2_000)
    second.process.kill('SIGKILL')
    await sleep(500)
    await broker.restart()
    await sleep(1_500)
    posting = false
    await Promise.all(senders)
    await stop(first)
    expect(queued.size).toBeGreaterThan(1_000)

    const folder = newFolder()
    await caughtUp(name, folder, ['registry'])
    await caughtUp(name, folder, ['calls'])
    // Those that failed are sent again, as their senders would; some of them may be in.
    const again = [...failed].filter((id) => !queued.has(id))
    const ingest = async (ids: Iterable<string>) => {
      const input = linesOf([...ids].map((id) => call(id)))
      return JSON.parse((await runCli(['ingest', '-', '--data', folder, '--json'], { input })).stdout)
    }
    expect(await ingest(queued)).toMatchObject({ accepted: 0, duplicate: queued.size })
    await ingest(again)
    expect((await books(folder)).counts.settled).toBe(queued.size + again.length)
  })

  test('a worker answers requests itself, takes in what they send, and stops with everything durable', async () => {
    const name = 'beside'
    const worker = await start(name, [
      'worker',
      '--data',
      newFolder(),
      '--topics',
      `${name}.registry,${name}.calls`,
    ])
    await post(worker.url, linesOf(registryEvents))
    const health = async () =>
      (await (await fetch(`${worker.url}/v1/health`)).json()) as Record<string, number>
    await expect.poll(async () => (await health()).registryEvents).toBe(registryEvents.length)
    const calls = Array.from({ length: 500 }, (_, i) => call(`w-${i}`))
    expect((await post(worker.url, linesOf(calls))).status).toBe(202)
    const settled = registryEvents.length + calls.length
    await expect.poll(async () => (await health()).identities).toBe(settled)
    const replay = await fetch(`${worker.url}/v1/refused/replay`, { method: 'POST' })
    expect([replay.status, ((await replay.json()) as Answer['body']).code]).toEqual([
      409,
      'ingest.throughKafka',
    ])
    const closed = await runCli(['close', '--until', until, '--url', worker.url, '--json'])
    expect(JSON.parse(closed.stdout)).toMatchObject({ epoch: 1, counts: { settled: 500 } })
    const metrics = await (await fetch(`${worker.url}/metrics`)).text()
    expect(metrics).toContain('headwater_queued_events_total 509')
    await stop(worker)
    expect(JSON.parse(worker.stdout().trim())).toMatchObject({ accepted: settled })
  })

  test('says what is wrong with brokers and topics', async () => {
    await createTopics(broker.kafka, [{ topic: 'wide', numPartitions: 2 }])
    const argv = ['serve', '--data', newFolder(), '--port', '0']
    const wide = await runCli(argv, { env: { ...settings('wide'), HEADWATER_KAFKA_REGISTRY_TOPIC: 'wide' } })
    expect([wide.code, wide.stderr]).toEqual([2, expect.stringContaining('kafka.registryPartitions')])
    const unreachable = await runCli([...argv, '--brokers', '127.0.0.1:1'], { env: settings('unreachable') })
    expect([unreachable.code, unreachable.stderr]).toEqual([2, expect.stringContaining('kafka.unreachable')])
  })

  test('an event that the topic can not take is refused and listed; all others fit, up to 1 MiB', async () => {
    const name = 'large'
    const configEntries = [{ name: 'max.message.bytes', value: '200000' }]
    await createTopics(broker.kafka, [{ topic: `${name}.calls`, numPartitions: 1, configEntries }])
    const server = await serve(name)
    const registry = await post(server.url, linesOf(registryEvents))
    expect(registry.status).toBe(202)
    const large = (id: string, bytes: number) => {
      const event = { ...call(id), note: '' }
      return { ...event, note: 'x'.repeat(bytes - JSON.stringify(event).length) }
    }
    const many = Array.from({ length: 30 }, (_, i) => large(`l-${i}`, 150_000 + i * 1_000))
    const answer = await post(server.url, linesOf([...many, large('too', 300_000)]))
    expect(answer.body.results!.map(({ status }) => status)).toEqual([
      ...many.map(() => 'queued'),
      'rejected',
    ])
    expect(answer.body.results!.at(-1)!.fault!.code).toBe('kafka.eventTooLarge')
    const asset = {
      ...(registryEvents[3] as object),
      id: 'big',
      data: { asset: 'tool:acme/big', owner: 'ann' },
    }
    const biggest = { ...asset, note: 'y'.repeat((1 << 20) - JSON.stringify({ ...asset, note: '' }).length) }
    expect((await post(server.url, linesOf([biggest]))).body.results).toMatchObject([{ status: 'queued' }])
    await stop(server)
    const folder = newFolder()
    expect(await caughtUp(name, folder, ['registry'])).toMatchObject({ accepted: 10, rejected: 0 })
    expect(await caughtUp(name, folder, ['calls'])).toMatchObject({ accepted: 30, rejected: 1 })
  })
})
