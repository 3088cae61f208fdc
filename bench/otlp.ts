/**
 * Question: how many spans a second become durable through `POST /v1/traces`, in protobuf and in JSON, and how far is
 * reading them from `JSON.parse` of the same requests?
 *
 * Size: 200,000 inference spans of 16 attributes and about 1,700 bytes of JSON (1,100 of protobuf), each in a trace of
 * its own; quick: 60,000. Once 512 a request and 8 requests at once, as batch processors of SDKs send them, and once 8,192
 * and 10, the defaults of a collector. Then as many spans of agents: traces of six spans, two of which are inferences. The
 * server is `headwater serve` on the embedded engines.
 *
 * Estimate, on the main thread: 3 µs a span to decode, 4 µs to read its attributes, 3 µs to judge it, 8 µs for the rule of
 * traces, 7 µs to hash it and to write its row: 40,000 spans/s. The text of a span is made only where it is refused.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFormat } from '../src/decoding/formats/index.ts'
import { exportTraceServiceRequest } from '../src/decoding/formats/otlp/protobuf/messages.ts'
import { parseWrittenJson } from '../src/decoding/records/json.ts'
import { encodeProtobuf } from '../test/support/otlp.ts'
import { startCommand } from './load/processes.ts'
import type { Measurement } from './measurement.ts'
import { benchCurrency } from './support/calls.ts'

interface Sender {
  readonly name: string
  readonly requestSpans: number
  /** Requests at once. */
  readonly underWay: number
  readonly spanOf: (number: number) => object
}

const sdk: Sender = { name: 'SDKs', requestSpans: 512, underWay: 8, spanOf }
const collector: Sender = { name: 'a collector', requestSpans: 8_192, underWay: 10, spanOf }
const agents: Sender = { ...sdk, name: 'SDKs of agents', spanOf: agentSpanOf }
const asset = 'model:openai/gpt-5-mini'
const perMillion = { input: '0.25', output: '2', cacheRead: '0.025' }

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const spans = options.quick ? 60_000 : 200_000
  const json = requests(spans, sdk, (value) => Buffer.from(JSON.stringify(value)))
  const protobuf = requests(spans, sdk, inProtobuf)
  const size = sizeOf(spans, sdk)
  const parsed = rate(spans, json, (body) => JSON.parse(body.toString()))
  const read = createFormat('otlp', undefined).read!
  const ofJson = rate(spans, json, (body) => drain(read(parseWrittenJson(body, 0, body.length), 1)))
  const readBytes = createFormat('otlp-protobuf-traces', undefined).readBytes!
  const ofProtobuf = rate(spans, protobuf, (body) => drain(readBytes(body, 0, body.length)))
  const peer = {
    peer: 'JSON.parse of the same in JSON',
    peerValue: Math.round(parsed),
    unit: 'spans/s',
    size,
  }
  const durable = [
    await throughServer(spans, sdk, 'application/json', json),
    await throughServer(spans, sdk, 'application/x-protobuf', protobuf),
    await throughServer(spans, collector, 'application/x-protobuf', requests(spans, collector, inProtobuf)),
    await throughServer(spans, agents, 'application/x-protobuf', requests(spans, agents, inProtobuf)),
  ]
  return [
    { name: 'read spans in JSON', value: Math.round(ofJson), ratio: ofJson / parsed, ...peer },
    { name: 'read spans in protobuf', value: Math.round(ofProtobuf), ratio: ofProtobuf / parsed, ...peer },
    ...durable,
  ]
}

function sizeOf(spans: number, { requestSpans }: Sender): string {
  return `${spans / 1_000} k spans, ${requestSpans} a request`
}

function inProtobuf(value: ReturnType<typeof requestOf>): Buffer {
  return encodeProtobuf(value, exportTraceServiceRequest)
}

function requests(
  spans: number,
  { requestSpans, spanOf }: Sender,
  encode: (value: ReturnType<typeof requestOf>) => Buffer,
): Buffer[] {
  return Array.from({ length: Math.ceil(spans / requestSpans) }, (_, index) => {
    const from = index * requestSpans
    const length = Math.min(requestSpans, spans - from)
    return encode(requestOf(Array.from({ length }, (_, at) => spanOf(from + at))))
  })
}

function requestOf(spans: readonly object[]) {
  const resource = { attributes: attributes({ 'service.name': 'bench', 'telemetry.sdk.language': 'nodejs' }) }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench', version: '1' }, spans }] }] }
}

function spanOf(number: number) {
  const start = 1_772_442_000_000_000_000n + BigInt(number) * 1_000_000n
  return {
    traceId: number.toString(16).padStart(32, 'a'),
    spanId: number.toString(16).padStart(16, 'b'),
    name: 'chat gpt-5-mini',
    kind: 3,
    startTimeUnixNano: start.toString(),
    endTimeUnixNano: (start + 900_000_000n).toString(),
    attributes: attributes({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.response.model': 'gpt-5-mini-2025-08-07',
      'gen_ai.response.id': `chatcmpl-${number}`,
      'gen_ai.conversation.id': `conversation-${number % 1_000}`,
      'gen_ai.request.max_tokens': 1_024,
      'gen_ai.request.temperature': '0.2',
      'gen_ai.usage.input_tokens': 1_000 + (number % 5_000),
      'gen_ai.usage.output_tokens': 200 + (number % 300),
      'gen_ai.usage.cache_read.input_tokens': 512,
      'gen_ai.usage.reasoning.output_tokens': 64,
      'gen_ai.output.type': 'text',
      'server.address': 'api.openai.com',
      'server.port': 443,
      'user.id': `user-${number % 5_000}`,
    }),
    status: { code: 1 },
  }
}

const traceSpans = 6

/** The agent, a chat with the HTTP request in it, a tool, and another chat with its request. */
function agentSpanOf(number: number) {
  const place = number % traceSpans
  const trace = number - place
  const idOf = (at: number) => (trace + at).toString(16).padStart(16, 'b')
  const start = 1_772_442_000_000_000_000n + BigInt(number) * 1_000_000n
  const span = {
    traceId: trace.toString(16).padStart(32, 'a'),
    spanId: idOf(place),
    startTimeUnixNano: start.toString(),
    endTimeUnixNano: (start + 900_000_000n).toString(),
    status: { code: 1 },
  }
  const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' }
  const tool = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' }
  const http = {
    'http.request.method': 'POST',
    'server.address': 'api.openai.com',
    'url.full': 'https://api.openai.com',
  }
  const inAgent = { ...span, parentSpanId: idOf(0) }
  if (place === 0) return { ...span, name: 'invoke_agent', kind: 1, attributes: attributes(agent) }
  if (place === 3) return { ...inAgent, name: 'execute_tool', kind: 1, attributes: attributes(tool) }
  if (place === 1 || place === 4) return { ...spanOf(number), ...inAgent, name: 'chat gpt-5-mini', kind: 3 }
  return { ...span, parentSpanId: idOf(place - 1), name: 'POST', kind: 3, attributes: attributes(http) }
}

function attributes(values: { readonly [key: string]: string | number }) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
  }))
}

/** Calls without an amount need a rate. */
const registry = [
  benchCurrency,
  registryEvent('asset.registered', { asset, owner: 'acme' }),
  registryEvent('version.released', { asset, version: '1' }),
  registryEvent('rate.set', { asset, currency: 'USDC', effectiveFrom: '2026-01-01T00:00:00Z', perMillion }),
]

function registryEvent(type: string, data: object): object {
  return { ...benchCurrency, id: type, type: `io.headwater.${type}`, data }
}

function drain(events: Iterable<unknown>): void {
  for (const _ of events);
}

/** The best of three rounds. */
function rate(spans: number, bodies: readonly Buffer[], read: (body: Buffer) => void): number {
  let best = 0
  for (let round = 0; round < 3; round++) {
    const began = performance.now()
    for (const body of bodies) read(body)
    best = Math.max(best, (spans / (performance.now() - began)) * 1_000)
  }
  return best
}

async function throughServer(
  spans: number,
  sender: Sender,
  type: string,
  bodies: readonly Buffer[],
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  const agent = new Agent({ keepAlive: true, maxSockets: sender.underWay })
  const server = await startCommand('serve', ['serve', '--port', '0', '--data', folder, '--json'], {
    HEADWATER_LOG_LEVEL: 'error',
    HEADWATER_REQUESTS_PER_MINUTE_MAX: '1000000',
  })
  try {
    const { url } = JSON.parse(server.line) as { url: string }
    const events = 'application/cloudevents-batch+json'
    await post(`${url}/v1/events`, agent, events, Buffer.from(JSON.stringify(registry)))
    const left = [...bodies].reverse()
    const began = performance.now()
    await Promise.all(
      Array.from({ length: sender.underWay }, async () => {
        for (let body = left.pop(); body; body = left.pop()) await post(`${url}/v1/traces`, agent, type, body)
      }),
    )
    const value = Math.round((spans / (performance.now() - began)) * 1_000)
    const name = `POST /v1/traces to durable rows, ${type}, as ${sender.name} would`
    return { name, size: sizeOf(spans, sender), value, unit: 'spans/s' }
  } finally {
    agent.destroy()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function post(url: string, agent: Agent, type: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, method: 'POST', headers: { 'content-type': type, 'content-length': body.length } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const answer = Buffer.concat(parts).toString()
          if (response.statusCode === 200 && !answer.includes('refused')) resolve()
          else reject(new Error(`${response.statusCode}: ${answer.slice(0, 500)}`))
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
