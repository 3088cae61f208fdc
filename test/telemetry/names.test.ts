/**
 * Dashboards, alerts and searches use the names of metrics and spans, so the names never change. The golden file lists
 * them: a new one is a new line there.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createMetrics } from '../../src/api/metrics.ts'
import { createApi } from '../../src/api/server.ts'
import { batchPhases } from '../../src/ingest/observer.ts'
import { closeStages } from '../../src/settlement/progress.ts'
import { openTracedHeadwater } from '../../src/telemetry/headwater.ts'
import { traceSends } from '../../src/telemetry/sendTraces.ts'
import { createTelemetry, openTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts'
import { limits } from '../api/support.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { readSources } from '../support/imports.ts'
import { chunksOf } from '../support/memoryIngest.ts'
import { startOtlpReceiver } from '../support/otlpReceiver.ts'

const golden = JSON.parse(readFileSync('test/golden/telemetry-v1.json', 'utf8')) as {
  readonly metrics: Readonly<Record<string, { readonly type: string; readonly labels: readonly string[] }>>
  readonly spans: readonly string[]
}

describe('metrics', () => {
  test('keep their names, types and labels', () => {
    const { registry } = createTelemetry()
    createMetrics(fakeHeadwater(), registry)
    const own = registry
      .getMetricsAsArray()
      .filter(({ name }) => name.startsWith('headwater_'))
      .map((metric) => {
        const { labelNames } = metric as unknown as { labelNames: string[] }
        return [metric.name, { type: String(metric.type), labels: labelNames }] as const
      })
    // New ones may be added: docs/operations.md and the dashboard have all.
    expect(Object.fromEntries(own)).toMatchObject(golden.metrics)
  })
})

describe('spans', () => {
  test('keep their names', async () => {
    await using receiver = await startOtlpReceiver()
    const config = { collectorUrl: receiver.url, serviceName: 'headwater', sampleRatio: 1 }
    const log = { warn() {} }
    const telemetry = await openTelemetry(config, log)
    await request(telemetry)
    batch(telemetry)
    await send(telemetry)
    await telemetry.shutdown()
    const traced = await openTracedHeadwater(config, log, async () => ({
      ...fakeHeadwater(),
      async close({ onProgress } = {}) {
        for (const stage of closeStages) onProgress?.({ stage })
        return fakeHeadwater().close()
      },
    }))
    await traced.ingest(chunksOf('{}'), { origin: 'test' })
    await traced.close()
    await traced.shutdown()
    expect(new Set(receiver.spans.map(({ name }) => name))).toEqual(new Set(golden.spans))
  })

  test('begin nowhere under another name', () => {
    const begun = [...readSources().values()].flatMap((text) =>
      [...text.matchAll(/\btracing\.begin\(\s*'([^']+)'/g)].map(([, name]) => name!),
    )
    expect(begun.length).toBeGreaterThan(4)
    expect(begun.filter((name) => !golden.spans.includes(name))).toEqual([])
  })
})

async function request(telemetry: Telemetry): Promise<void> {
  const app = await createApi(fakeHeadwater(), { ...limits, keys: [] }, undefined, telemetry)
  await app.inject({ url: '/v1/epochs/1', headers: { host: 'localhost' } })
  await app.close()
}

function batch({ observer }: Telemetry): void {
  const senders = ['a', 'b'].map((digit) => ({
    traceparent: `00-${digit.repeat(32)}-${digit.repeat(16)}-01`,
  }))
  const watch = observer.batch({ partition: 'p', revision: 0, attempt: '0', senders })
  for (const phase of batchPhases) watch.enters(phase)
  const counts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  watch.durable({ counts, refusals: [], rows: 0, times: new BigInt64Array(0), suspected: 0 })
}

async function send({ tracing }: Telemetry): Promise<void> {
  const producer = {
    limits: { calls: 1, registry: 1, eventBytesMax: { calls: 1, registry: 1 } },
    async send() {},
    async room() {},
    async close() {},
  }
  await traceSends(producer, tracing).send([])
}
