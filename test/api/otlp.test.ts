import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { exportTraceServiceRequest } from '../../src/decoding/formats/otlp/protobuf/messages.ts'
import { HeadwaterError } from '../../src/errors.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../support/memoryIngest.ts'
import { attributesOf, chat, encodeProtobuf, logs, span, spanId, traceId, traces } from '../support/otlp.ts'
import { bearer, keyFor, limits } from './support.ts'

const models = { 'gpt-5-mini': 'model:meta/llama', 'gpt-4o': 'model:meta/llama' }
const mappings = { otlp: { models }, litellm: { models } }

type Options = Partial<Parameters<typeof createApi>[1]>

async function start(options: Options = {}) {
  const { requests, refused } = await createMemoryIngest()
  await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
  const service = {
    ...fakeHeadwater(),
    submit: (...given: Parameters<typeof requests.submit>) => requests.submit(...given),
  }
  const app = await createApi(service, { ...limits, bodyBytesMax: 100_000, keys: [], mappings, ...options })
  onTestFinished(() => app.close())
  const send = (
    path: string,
    payload: object | string | Buffer,
    type = 'application/json',
    headers: object = {},
  ) =>
    app.inject({
      method: 'POST',
      url: path,
      payload: Buffer.isBuffer(payload) || typeof payload === 'string' ? payload : JSON.stringify(payload),
      headers: { 'content-type': type, host: 'localhost', ...headers },
    })
  return { send, refused }
}

const good = span(1, chat)
const bad = span(2, { ...chat, 'gen_ai.usage.input_tokens': -1 })
const protobuf = 'application/x-protobuf'
const encoded = (...spans: object[]) => encodeProtobuf(traces(...(spans as [])), exportTraceServiceRequest)

describe('/v1/traces', () => {
  test('takes JSON and answers as the specification says', async () => {
    const { send } = await start()
    const answer = await send('/v1/traces', traces(good, span(3, { 'http.method': 'GET' })))
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
      200,
      'application/json',
      {},
    ])
  })

  test('takes protobuf, packed or not, and answers in protobuf', async () => {
    const { send } = await start()
    for (const answer of [
      await send('/v1/traces', encoded(good), protobuf),
      await send('/v1/traces', gzipSync(encoded(good)), protobuf, { 'content-encoding': 'gzip' }),
      await send('/v1/traces', '', protobuf),
    ])
      expect([answer.statusCode, answer.headers['content-type'], answer.payload]).toEqual([200, protobuf, ''])
  })

  test('takes the media types and packings that exporters send', async () => {
    const { send } = await start()
    const bytes = encoded(good)
    const text = JSON.stringify(traces(good), null, 2)
    for (const [body, type, encoding] of [
      [bytes, protobuf, 'identity'],
      [gzipSync(bytes), protobuf, 'x-gzip'],
      [deflateSync(bytes), protobuf, 'deflate'],
      [deflateRawSync(bytes), protobuf, 'deflate'],
      [deflateSync(text), 'application/json', 'zlib'],
      [zstdCompressSync(bytes), protobuf, 'zstd'],
      [bytes, 'application/x-protobuf; messageType="x"', undefined],
      [bytes, 'Application/X-Protobuf', undefined],
      [text, 'application/json; charset="UTF-8"', undefined],
      [`\u{feff}${text}`, 'application/json', undefined],
      ['{}', 'application/json', undefined],
      ['', 'application/json', undefined],
      ['[]', 'application/json', undefined],
    ] as const) {
      const answer = await send(
        '/v1/traces',
        body as Buffer,
        type,
        encoding ? { 'content-encoding': encoding } : {},
      )
      expect([type, encoding, answer.statusCode]).toEqual([type, encoding, 200])
    }
    expect((await send('/v1/traces', bytes, protobuf, { 'content-encoding': 'snappy' })).statusCode).toBe(415)
    expect((await send('/v1/traces', bytes, protobuf, { 'content-encoding': 'deflate' })).statusCode).toBe(
      400,
    )
    const bomb = deflateSync(Buffer.alloc(200_000))
    expect((await send('/v1/traces', bomb, protobuf, { 'content-encoding': 'deflate' })).statusCode).toBe(413)
  })

  test('names refused spans in a partial success', async () => {
    const { send } = await start()
    const { partialSuccess } = (await send('/v1/traces', traces(good, bad))).json()
    expect(partialSuccess.rejectedSpans).toBe('1')
    expect(partialSuccess.errorMessage).toContain(`${traceId}/${spanId(2)}: record.malformed`)
    const answer = await send('/v1/traces', encoded(bad), protobuf)
    expect(answer.rawPayload.subarray(3, 5)).toEqual(Buffer.from([0x08, 1]))
    expect(answer.payload).toContain('record.malformed')
  })

  test('a span that comes again is no fault', async () => {
    const { send } = await start()
    await send('/v1/traces', traces(good))
    expect((await send('/v1/traces', encoded(good), protobuf)).payload).toBe('')
  })

  test('a span that comes again with another content is kept as its JSON, alone and whole', async () => {
    const { send, refused } = await start()
    await send('/v1/traces', encoded(good), protobuf)
    const other = span(1, { ...chat, 'gen_ai.usage.output_tokens': 5, 'gen_ai.output.messages': 'x' })
    const answer = await send('/v1/traces', encoded(span(7, chat), other), protobuf)
    expect(answer.payload).toContain('event.conflict')
    const [entry] = (await refused.list({ limit: 10 })).entries
    const { resourceSpans } = JSON.parse(entry!.raw)
    expect(resourceSpans[0].scopeSpans[0].spans).toMatchObject([
      { spanId: spanId(1), attributes: { length: 6 } },
    ])
  })

  test('answers 400 to what can’t be decoded, which no sender repeats', async () => {
    const { send } = await start()
    const answer = await send('/v1/traces', encoded(good).subarray(1), protobuf)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, protobuf])
    expect(answer.payload).toContain('protobuf')
    expect((await send('/v1/traces', '{"resourceSpans":')).json()).toMatchObject({ code: 3 })
    expect((await send('/v1/traces', 'x', 'text/plain')).statusCode).toBe(415)
  })

  test('takes a mapping from its settings, or from the request', async () => {
    const { send } = await start({ mappings: { otlp: { models, amountFrom: 'declared' } } })
    const { partialSuccess } = (await send('/v1/traces', traces(good))).json()
    expect(partialSuccess.errorMessage).toContain('record.unpriced')
    const other = encodeURIComponent(JSON.stringify({ models }))
    expect((await send(`/v1/traces?mapping=${other}`, traces(good))).json()).toEqual({})
    await expect(start({ mappings: { otlp: { nothing: 1 } } })).rejects.toMatchObject({
      code: 'mapping.malformed',
    })
  })

  test('needs a key that may send calls', async () => {
    const { send } = await start({ keys: [keyFor('calls'), keyFor('read')] })
    const as = async (headers: object) =>
      (await send('/v1/traces', traces(good), 'application/json', headers)).statusCode
    expect([await as({}), await as(bearer('read')), await as(bearer('calls'))]).toEqual([401, 403, 200])
  })

  test('a failure that passes is answered with a status after which senders send again', async () => {
    const failing = (code: 'ingest.busy' | 'data.diskFull' | 'service.closing' | 'internal.bug') => {
      const submit = () => Promise.reject(new HeadwaterError({ code, message: 'No.' }))
      return createApi({ ...fakeHeadwater(), submit }, { ...limits, keys: [] })
    }
    for (const [code, status] of [
      ['ingest.busy', 503],
      ['service.closing', 503],
      ['internal.bug', 500],
    ] as const) {
      const app = await failing(code)
      const headers = { 'content-type': 'application/json', host: 'localhost' }
      const answer = await app.inject({ method: 'POST', url: '/v1/traces', payload: '{"a":1}', headers })
      expect(answer.statusCode, code).toBe(status)
      await app.close()
    }
  })

  test('holds the limits of bodies', async () => {
    const { send } = await start({ bodyBytesMax: 1_000 })
    expect((await send('/v1/traces', 'x'.repeat(1_001))).statusCode).toBe(413)
    const packed = gzipSync(Buffer.alloc(5_000))
    expect((await send('/v1/traces', packed, protobuf, { 'content-encoding': 'gzip' })).statusCode).toBe(413)
  })
})

test('/v1/logs takes log records with usage', async () => {
  const { send } = await start()
  const record = {
    timeUnixNano: '1737710446847371999',
    attributes: attributesOf(chat),
    eventName: 'gen_ai.x',
  }
  expect((await send('/v1/logs', logs({ ...record, traceId, spanId: spanId(1) }))).json()).toEqual({})
  const { partialSuccess } = (await send('/v1/logs', logs(record))).json()
  expect(partialSuccess).toMatchObject({ rejectedLogRecords: '1' })
})

test('/v1/metrics takes metrics and says that they bill nothing', async () => {
  const { send } = await start()
  const answer = await send('/v1/metrics', { resourceMetrics: [] })
  expect([answer.statusCode, answer.json().partialSuccess.rejectedDataPoints]).toEqual([200, '0'])
})

test('/v1/litellm takes each form of LiteLLM’s callback', async () => {
  const { send } = await start()
  const payload = (id: string) => ({
    id,
    status: 'success',
    startTime: 1737710446.847371,
    custom_llm_provider: 'openai',
    model: 'gpt-4o',
    prompt_tokens: 10,
    completion_tokens: 20,
  })
  const array = await send('/v1/litellm', [payload('a'), payload('b')])
  const lines = await send('/v1/litellm', `${JSON.stringify(payload('c'))}\n${JSON.stringify(payload('d'))}`)
  const one = await send('/v1/litellm', { ...payload('e'), status: 'failure' })
  expect([array.json().accepted, lines.json().accepted]).toEqual([2, 2])
  expect(one.json()).toMatchObject({ accepted: 0, skippedByReason: [{ reason: 'failed call', count: 1 }] })
})
