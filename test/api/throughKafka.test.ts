/** The API and the command line if events go through Kafka: a real server with brokers in memory. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { throughKafka } from '../../src/kafka/send/headwater.ts'
import { createEventProducer, type EventProducer } from '../../src/kafka/send/producer.ts'
import { type FakeBrokers, fakeBrokers } from '../../tools/kafka/connections.ts'
import { runHere } from '../cli/support.ts'
import { callEvents, faultyLines, linesOf, wholeInput } from '../support/events.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { bearer, keyFor, limits, startFake } from './support.ts'

let app: Awaited<ReturnType<typeof createApi>>
let brokers: FakeBrokers
let producer: EventProducer
let url: string
beforeAll(async () => {
  brokers = fakeBrokers()
  const silent = { info: () => {}, warn: () => {} }
  producer = createEventProducer(await brokers.connect(), brokers.connect, silent, 20)
  const keys = [keyFor('calls'), keyFor('calls', 'registry', 'read')]
  const config = { ...limits, bodyBytesMax: 100_000, bodyEventsMax: 100, keys }
  app = await createApi(throughKafka(fakeHeadwater(), producer), config)
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => app.close())

const post = (path: string, payload: string, headers = bearer('calls')) =>
  app.inject({
    method: 'POST',
    url: path,
    payload,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  })

describe('events through Kafka', () => {
  test('202 reports that events are queued, and which were refused at once', async () => {
    const answer = await post('/v1/events', wholeInput)
    expect(answer.statusCode).toBe(202)
    const { results, ...counts } = answer.json()
    expect(counts).toEqual({ accepted: 0, duplicate: 0, conflict: 0, rejected: 11, queued: 4 })
    expect(results).toHaveLength(15)
    expect(results.at(-3)).toEqual({ id: 'c4', source: '/gateway', status: 'queued' })
  })

  test('200 reports that nothing is queued', async () => {
    const answer = await post('/v1/events', `${faultyLines[1]}\n`)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ rejected: 1, results: [{ status: 'rejected' }] })
  })

  test('a stream has one report', async () => {
    const answer = await post('/v1/ingestions', wholeInput, bearer('calls', 'registry', 'read'))
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ accepted: 0, queued: 13, rejectedCount: 2 })
  })

  test('events that Kafka does not acknowledge are a problem that may be retried', async () => {
    const { before } = brokers
    brokers.before = () => new Promise(() => {})
    const answers = [await post('/v1/events', linesOf(callEvents)), await post('/v1/ingestions', wholeInput)]
    brokers.before = before
    for (const answer of answers) {
      expect(answer.statusCode).toBe(503)
      expect(answer.json()).toMatchObject({ code: 'kafka.unacknowledged', retry: true })
    }
  })

  test('an account that a payee binds is not said to be bound, nor payable, before a worker took it in', async () => {
    const { app, fake } = await startFake({ keys: [keyFor('calls')] })
    fake.submit = throughKafka(fake, producer).submit
    const headers: Record<string, string> = { 'x-headwater-console': '1' }
    const ask = (url: string, payload: object) => app.inject({ method: 'POST', url, headers, payload })
    const account = `eip155:8453:0x${'1'.repeat(40)}`
    const { message } = (await ask('/v1/session/challenges', { account })).json()
    const session = await ask('/v1/session', { message, signature: 'signed' })
    headers.cookie = String(session.headers['set-cookie']).split(';', 1)[0]!
    const { nonce } = (await ask('/v1/payees/ann/accounts/challenges', { account })).json()
    const answer = await ask('/v1/payees/ann/accounts', { nonce, signature: 'signed' })
    expect(answer.json()).toEqual({ payee: 'ann', account, bound: false, payableFrom: null })
    await app.close()
  })

  test('the command line reports how many are queued', async () => {
    process.env.HEADWATER_API_KEY = bearer('calls', 'registry', 'read').authorization.slice('Bearer '.length)
    try {
      const { stdout, code } = await runHere(['ingest', '-', '--url', url], wholeInput)
      expect(code).toBe(0)
      expect(stdout).toContain('-: 15 read: 13 queued for the workers, 2 rejected\n')
      const json = await runHere(['ingest', '-', '--url', url, '--json'], wholeInput)
      expect(JSON.parse(json.stdout)).toMatchObject({ accepted: 0, queued: 13, rejectedCount: 2 })
    } finally {
      delete process.env.HEADWATER_API_KEY
    }
  })
})
