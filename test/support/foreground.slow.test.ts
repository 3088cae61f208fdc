import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@clickhouse/client'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, describe, expect, it } from 'vitest'
import { openKurrentEventStore } from '../../src/eventstore/kurrent.ts'
import { hasKafka } from '../../tools/kafka/broker.ts'
import { finish, firstLine } from './process.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'headwater-foreground-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let folders = 0

/** As a person starts it: by npm, which then stands between the signal and the process. */
function npmRun(name: string, ...options: readonly string[]) {
  const temporary = join(scratch, `tmp-${++folders}`)
  mkdirSync(temporary)
  const child = spawn('npm', ['run', '--silent', name, '--', ...options], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: temporary },
    stdio: 'pipe',
  })
  return { child, temporary }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const closed = once(child, 'close')
  child.kill(signal)
  return (await closed)[0]
}

/** Starts it, hands its address to `use`, stops it, and sees that only `--data` is left. */
async function tryOut(
  name: string,
  options: readonly string[],
  signal: NodeJS.Signals,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const { child, temporary } = npmRun(name, ...options)
  const address = await firstLine(child)
  try {
    await use(address)
  } finally {
    expect(await stop(child, signal)).toBe(0)
  }
  expect(readdirSync(temporary).filter((entry) => entry.startsWith('headwater-'))).toEqual([])
}

const data = (name: string) => ['--data', join(scratch, name)]

describe.skipIf(!hasKafka())('npm run kafka', () => {
  const client = (address: string) => new Kafka({ brokers: [address], logLevel: logLevel.NOTHING })

  it('is a broker until stopped, and goes on with what it kept in its folder', async () => {
    await tryOut('kafka', data('kafka'), 'SIGTERM', async (address) => {
      const admin = client(address).admin()
      await admin.connect()
      await admin.createTopics({ topics: [{ topic: 'calls', numPartitions: 2 }], waitForLeaders: true })
      await admin.disconnect()
      const producer = client(address).producer()
      await producer.connect()
      await producer.send({ topic: 'calls', acks: -1, messages: [{ partition: 1, value: 'kept' }] })
      await producer.disconnect()
    })
    await tryOut('kafka', data('kafka'), 'SIGINT', async (address) => {
      const admin = client(address).admin()
      await admin.connect()
      const offsets = await admin.fetchTopicOffsets('calls')
      await admin.disconnect()
      expect(offsets.map(({ partition, high }) => `${partition}: ${high}`).sort()).toEqual(['0: 0', '1: 1'])
    })
  })

  it('says what it needs where Java is missing', async () => {
    const script = join(root, 'tools/kafka/run.ts')
    const child = spawn(process.execPath, [script], { env: { PATH: scratch }, stdio: 'pipe' })
    const { code, stderr } = await finish(child)
    expect([code, stderr]).toEqual([2, expect.stringContaining('needs Java 17')])
  })
})

describe('npm run clickhouse-front', () => {
  it('answers queries until stopped, and goes on with what it kept in its folder', async () => {
    await tryOut('clickhouse-front', data('front'), 'SIGTERM', async (url) => {
      const client = createClient({ url })
      await client.command({ query: 'CREATE DATABASE books' })
      await client.command({ query: 'CREATE TABLE books.t (n UInt8) ENGINE = MergeTree ORDER BY n' })
      await client.command({ query: 'INSERT INTO books.t VALUES (7)' })
      await client.close()
    })
    await tryOut('clickhouse-front', data('front'), 'SIGINT', async (url) => {
      const client = createClient({ url })
      const result = await client.query({ query: 'SELECT n FROM books.t', format: 'JSONEachRow' })
      expect(await result.json()).toEqual([{ n: 7 }])
      await client.close()
    })
  })
})

describe('npm run kurrentdb-double', () => {
  it('takes events until stopped', async () => {
    await tryOut('kurrentdb-double', [], 'SIGTERM', async (url) => {
      const store = openKurrentEventStore({ url })
      const id = '00000000-0000-4000-8000-000000000001'
      const events = [{ id, type: 'Something', data: { n: 1 } }]
      await store.append([{ stream: 'registry', expectedRevision: 'none', events }])
      expect(await store.head()).toBeGreaterThanOrEqual(0)
      await store.close()
    })
  })

  it('keeps nothing in a folder, and says so', async () => {
    const { code, stderr } = await finish(npmRun('kurrentdb-double', ...data('double')).child)
    expect([code, stderr]).toEqual([2, expect.stringContaining('leave --data out')])
  })
})

describe('each of them', () => {
  it.each(['kafka', 'clickhouse-front', 'kurrentdb-double'])(
    '%s says that its port is taken, and what an option is',
    async (name) => {
      if (name === 'kafka' && !hasKafka()) return
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as { port: number }
      const taken = await finish(npmRun(name, '--port', String(port)).child)
      server.close()
      expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining(`Port ${port} of 127.0.0.1`)])
      const wrong = await finish(npmRun(name, '9092').child)
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--port N')])
    },
  )
})
