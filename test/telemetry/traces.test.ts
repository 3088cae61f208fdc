import { expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { Lanes, Writer } from '../../src/ingest/index.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { openTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts'
import { noTracing } from '../../src/telemetry/tracing.ts'
import { limits } from '../api/support.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'
import { startOtlpReceiver } from '../support/otlpReceiver.ts'

const call = (id: string) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1.5', currency: 'USDC' })
const traceA = 'a'.repeat(32)
const traceB = 'b'.repeat(32)
const kept = (trace: string) => `00-${trace}-${'1'.repeat(16)}-01`
const json = { 'content-type': 'application/cloudevents+json' }

async function tracing(url: string, sampleRatio = 1) {
  const warnings: object[] = []
  const config = { collectorUrl: url, serviceName: 'hw', sampleRatio }
  const telemetry = await openTelemetry(config, { warn: (facts) => warnings.push(facts) })
  return { telemetry, warnings }
}

async function registered() {
  const world = await createMemoryIngest()
  await world.requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
  return world
}

async function ingesting(telemetry: Telemetry) {
  const { dependencies } = await registered()
  const world = await createMemoryIngest({ ...dependencies, observer: telemetry.observer })
  const { requests } = world
  const service = {
    ...fakeHeadwater(),
    submit: (...given: Parameters<typeof requests.submit>) => requests.submit(...given),
  }
  return { ...world, service, app: await createApi(service, { ...limits, keys: [] }, undefined, telemetry) }
}

test('an event sent over HTTP is one trace, from its sender to its row', async () => {
  await using receiver = await startOtlpReceiver()
  const { telemetry } = await tracing(receiver.url)
  const { app, usage } = await ingesting(telemetry)
  const headers = { ...json, traceparent: kept(traceA), host: 'localhost' }
  const answer = await app.inject({ method: 'POST', url: '/v1/events', headers, payload: call('c1') })
  expect(answer.statusCode).toBe(200)
  await app.close()
  await telemetry.shutdown()

  const [receipt] = receiver.named('POST /v1/events')
  const [batch] = receiver.named('batch')
  expect(receipt).toMatchObject({ traceId: traceA, parentSpanId: '1'.repeat(16), service: 'hw' })
  expect(receipt!.attributes).toMatchObject({
    'http.response.status_code': 200,
    'headwater.request_id': answer.headers['x-request-id'],
  })
  expect(batch).toMatchObject({ traceId: traceA, parentSpanId: receipt!.spanId })
  for (const phase of ['judge', 'insert rows', 'append to the log', 'index identities'])
    expect(receiver.named(phase)).toMatchObject([{ traceId: traceA, parentSpanId: batch!.spanId }])
  const [row] = usage.rows
  expect(batch!.attributes).toMatchObject({
    'headwater.partition': row!.partition,
    'headwater.revision': row!.revision,
    'headwater.attempt': row!.attempt,
    'headwater.rows': 1,
    'headwater.accepted': 1,
  })
})

test('a batch of several senders is part of the first trace, has links to the others, and is named in each', async () => {
  await using receiver = await startOtlpReceiver()
  const { telemetry } = await tracing(receiver.url)
  const { service, usage } = await ingesting(telemetry)
  const options = { origin: 'test' }
  const send = (id: string, trace: string) =>
    service.submit(Buffer.from(call(id)), { ...options, traceparent: kept(trace) })
  await Promise.all([send('c1', traceA), send('c2', traceB)])
  await telemetry.shutdown()
  const [batch] = receiver.named('batch')
  expect(batch).toMatchObject({ traceId: traceA, links: [{ traceId: traceB }] })
  const [part] = receiver.named('in batch')
  expect(part).toMatchObject({ traceId: traceB, links: [{ traceId: traceA, spanId: batch!.spanId }] })
  expect(part!.attributes['headwater.attempt']).toBe(usage.rows[1]!.attempt)
})

test('a message of Kafka continues the trace of its header', async () => {
  await using receiver = await startOtlpReceiver()
  const { telemetry } = await tracing(receiver.url)
  const { observer } = telemetry
  const { dependencies, usage } = await registered()
  const lanes = new Lanes(new Writer({ ...dependencies, observer }))
  const lane = await lanes.open('kafka-t-0', 'kafka:t/0')
  const messages = [call('c1'), call('c2'), call('c3')].map((value, offset) => ({
    offset: String(offset),
    value: Buffer.from(value),
    headers: value.includes('"c2"') ? { traceparent: Buffer.from(kept(traceB)) } : {},
  }))
  observer.fetched('kafka-t-0', messages)
  lanes.add(lane, { blocks: blocksOf(messages), bytes: 100, end: messages.length })
  await lanes.drain()
  await telemetry.shutdown()
  expect(usage.rows).toHaveLength(3)
  expect(receiver.named('batch')).toMatchObject([
    {
      traceId: traceB,
      attributes: {
        'headwater.partition': 'kafka-t-0',
        'headwater.checkpoint': messages.length,
        'headwater.attempt': usage.rows[0]!.attempt,
      },
    },
  ])
})

test('the trace of a message waits for its own batch', async () => {
  await using receiver = await startOtlpReceiver()
  const { telemetry } = await tracing(receiver.url)
  const { observer } = telemetry
  const message = (offset: number, trace: string) => ({
    offset: String(offset),
    headers: { traceparent: kept(trace) },
  })
  const batch = (revision: number, checkpoint: number) =>
    observer
      .batch({ partition: 'p', revision, attempt: '0', senders: [], checkpoint })
      .failed(new Error('no'))
  observer.fetched('p', [message(7, traceA), message(8, traceB)])
  // After a start from the checkpoints the source fetches the same messages again.
  observer.fetched('p', [message(7, traceA), message(8, traceB)])
  batch(0, 8)
  batch(1, 9)
  observer.fetched('p', [message(9, traceA)])
  observer.standing([])
  batch(2, 10)
  await telemetry.shutdown()
  const traces = receiver.named('batch').map(({ traceId, links, failed }) => ({ traceId, links, failed }))
  expect(traces[0]).toEqual({ traceId: traceA, links: [], failed: true })
  expect(traces[1]).toEqual({ traceId: traceB, links: [], failed: true })
  expect([traceA, traceB]).not.toContain(traces[2]!.traceId)
})

test('a close is a span with a child for each of its stages', async () => {
  await using receiver = await startOtlpReceiver()
  const { telemetry } = await tracing(receiver.url)
  await telemetry.closing(kept(traceA), async (onProgress) => {
    for (const stage of ['scope', 'reconcile', 'reconcile', 'record']) onProgress({ stage })
    return { repeats: 0 }
  })
  await telemetry.shutdown()
  const [close] = receiver.named('close')
  expect(close).toMatchObject({ traceId: traceA })
  const stages = receiver.spans.filter(({ parentSpanId }) => parentSpanId === close!.spanId)
  expect(stages.map(({ name }) => name)).toEqual(['scope', 'reconcile', 'record'])
})

test('a fraction is kept of the traces that begin here, and of others those that their sender keeps', async () => {
  await using receiver = await startOtlpReceiver()
  const { telemetry } = await tracing(receiver.url, 0)
  const { tracing: traces } = telemetry
  traces.begin('ours').end()
  traces.begin('theirs', { parent: kept(traceA) }).end()
  traces.begin('dropped', { parent: kept(traceA).replace(/01$/, '00') }).end()
  traces.begin('unreadable', { parent: 'nonsense' }).end()
  await telemetry.shutdown()
  expect(receiver.spans.map(({ name }) => name)).toEqual(['theirs'])
})

test('if the collector accepts nothing, ingestion goes on, and the log says it once', async () => {
  await using receiver = await startOtlpReceiver(400)
  const { telemetry, warnings } = await tracing(receiver.url)
  const { service, usage } = await ingesting(telemetry)
  const send = (id: string) => service.submit(Buffer.from(call(id)), { origin: 'test' })
  expect(await send('c1')).toMatchObject([{ status: 'accepted' }])
  expect(await send('c2')).toMatchObject([{ status: 'accepted' }])
  expect(usage.rows).toHaveLength(2)
  await telemetry.shutdown()
  expect(warnings).toMatchObject([{ spans: 10 }])
})

test('without a collector nothing of OpenTelemetry is created', async () => {
  const config = { collectorUrl: undefined, serviceName: 'hw', sampleRatio: 1 }
  const telemetry = await openTelemetry(config, { warn() {} })
  expect(telemetry.tracing).toBe(noTracing)
  expect(telemetry.observer).toBe(telemetry.metrics)
})
