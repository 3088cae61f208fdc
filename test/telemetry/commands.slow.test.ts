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

async function run(data: string, argv: readonly string[]): Promise<void> {
  const input = linesOf([
    ...registryEvents,
    callEvent('c1', { asset: 'model:acme/base', tokens: { input: 1 } }),
  ])
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/` }
  const { code, stderr } = await runCli([...argv, '--data', data], { env, input })
  expect(code, stderr).toBe(0)
}

/** The spans of commands in a new folder; again, where a pause of some seconds lost one: commands do not wait for long. */
async function spansOf(names: readonly string[], commands: readonly (readonly string[])[]) {
  for (let tries = 0; tries < 10; tries++) {
    const from = receiver.spans.length
    for (const argv of commands) await run(join(folder, `${names[0]}-${tries}`), argv)
    const spans = receiver.spans.slice(from)
    if (names.every((name) => spans.some((span) => span.name === name))) return spans
  }
  return expect.fail(`no spans of ${names.join(', ')}`)
}

test('a command that takes events in sends its trace before it ends', async () => {
  const spans = await spansOf(['ingest', 'batch'], [['ingest', '-']])
  const ingest = spans.find(({ name }) => name === 'ingest')
  expect(ingest).toMatchObject({ service: 'headwater', attributes: { 'headwater.origin': '-' } })
  expect(spans.filter(({ name }) => name === 'batch')).toMatchObject([{ parentSpanId: ingest!.spanId }])
})

test('a close is a trace with the stages of the close', async () => {
  const names = ['close', 'scope', 'sums', 'payments', 'record']
  const until = '2026-02-01T00:00:00Z'
  const commands = [
    ['ingest', '-'],
    ['close', '--until', until],
  ]
  const spans = await spansOf(names, commands)
  const close = spans.find(({ name }) => name === 'close')
  const stages = spans.filter(({ parentSpanId }) => parentSpanId === close!.spanId)
  expect(stages.map(({ name }) => name)).toEqual(expect.arrayContaining(names.slice(1)))
})
