/** Where Langfuse's SDKs send: batches of ingestion events, and OTLP under its own path, both with a name and a password. */
import { Langfuse } from 'langfuse'
import { expect, onTestFinished, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../support/memoryIngest.ts'
import { chat, span, traces } from '../support/otlp.ts'
import { keyFor, limits, secretOf } from './support.ts'

const models = { 'gpt-5-mini': 'model:meta/llama' }

async function start() {
  const { requests, usage } = await createMemoryIngest()
  await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
  const submit = (...given: Parameters<typeof requests.submit>) => requests.submit(...given)
  const mappings = { otlp: { models }, langfuse: { models } }
  const config = { ...limits, bodyBytesMax: 1 << 20, keys: [keyFor('calls')], mappings }
  const app = await createApi({ ...fakeHeadwater(), submit }, config)
  onTestFinished(() => app.close())
  const send = (payload: object, credentials: string, url = '/api/public/ingestion') =>
    app.inject({ method: 'POST', url, payload, headers: { authorization: credentials } })
  return { app, usage, send }
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const known = basic(`pk-lf-any:${secretOf('calls')}`)

const event = (id: string, type: string, body: object) => ({
  id,
  type,
  timestamp: '2026-10-01T10:00:00Z',
  body,
})
const generation = (id: string, usageDetails: object) => ({
  id,
  startTime: '2026-10-01T10:00:00Z',
  model: 'gpt-5-mini',
  usageDetails,
})
const usageDetails = { input: 600, input_cached_tokens: 400, output: 300 }

test('the SDK for JavaScript sends its batches with nothing set but an address and keys', async () => {
  const { app, usage } = await start()
  const client = new Langfuse({
    baseUrl: await app.listen({ port: 0 }),
    publicKey: 'pk-lf-any',
    secretKey: secretOf('calls'),
  })
  const errors: unknown[] = []
  client.on('error', (error) => errors.push(error))
  const trace = client.trace({ name: 'chat', userId: 'u' })
  trace.span({ name: 'search' }).end()
  const call = trace.generation({ name: 'answer', model: 'gpt-5-mini' })
  call.end({ usageDetails })
  await client.shutdownAsync()
  expect(errors).toEqual([])
  expect(usage.rows).toMatchObject([
    { id: call.id, inputTokens: 600, cacheReadTokens: 400, outputTokens: 300 },
  ])
})

test('each event of a batch has an answer, and a piece that waits for another is taken', async () => {
  const { send } = await start()
  const batch = [
    event('e1', 'trace-create', { id: 't' }),
    event('e2', 'generation-create', generation('g1', usageDetails)),
    event('e3', 'generation-create', generation('g2', { input: -1, output: 2 })),
    event('e4', 'generation-create', { id: 'g3', startTime: '2026-10-01T10:00:00Z' }),
  ]
  const answer = await send({ batch }, known)
  expect([answer.statusCode, answer.json()]).toEqual([
    207,
    {
      successes: ['e1', 'e2', 'e4'].map((id) => ({ id, status: 201 })),
      errors: [{ id: 'e3', status: 400, error: 'record.malformed', message: expect.stringContaining('-1') }],
    },
  ])
  const again = [event('e5', 'generation-create', generation('g1', { input: 1, output: 1 }))]
  expect((await send({ batch: again }, known)).json().errors).toMatchObject([{ id: 'e5', status: 409 }])
})

test('a password is the key, whatever the name', async () => {
  const { send } = await start()
  const path = '/api/public/otel/v1/traces'
  for (const [url, taken] of [
    [path, 200],
    ['/v1/traces', 200],
    ['/api/public/ingestion', 207],
  ] as const) {
    const payload = url.includes('traces') ? traces(span(1, chat)) : { batch: [] }
    expect((await send(payload, known, url)).statusCode).toBe(taken)
    expect((await send(payload, basic('pk-lf-any:guess'), url)).statusCode).toBe(401)
    expect((await send(payload, basic(secretOf('calls')), url)).statusCode).toBe(401)
    expect((await send(payload, 'Basic !', url)).statusCode).toBe(401)
  }
})
