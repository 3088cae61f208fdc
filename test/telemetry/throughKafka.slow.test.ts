/** A server and a worker as processes of their own, a real broker between them, and a collector of their traces. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { hasKafka, startBroker } from '../../tools/kafka/broker.ts'
import { callEvent, registryEvents } from '../support/events.ts'
import { startOtlpReceiver } from '../support/otlpReceiver.ts'
import { patienceMs } from '../support/patience.ts'
import { firstLine, startCli } from '../support/process.ts'

const names = ['batch', 'POST /v1/events', 'send to Kafka', 'insert rows']

/** Undefined where the value does not come in time. */
async function within<Value>(
  msMax: number,
  look: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value | undefined> {
  for (const end = performance.now() + msMax; performance.now() < end; await sleep(100)) {
    const found = await look()
    if (found !== undefined) return found
  }
  return undefined
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  if (!(await within(patienceMs, async () => (await holds()) || undefined)))
    throw new Error('it did not come in time')
}

describe.skipIf(!hasKafka())('an event through Kafka', () => {
  test('is one trace from its receipt by the server to the row of the worker, which counts it', async () => {
    await using broker = await startBroker()
    await using receiver = await startOtlpReceiver()
    const folders = ['server', 'worker'].map((name) => mkdtempSync(join(tmpdir(), `headwater-${name}-`)))
    const children: ChildProcess[] = []
    const start = async (command: string, folder: string, ...more: string[]) => {
      const env = {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_SERVICE_NAME: command,
        HEADWATER_LOG_LEVEL: 'warn',
      }
      const common = ['--data', folder, '--json', '--brokers', broker.address, '--port', '0']
      const child = startCli([command, ...common, ...more], { env })
      children.push(child)
      let stderr = ''
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        stderr += text
      })
      const line = await firstLine(child).catch(() => expect.fail(stderr))
      return (JSON.parse(line) as { url: string }).url
    }
    try {
      const server = await start('serve', folders[0]!)
      const worker = await start('worker', folders[1]!, '--topics', 'registry,calls')
      const post = (events: readonly object[], headers = {}) =>
        fetch(`${server}/v1/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents-batch+json', ...headers },
          body: JSON.stringify(events),
        })
      expect((await post(registryEvents)).status).toBe(202)
      const metrics = async (url: string) => (await fetch(`${url}/metrics`)).text()
      const count = registryEvents.length
      await until(async () =>
        (await metrics(worker)).includes(`headwater_events_total{result="accepted"} ${count}`),
      )
      let sent = 0
      const traced = async () => {
        const traceId = String(++sent).padStart(32, 'c')
        const call = callEvent(`traced-${sent}`, { asset: 'model:acme/base', tokens: { input: 1 } })
        const answer = await post([call], { traceparent: `00-${traceId}-${'1'.repeat(16)}-01` })
        expect(answer.status).toBe(202)
        return within(20_000, () => {
          const ours = names.map((name) => receiver.named(name).find((span) => span.traceId === traceId))
          return ours.every((span) => span !== undefined) ? ours : undefined
        })
      }
      // A process that is paused for seconds loses spans: then the next call is looked at.
      const spans = await within(patienceMs, traced)
      const [batch, receipt, send, insert] = spans ?? expect.fail('no call has all of its spans')
      expect(batch!.service).toBe('worker')
      expect(batch!.attributes).toMatchObject({ 'headwater.rows': 1, 'headwater.accepted': 1 })
      expect(batch!.attributes['headwater.partition']).toMatch(/^kafka-calls-\d+$/)
      expect(receipt).toMatchObject({ service: 'serve', parentSpanId: '1'.repeat(16) })
      expect(send).toMatchObject({ service: 'serve', parentSpanId: receipt!.spanId })
      expect(batch!.parentSpanId).toBe(send!.spanId)
      expect(insert!.parentSpanId).toBe(batch!.spanId)

      expect(await metrics(server)).toContain(`headwater_queued_events_total ${count + sent}`)
      const shown = [
        /headwater_kafka_checkpoint_offset\{topic="registry",partition="0"\} [1-9]/,
        /headwater_kafka_connected 1\n/,
        /headwater_kafka_lag_messages\{topic="registry",partition="0"\} 0\n/,
        /headwater_watermark_seconds\{partition="kafka-calls-\d+"\} 1768003200/,
      ]
      await until(async () => {
        const text = await metrics(worker)
        return shown.every((line) => line.test(text))
      })
    } finally {
      for (const child of children) {
        child.kill('SIGTERM')
        if (child.exitCode === null) await once(child, 'exit')
      }
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    }
  })
})
