import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callEvent, linesOf, registryEvents } from '../support/events.ts'
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlpReceiver.ts'
import { runCli } from '../support/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-traced-'))
let receiver: OtlpReceiver
beforeAll(async () => {
  receiver = await startOtlpReceiver()
})
afterAll(async () => {
  await receiver[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

async function run(...argv: string[]): Promise<void> {
  const input = linesOf([
    ...registryEvents,
    callEvent('c1', { asset: 'model:acme/base', tokens: { input: 1 } }),
  ])
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/` }
  const { code, stderr } = await runCli([...argv, '--data', folder], { env, input })
  expect(code, stderr).toBe(0)
}

test('a command that takes events in sends its trace before it ends', async () => {
  await run('ingest', '-')
  const [ingest] = receiver.named('ingest')
  expect(ingest).toMatchObject({ service: 'headwater', attributes: { 'headwater.origin': '-' } })
  expect(receiver.named('batch')).toMatchObject([{ parentSpanId: ingest!.spanId }])
})

test('a close is a trace with the stages of the close', async () => {
  await run('close', '--until', '2026-02-01T00:00:00Z')
  const [close] = receiver.named('close')
  const stages = receiver.spans.filter(({ parentSpanId }) => parentSpanId === close!.spanId)
  expect(stages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['scope', 'sums', 'payments', 'record']),
  )
})
