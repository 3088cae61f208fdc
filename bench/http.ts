/**
 * Question: how many events a second become durable through `POST /v1/events` in batches of 500, and how long does a
 * batch wait for its answer?
 *
 * Size: 1,000,000 call events of about 280 bytes, 32 requests under way; quick: 150,000. The server is `headwater serve`
 * on the embedded engines. The client is a process of its own on the same machine, and makes its bodies beforehand. The
 * server answers when the rows are durable, with a result for each event.
 *
 * Estimate, on 2 cores: reading and hashing 4 µs an event, its result as JSON 2 µs, HTTP 0.5 ms a request or 1 µs an
 * event; the database beside it: 70,000 to 100,000 events/s. 32 × 500 events under way at that rate wait 0.2 s.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHistogram, type Histogram, type RecordableHistogram } from 'node:perf_hooks'
import { type Started, startCommand, startProgram } from './load/processes.ts'
import type { Measurement } from './measurement.ts'
import { benchCall, benchRegistry } from './support/calls.ts'

const batchEvents = 500
const underWay = 32
/** Events whose bodies are in memory at once. */
const partEvents = 200_000

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const events = options.quick ? 150_000 : 1_000_000
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    const server = await startCommand('serve', ['serve', '--port', '0', '--data', folder, '--json'], {
      HEADWATER_LOG_LEVEL: 'error',
      HEADWATER_REQUESTS_PER_MINUTE_MAX: '1000000',
    })
    const ours = await measure(server, events)
    const peer = await measure(
      await startProgram('bare', new URL('support/bareServer.ts', import.meta.url)),
      events,
    )
    const size = `${events / 1_000} k events, ${batchEvents} a request, ${underWay} requests at once`
    return [
      {
        name: 'HTTP to durable rows, embedded engines',
        size,
        value: Math.round(ours.perSecond),
        unit: 'events/s',
        peer: 'a bare server that parses and answers',
        peerValue: Math.round(peer.perSecond),
        ratio: ours.perSecond / peer.perSecond,
      },
      ...([50, 99] as const).map((at) => ({
        name: `answer to a batch, p${at}`,
        size,
        value: ours.waits.percentile(at) / 1e6,
        unit: 'ms',
        peer: 'a bare server that parses and answers',
        peerValue: peer.waits.percentile(at) / 1e6,
        ratio: peer.waits.percentile(at) / ours.waits.percentile(at),
      })),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(server: Started, events: number): Promise<{ perSecond: number; waits: Histogram }> {
  const agent = new Agent({ keepAlive: true, maxSockets: underWay })
  try {
    const { url } = JSON.parse(server.line) as { url: string }
    const target = `${url}/v1/events`
    const registry = benchRegistry()
    for (let at = 0; at < registry.length; at += batchEvents)
      await post(target, agent, Buffer.from(JSON.stringify(registry.slice(at, at + batchEvents))))
    // Warms up, so that the first numbers do not include the work of the compiler.
    const warmUp = events / 10
    await sendAll(target, agent, { from: 0, count: warmUp })
    const waits = createHistogram()
    const seconds = await sendAll(target, agent, { from: warmUp, count: events, waits })
    return { perSecond: events / seconds, waits }
  } finally {
    agent.destroy()
    await server.stop()
  }
}

interface Sending {
  readonly from: number
  readonly count: number
  /** Records how long each batch waited for its answer. */
  readonly waits?: RecordableHistogram
}

/** Seconds from the first request to the last answer. Bodies are made a part at a time, while the clock is stopped. */
async function sendAll(url: string, agent: Agent, { from, count, waits }: Sending): Promise<number> {
  let seconds = 0
  for (let at = from; at < from + count; at += partEvents) {
    const bodies = bodiesOf(at, Math.min(at + partEvents, from + count))
    const began = performance.now()
    await Promise.all(
      Array.from({ length: underWay }, async () => {
        for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
          const sent = process.hrtime.bigint()
          await post(url, agent, body)
          waits?.record(process.hrtime.bigint() - sent)
        }
      }),
    )
    seconds += (performance.now() - began) / 1_000
  }
  return seconds
}

/** The calls from number `from` to before `end`, in batches. */
function bodiesOf(from: number, end: number): Buffer[] {
  const bodies: Buffer[] = []
  for (let first = from; first < end; first += batchEvents) {
    const length = Math.min(batchEvents, end - first)
    const texts = Array.from({ length }, (_, i) => benchCall(first + i))
    bodies.push(Buffer.from(`[${texts.join(',')}]`))
  }
  return bodies
}

function post(url: string, agent: Agent, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/cloudevents-batch+json', 'content-length': body.length }
    const out = request(url, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const text = chunks[0]?.toString('latin1', 0, 80) ?? ''
        if (answer.statusCode === 200 && /"duplicate":0,"conflict":0,"rejected":0/.test(text)) resolve()
        else reject(new Error(`${answer.statusCode} ${Buffer.concat(chunks).toString().slice(0, 400)}`))
      })
    })
    out.on('error', reject)
    out.end(body)
  })
}

if (import.meta.main) console.table(await run({ quick: process.argv.includes('--quick') }))
