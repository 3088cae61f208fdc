/** What the SDK of CloudEvents sends: over HTTP to a server that listens, and as messages of Kafka. */
import { CloudEvent, emitterFor, HTTP, httpTransport, Kafka, Mode } from 'cloudevents'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { createMemoryIngest, registryLines } from '../support/memoryIngest.ts'
import { callEvent, startFake } from './support.ts'

/** Characters that a header can't have as they are, and an attribute that no one knows. */
const event = new CloudEvent({
  ...callEvent,
  id: 'call 1/ü%41"',
  subject: 'Zürich €',
  traceparent: '00-ab-cd-01',
})
const asBytes = event.cloneWith({ data: Buffer.from(JSON.stringify(callEvent.data)) })

let server: Awaited<ReturnType<typeof startFake>>
let url: string
beforeAll(async () => {
  server = await startFake()
  url = `${await server.app.listen({ port: 0, host: '127.0.0.1' })}/v1/events`
})
afterAll(() => server.app.close())

const sent = () => JSON.parse(server.fake.submitted.at(-1)!.text) as Record<string, unknown>
const meaning = { ...callEvent, time: new Date(callEvent.time).toISOString() }

describe('the SDK of CloudEvents', () => {
  test.each([
    ['structured', Mode.STRUCTURED],
    ['binary', Mode.BINARY],
  ])('sends an event in %s mode', async (_name, mode) => {
    const plain = event.cloneWith({ id: 'call-1', subject: 'a b' })
    const answer = (await emitterFor(httpTransport(url), { mode })(plain)) as { body: string }
    expect(JSON.parse(answer.body)).toMatchObject({ accepted: 1, results: [{ id: 'call-1' }] })
    expect(sent()).toMatchObject({ ...meaning, id: 'call-1', subject: 'a b', traceparent: '00-ab-cd-01' })
  })

  test('sends its data as bytes, which are data_base64 in structured mode', async () => {
    for (const { headers, body } of [
      HTTP.structured(asBytes),
      HTTP.binary(asBytes.cloneWith({ id: 'x', subject: 'y' })),
    ])
      expect(
        (await fetch(url, { method: 'POST', headers: headers as never, body: body as never })).status,
      ).toBe(200)
    expect(sent()).toMatchObject({ id: 'x', data: callEvent.data })
    const { requests } = await createMemoryIngest()
    await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'r' })
    const data = { asset: 'model:meta/llama', amount: '1', currency: 'USDC' }
    const call = asBytes.cloneWith({ data: Buffer.from(JSON.stringify(data)) })
    const modes = [HTTP.structured(call), HTTP.structured(call.cloneWith({ data }))].map(
      ({ body }) => body as string,
    )
    // The same event in both forms has the same content.
    expect(
      (await requests.submit(Buffer.from(`[${modes.join(',')}]`), { origin: 's' })).map(
        ({ status }) => status,
      ),
    ).toEqual(['accepted', 'duplicate'])
  })

  test('sends a batch, in which a wrong event stops no other', async () => {
    const { requests } = await createMemoryIngest()
    await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'r' })
    const data = { asset: 'model:meta/llama', amount: '1', currency: 'USDC' }
    const events = ['a', 'b', 'c'].map((id) =>
      event.cloneWith({ id, data: id === 'b' ? { ...data, amount: '-1' } : data }),
    )
    const old = new CloudEvent({ ...callEvent, id: 'd', specversion: '0.3', data })
    const body = `[${[...events, old].map((one) => HTTP.structured(one).body as string).join(',')}]`
    expect(await requests.submit(Buffer.from(body), { origin: 's' })).toMatchObject([
      { id: 'a', status: 'accepted' },
      { id: 'b', status: 'rejected', fault: { path: '/data/amount' } },
      { id: 'c', status: 'accepted' },
      {
        id: 'd',
        status: 'rejected',
        fault: { code: 'event.specversion', message: expect.stringContaining('0.3') },
      },
    ])
  })

  test.each([
    ['structured', Kafka.structured(event)],
    ['structured, with its data as bytes', Kafka.structured(asBytes)],
    ['binary', Kafka.binary(event)],
    ['binary, with its data as bytes', Kafka.binary(asBytes)],
  ])('makes a message in %s mode', (_name, { headers, value }) => {
    const bytes =
      typeof value === 'string' || Buffer.isBuffer(value)
        ? Buffer.from(value)
        : Buffer.from(JSON.stringify(value))
    const [block] = blocksOf([{ offset: '0', value: bytes, headers: headers as never }])
    expect(block!.faults.size).toBe(0)
    const read = JSON.parse(block!.bytes.toString('utf8', block!.starts[0], block!.ends[0]))
    expect(read).toMatchObject({ id: 'call 1/ü%41"', subject: 'Zürich €', source: callEvent.source })
    const data = read.data ?? JSON.parse(Buffer.from(read.data_base64, 'base64').toString())
    expect(data).toEqual(callEvent.data)
  })
})

describe('the handshake of webhooks', () => {
  test('is answered for the origin that asks, and needs no key', async () => {
    const headers = { 'WebHook-Request-Origin': 'eventemitter.example.com', 'WebHook-Request-Rate': '120' }
    for (const route of ['/v1/events', '/v1/ingestions']) {
      const answer = await server.app.inject({ method: 'OPTIONS', url: route, headers })
      expect(answer.statusCode).toBe(204)
      expect(answer.headers).toMatchObject({
        'webhook-allowed-origin': 'eventemitter.example.com',
        'webhook-allowed-rate': '*',
        allow: 'OPTIONS, POST',
      })
    }
  })

  test('permits nothing that did not ask', async () => {
    const answer = await server.app.inject({ method: 'OPTIONS', url: '/v1/events' })
    expect(answer.headers).not.toHaveProperty('webhook-allowed-origin')
    expect(answer.headers).not.toHaveProperty('webhook-allowed-rate')
  })
})
