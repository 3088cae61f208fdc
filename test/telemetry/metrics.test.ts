import { expect, test } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import { createTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'

const call = (id: string, amount = '1.5', time = '2025-06-01T12:00:00Z') =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount, currency: 'USDC' }, { time })

/** The lines of Headwater's own metrics, without the buckets. */
async function shown({ registry }: Telemetry): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => /^headwater_(?!.*_bucket)/.test(line))
}

async function ingested(...lines: string[]) {
  const telemetry = createTelemetry()
  const world = await createMemoryIngest({ observer: telemetry.observer })
  await world.requests.ingestStream(chunksOf(lines.join('\n')), { origin: 'test' })
  return { ...world, telemetry, bytes: lines.join('\n').length }
}

test('events from every source count by result, and refused ones by code', async () => {
  const lines = [...registryLines, call('a'), call('a'), call('a', '2'), '{']
  const { telemetry, requests, bytes } = await ingested(...lines)
  await requests.submit(Buffer.from(call('b')), { origin: 'request' })
  const metrics = await shown(telemetry)
  expect(metrics).toContain(`headwater_events_total{result="accepted"} ${registryLines.length + 2}`)
  expect(metrics).toContain('headwater_events_total{result="duplicate"} 1')
  expect(metrics).toContain('headwater_events_total{result="conflict"} 1')
  expect(metrics).toContain('headwater_events_total{result="rejected"} 1')
  expect(metrics).toContain('headwater_refused_events_total{code="event.conflict"} 1')
  expect(metrics).toContain('headwater_refused_events_total{code="line.notJson"} 1')
  expect(metrics).toContain(`headwater_received_bytes_total ${bytes + call('b').length}`)
  expect(metrics).toContain('headwater_batch_rows_sum 2')
  expect(metrics).toContain('headwater_batch_rows_count 2')
  for (const phase of ['judge', 'insert', 'append', 'index'])
    expect(metrics).toContain(`headwater_batch_phase_duration_seconds_count{phase="${phase}"} 2`)
})

test('the watermark is the latest time that is durable, and an older call does not move it back', async () => {
  const { telemetry, requests } = await ingested(
    ...registryLines,
    call('a', '1', '2025-06-01T00:00:01.5Z'),
    call('b', '1', '2025-06-01T00:00:00Z'),
  )
  await requests.submit(Buffer.from(call('c', '1', '2025-01-01T00:00:00Z')), {
    origin: 'request',
  })
  const seconds = Date.parse('2025-06-01T00:00:01.5Z') / 1_000
  expect(await shown(telemetry)).toContain(`headwater_watermark_seconds{partition="local"} ${seconds}`)
})

test('a batch that fails counts by its code, and its events do not count', async () => {
  const { telemetry, requests, usage } = await ingested(...registryLines)
  usage.before = () =>
    Promise.reject(new HeadwaterError({ code: 'data.diskFull', message: 'No space is left.' }))
  await expect(requests.submit(Buffer.from(call('a')), { origin: 'request' })).rejects.toThrow('No space')
  const metrics = await shown(telemetry)
  expect(metrics).toContain('headwater_batch_failures_total{code="data.diskFull"} 1')
  expect(metrics).toContain(`headwater_events_total{result="accepted"} ${registryLines.length}`)
})

test('a worker shows the lag of its own partitions only', async () => {
  const telemetry = createTelemetry()
  const at = { topic: 'calls', low: 3, high: 10, waitingBytes: 5 }
  const fresh = { ...at, name: 'kafka-calls-1', partition: 1, checkpoint: undefined }
  telemetry.observer.standing([{ ...at, name: 'kafka-calls-0', partition: 0, checkpoint: 8 }, fresh])
  telemetry.observer.standing([fresh])
  telemetry.observer.connected(true)
  telemetry.observer.restarted(new HeadwaterError({ code: 'kafka.stalled', message: 'Nothing came.' }))
  const metrics = (await shown(telemetry)).filter((line) => line.startsWith('headwater_kafka'))
  expect(metrics).toEqual([
    'headwater_kafka_lag_messages{topic="calls",partition="1"} 7',
    'headwater_kafka_checkpoint_offset{topic="calls",partition="1"} 3',
    'headwater_kafka_high_watermark_offset{topic="calls",partition="1"} 10',
    'headwater_kafka_waiting_bytes{topic="calls",partition="1"} 5',
    'headwater_kafka_connected 1',
    'headwater_kafka_restarts_total{code="kafka.stalled"} 1',
  ])
})

test('a close shows its stage while it runs, and a refused close shows none', async () => {
  const telemetry = createTelemetry()
  const running = async () =>
    (await shown(telemetry)).filter((line) => line.startsWith('headwater_close_running'))
  await telemetry.closing(undefined, async (onProgress) => {
    onProgress({ stage: 'scope' })
    onProgress({ stage: 'sums' })
    expect(await running()).toEqual(['headwater_close_running{stage="sums"} 1'])
    const refused = telemetry.closing(undefined, () => Promise.reject(new Error('one is running')))
    await expect(refused).rejects.toThrow('one is running')
    expect(await running()).toEqual(['headwater_close_running{stage="sums"} 1'])
    return { repeats: 0 }
  })
  expect(await running()).toEqual([])
  const metrics = await shown(telemetry)
  expect(metrics).toContain('headwater_close_duration_seconds_count 1')
  expect(metrics).toContain('headwater_close_stage_duration_seconds_count{stage="scope"} 1')
})

test('a close counts what it excluded, and an answer that is given again does not', async () => {
  const telemetry = createTelemetry()
  await telemetry.closing(undefined, async (onProgress) => {
    onProgress({ stage: 'scope' })
    return { repeats: 3 }
  })
  await telemetry.closing(undefined, async () => ({ repeats: 3 }))
  expect(await shown(telemetry)).toContain('headwater_close_repeats_total 3')
})
