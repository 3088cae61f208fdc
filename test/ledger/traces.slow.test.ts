/** Spans of one call in two inputs, on real folders: in both orders, after a restart, after a kill, and in a dry run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Headwater } from '../../src/service/headwater.ts'
import { linesOf, registryEvents } from '../support/events.ts'
import { chat, inside, span, traces } from '../support/otlp.ts'
import { openFolder, textStream } from '../support/temporaryHeadwater.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-traces-'))
afterAll(() => rmSync(root, { recursive: true }))

const mapping = { models: { 'gpt-5-mini': 'model:acme/chat' }, amountFrom: 'declared', currency: 'USDC' }
const values = { ...chat, 'gen_ai.usage.cost': 0.5 }
const outer = traces(span(1, values))
const inner = traces(span(3, values, inside(2)))
const between = traces(span(2, { 'http.method': 'POST' }, inside(1)))

const take = (service: Headwater, request: object, options: object = {}) =>
  service.ingest(textStream(JSON.stringify(request)), { origin: 'f', format: 'otlp', mapping, ...options })

test.each([
  ['inner-first', [between, inner, outer], 'span around another inference'],
  ['outer-first', [between, outer, inner], 'span inside another inference'],
])('the second is skipped, also by a process that starts again: %s', async (name, requests, reason) => {
  const folder = join(root, name)
  {
    await using first = await openFolder(folder)
    await first.service.ingest(textStream(linesOf(registryEvents)), { origin: 'registry' })
    await take(first.service, requests[0]!)
    expect(await take(first.service, requests[1]!)).toMatchObject({ accepted: 1 })
  }
  await using second = await openFolder(folder)
  const report = { accepted: 0, skipped: { [reason]: 1 } }
  expect(await take(second.service, requests[2]!, { dryRun: true })).toMatchObject(report)
  expect(await take(second.service, requests[2]!)).toMatchObject(report)
  expect(await take(second.service, requests[1]!)).toMatchObject({ accepted: 0, duplicate: 1 })
})

test('a span that waits for the one between is decided after a restart too', async () => {
  const folder = join(root, 'held')
  {
    await using first = await openFolder(folder)
    await first.service.ingest(textStream(linesOf(registryEvents)), { origin: 'registry' })
    await take(first.service, inner)
    expect(await take(first.service, outer)).toMatchObject({ rejected: [{ code: 'record.spanHeld' }] })
  }
  await using second = await openFolder(folder)
  expect(await second.service.refused({ limit: 10 })).toMatchObject({ total: 1 })
  await take(second.service, between)
  expect(await second.service.refused({ limit: 10 })).toMatchObject({ total: 0 })
  expect(await take(second.service, outer)).toMatchObject({ accepted: 0, duplicate: 0, rejectedCount: 0 })
})

test('pieces of a Langfuse generation in two inputs are joined', async () => {
  await using opened = await openFolder(join(root, 'pieces'))
  const { service } = opened
  await service.ingest(textStream(linesOf(registryEvents)), { origin: 'registry' })
  const piece = (type: string, body: object) => ({ batch: [{ id: '1', type, body }] })
  const created = { id: 'g', startTime: '2026-01-10T10:00:00Z', model: 'gpt-5-mini' }
  const options = { format: 'langfuse' }
  await take(service, piece('generation-create', created), options)
  const update = piece('generation-update', { id: 'g', usage: { input: 3, output: 1, totalCost: 0.5 } })
  const joined = { accepted: 1, rejectedCount: 0 }
  expect(await take(service, update, { ...options, dryRun: true })).toMatchObject(joined)
  expect(await take(service, update, options)).toMatchObject(joined)
  expect(await service.refused({ limit: 10 })).toMatchObject({ total: 0 })
})
