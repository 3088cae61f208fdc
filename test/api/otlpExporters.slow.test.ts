/** Real exporters send to the receivers, with nothing set but an address and a key. */
import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel'
import { context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import { generateText, type Telemetry } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { HeadwaterError } from '../../src/errors.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../support/memoryIngest.ts'
import { chat } from '../support/otlp.ts'
import { keyFor, limits, secretOf } from './support.ts'

const models = { 'gpt-5-mini': 'model:meta/llama' }

/**
 * A server with keys, to which the environment of this process points.
 * @param busy how many requests it answers as busy before it takes one
 */
async function receiving(busy = 0) {
  const { requests, usage } = await createMemoryIngest()
  await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
  let left = busy
  const submit = async (...given: Parameters<typeof requests.submit>) => {
    if (left-- > 0) throw new HeadwaterError({ code: 'ingest.busy', message: 'Busy.' })
    return requests.submit(...given)
  }
  const service = { ...fakeHeadwater(), submit }
  const config = { ...limits, bodyBytesMax: 1 << 20, keys: [keyFor('calls')], mappings: { otlp: { models } } }
  const app = await createApi(service, config)
  onTestFinished(() => app.close())
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', await app.listen({ port: 0 }))
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', `authorization=Bearer%20${secretOf('calls')}`)
  return usage
}

afterEach(() => {
  vi.unstubAllEnvs()
})

function tracerFor(exporter: SpanExporter) {
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] })
  return { tracer: provider.getTracer('test'), flush: () => provider.forceFlush() }
}

test.each([
  ['JSON', () => new JsonExporter()],
  ['protobuf', () => new ProtobufExporter()],
  ['packed protobuf', () => new ProtobufExporter({ compression: 'gzip' as never })],
])('an SDK sends spans in %s', async (_, createExporter) => {
  const usage = await receiving()
  const { tracer, flush } = tracerFor(createExporter())
  const outer = tracer.startSpan('chat', { attributes: chat }, ROOT_CONTEXT)
  const failed = tracer.startSpan('chat', { attributes: chat }, trace.setSpan(ROOT_CONTEXT, outer))
  failed.setStatus({ code: SpanStatusCode.ERROR, message: '429' }).end()
  outer.end()
  tracer.startSpan('GET', { attributes: { 'http.request.method': 'GET' } }, ROOT_CONTEXT).end()
  await flush()
  expect(usage.rows.map(({ id, inputTokens, outputTokens }) => ({ id, inputTokens, outputTokens }))).toEqual([
    {
      id: `${outer.spanContext().traceId}/${outer.spanContext().spanId}`,
      inputTokens: 1000,
      outputTokens: 300,
    },
  ])
})

test('an SDK sends spans again while the server is busy, and they bill once', async () => {
  const usage = await receiving(1)
  const { tracer, flush } = tracerFor(new ProtobufExporter())
  tracer.startSpan('chat', { attributes: chat }, ROOT_CONTEXT).end()
  await flush()
  expect(usage.rows).toMatchObject([{ inputTokens: 1000, outputTokens: 300 }])
})

test('an SDK sends log events', async () => {
  const usage = await receiving()
  const provider = new LoggerProvider({
    processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
  })
  const attributes = { ...chat, 'gen_ai.response.id': 'r' }
  provider.getLogger('test').emit({ eventName: 'gen_ai.client.inference.operation.details', attributes })
  provider.getLogger('test').emit({ body: 'other' })
  await provider.forceFlush()
  expect(usage.rows).toMatchObject([{ id: 'r' }])
})

test.each([
  ['today', (tracer: never) => new OpenTelemetry({ tracer })],
  ['before version 7', (tracer: never) => new LegacyOpenTelemetry({ tracer })],
])('the Vercel AI SDK as it is %s sends a call, which bills once', async (_, integrate) => {
  const usage = await receiving()
  const { tracer, flush } = tracerFor(new ProtobufExporter())
  const model = new MockLanguageModelV4({
    provider: 'openai.responses',
    modelId: 'gpt-5-mini',
    doGenerate: async () => ({
      content: [{ type: 'text', text: 'Hello' }],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: {
        inputTokens: { total: 1910, noCache: 118, cacheRead: 1792, cacheWrite: undefined },
        outputTokens: { total: 1205, text: 315, reasoning: 890 },
      },
      response: { id: 'resp_1', modelId: 'gpt-5-mini-2025-08-07' },
      warnings: [],
    }),
  })
  const integrations = [integrate(tracer as never) as Telemetry]
  await context.with(ROOT_CONTEXT, () =>
    generateText({ model, prompt: 'Hi', experimental_telemetry: { isEnabled: true, integrations } }),
  )
  await flush()
  expect(usage.rows).toMatchObject([{ inputTokens: 118, cacheReadTokens: 1792, outputTokens: 1205 }])
})
