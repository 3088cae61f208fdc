/**
 * The records of a gateway are sent with a mapping that names their source, and once more without it: they are new calls
 * the second time, and would be paid twice. Ingestion and the dry run of a close report all of them.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import type { LedgerHeadwater } from '../../src/ledger/headwater.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import { runCli } from '../support/process.ts'

const folder = join(mkdtempSync(join(tmpdir(), 'headwater-suspected-')), 'ledger')
const count = 40

/** 0.25 USD each, one every minute. */
const records = Array.from({ length: count }, (_, index) => ({
  id: `chatcmpl-${index}`,
  status: 'success',
  call_type: 'acompletion',
  startTime: 1_727_784_000 + index * 60,
  endTime: 1_727_784_001 + index * 60,
  model: 'north/chat',
  custom_llm_provider: 'openai',
  prompt_tokens: 10,
  completion_tokens: 5,
  total_tokens: 15,
  response_cost: 0.25,
}))
const lines = records.map((record) => JSON.stringify(record)).join('\n')
const mapping = { amountFrom: 'declared', currency: 'USD', models: { 'north/chat': 'model:north/chat' } }

const event = (id: string, type: string, data: object) =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: 'test',
    type: `io.headwater.${type}`,
    time: '2024-10-01T00:00:00Z',
    data,
  })
const registry = [
  event('currency', 'currency.registered', { currency: 'USD', decimals: 6 }),
  event('asset', 'asset.registered', { asset: 'model:north/chat', owner: 'ann' }),
  // A Cyrillic letter.
  event('release', 'version.released', {
    asset: 'model:north/chat',
    version: '1',
    holders: [
      { payee: 'ann', share: '0.5' },
      { payee: 'аnn', share: '0.5' },
    ],
  }),
].join('\n')

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

let ledger: LedgerHeadwater
beforeAll(async () => {
  ledger = await openHeadwater(loadConfig({ HEADWATER_DATA: folder }, {}), { command: 'test', make: true })
})
afterAll(() => ledger.shutdown())

const send = (source: string | undefined) =>
  ledger.ingest(chunks(lines), {
    format: 'litellm',
    origin: 'rows',
    mapping: source === undefined ? mapping : { ...mapping, source },
  })

const suspects = (preview: Awaited<ReturnType<LedgerHeadwater['preview']>>) =>
  preview.suspected.pairs.map(({ source, like, by, calls, amount }) => [source, like, by, calls, amount])

test('the same LiteLLM records under two sources are accepted, and all reported by ingestion and by the dry run', async () => {
  await ledger.ingest(chunks(registry), { origin: 'registry' })
  expect((await send('litellm-eu')).suspected).toBeUndefined()
  expect((await ledger.preview({ until: '2024-11-01T00:00:00Z' })).suspected).toEqual({
    calls: 0,
    pairs: [],
    examples: [],
  })

  const report = await send(undefined)
  expect([report.accepted, report.suspected, report.suspectedCalls!.length]).toEqual([count, count, count])
  expect(report.suspectedCalls![0]).toMatchObject({
    source: 'litellm',
    id: 'chatcmpl-0',
    like: { source: 'litellm-eu', id: 'chatcmpl-0', by: 'call' },
  })

  const preview = await ledger.preview({ until: '2024-11-01T00:00:00Z', limit: 3 })
  expect(suspects(preview)).toEqual([['litellm', 'litellm-eu', 'call', count, '10']])
  expect(preview.suspected.examples.map(({ id, like }) => [id, like.id])).toEqual(
    [0, 1, 2].map((index) => [`chatcmpl-${index}`, `chatcmpl-${index}`]),
  )
  expect(preview.alikePayees).toEqual({ total: 1, items: [['ann', 'аnn']] })
})

test('I26: records that the epoch before settled and that arrive again are reported by the dry run of the next', async () => {
  await ledger.close({ until: '2024-11-01T00:00:00Z' })
  expect((await ledger.preview({ until: '2024-12-01T00:00:00Z' })).suspected.calls).toBe(0)
  await send('gateway-3')
  const preview = await ledger.preview({ until: '2024-12-01T00:00:00Z' })
  expect(suspects(preview)).toEqual([['gateway-3', 'litellm-eu', 'call', count, '10']])
})

test('the text of the dry run has the number, the amount, both sources, an example and the ids that look alike', async () => {
  await ledger.shutdown()
  const { stdout } = await runCli(['close', '--dry-run', '--until', '2024-12-01T00:00:00Z', '--data', folder])
  expect(stdout).toContain(`${count} calls may have been sent before under other names:`)
  expect(stdout).toMatch(/40 +10 +USD +gateway-3 +litellm-eu +id, asset, time and amount/)
  expect(stdout).toContain('for example chatcmpl-0 of gateway-3, which is like chatcmpl-0 of litellm-eu')
  expect(stdout).toContain('Payees whose ids look alike:\n    ann and аnn')
})
