/**
 * Inputs after public bug reports, from the file to the money of a close. All go into one ledger: the source of each
 * input's calls is changed to the name of its folder, so that no two inputs have a call of one id.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputFormat } from '../../src/service/headwater.ts'
import { hasShared, readShared } from '../support/shared.ts'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

const until = '2026-06-01T00:00:00Z'

interface Want {
  readonly accepted: number
  readonly rejected?: number
  readonly skipped?: number
  readonly duplicate?: number
  /** In USD, of all calls of the input. */
  readonly gross: string
  readonly suspense?: string
}

/** The folder, the file with its format, the mapping if there is one, and what is right. */
const inputs: readonly (readonly [folder: string, file: string, mapping: string, want: Want])[] = [
  ['csv-comma-decimals', 'input.csv csv', 'mapping.json', { accepted: 3, gross: '1234.512345' }],
  ['csv-comma-decimals', 'input.csv csv', 'mapping-rates.json', { accepted: 3, gross: '0.00147' }],
  ['csv-quoting', 'input.csv csv', 'mapping.json', { accepted: 2, rejected: 3, gross: '0.01003' }],
  [
    'declared-cost-missing',
    'litellm.ndjson litellm',
    'mapping.json',
    { accepted: 1, rejected: 1, gross: '0.0021' },
  ],
  [
    'declared-cost-missing',
    'langfuse.ndjson langfuse',
    'mapping-langfuse.json',
    { accepted: 2, gross: '0.012' },
  ],
  ['declared-cost-missing', 'otlp.json otlp', 'mapping.json', { accepted: 1, gross: '0.012' }],
  [
    'e2e-langfuse-observations',
    'input.json langfuse',
    'mapping.json',
    { accepted: 4, rejected: 2, skipped: 4, gross: '0.0006946' },
  ],
  [
    'e2e-litellm-spend-export',
    'input.ndjson litellm',
    '',
    { accepted: 7, rejected: 2, skipped: 4, gross: '0.003597' },
  ],
  ['e2e-litellm-v2-page', 'input.json litellm', '', { accepted: 3, gross: '0.0031056' }],
  [
    'e2e-otlp-collector-file',
    'input.json otlp',
    '',
    { accepted: 4, duplicate: 3, skipped: 14, gross: '0.0070404' },
  ],
  [
    'e2e-vercel-ai-sdk',
    'input.otlp.json otlp',
    'models.json',
    { accepted: 1, skipped: 1, gross: '0.0024843' },
  ],
  ['ingest-without-format', 'input.ndjson auto', '', { accepted: 2, gross: '0.0011196' }],
  [
    'langfuse-blob-export',
    'input.jsonl langfuse',
    'mapping.json',
    { accepted: 1, skipped: 1, gross: '0.0009' },
  ],
  ['langfuse-reasoning-type', 'input.ndjson langfuse', 'mapping.json', { accepted: 5, gross: '0.0179' }],
  [
    'langfuse-split-batches',
    'input.ndjson langfuse',
    'mapping.json',
    { accepted: 1, skipped: 1, gross: '0.00065' },
  ],
  ['litellm-image-usage', 'input.ndjson litellm', '', { accepted: 1, rejected: 1, gross: '0.035675' }],
  [
    'litellm-negative-cost',
    'input.ndjson litellm',
    'mapping.json',
    { accepted: 1, rejected: 1, gross: '0.0000135' },
  ],
  ['litellm-negative-cost', 'input.ndjson litellm', 'mapping-rates.json', { accepted: 2, gross: '0.01734' }],
  ['litellm-retrieved-responses', 'input.ndjson litellm', '', { accepted: 1, skipped: 2, gross: '0.000755' }],
  ['litellm-stream-cached-zero', 'input.ndjson litellm', '', { accepted: 3, gross: '0.014496' }],
  [
    'model-names-with-colons',
    'input.ndjson litellm',
    'mapping.json',
    { accepted: 6, gross: '0', suspense: '0.006' },
  ],
  [
    'openrouter-byok',
    'input.ndjson openrouter',
    'mapping.json',
    { accepted: 1, rejected: 1, gross: '0.00042' },
  ],
  ['openrouter-byok', 'input.ndjson openrouter', '', { accepted: 2, gross: '0.00253905' }],
  ['otlp-cache-write-renamed', 'input.otlp.json otlp', '', { accepted: 1, gross: '0.0542475' }],
  [
    'otlp-input-without-cached',
    'input.otlp.json otlp',
    'mapping-without.json',
    { accepted: 2, gross: '0.0262665' },
  ],
  ['otlp-nested-two-requests', 'input.otlp.json otlp', '', { accepted: 1, skipped: 1, gross: '0.001' }],
  ['otlp-no-operation-name', 'input.otlp.json otlp', 'models.json', { accepted: 4, gross: '0.0034' }],
  ['otlp-old-layout', 'input.otlp.json otlp', '', { accepted: 1, duplicate: 2, gross: '0.000655' }],
  ['otlp-retry-inside', 'input.otlp.json otlp', '', { accepted: 1, skipped: 1, gross: '0.0009' }],
  ['portkey-export', 'input.jsonl json', 'fields.json', { accepted: 1, gross: '0.00065' }],
]

const there = hasShared('cases/registry.ndjson')

describe.skipIf(!there)('inputs after public bug reports', () => {
  let opened: Awaited<ReturnType<typeof temporaryHeadwater>>
  let before = { gross: 0n, suspense: 0n }

  beforeAll(async () => {
    opened = await temporaryHeadwater()
    await opened.service.ingest(textStream(readShared('cases/registry.ndjson')), { origin: 'registry' })
  })
  afterAll(() => opened[Symbol.asyncDispose]())

  test.each(inputs)('%s/%s, mapping "%s"', async (folder, named, mapping, want) => {
    const { service } = opened
    const [file, format] = named.split(' ') as [string, InputFormat]
    const given = mapping === '' ? {} : JSON.parse(readShared(`cases/${folder}/${mapping}`))
    const report = await service.ingest(textStream(readShared(`cases/${folder}/${file}`)), {
      origin: file,
      format,
      mapping: withSource(given, `${folder}/${file}/${mapping}`),
    })
    const { USD } = (await service.preview({ until })).totals
    const now = { gross: unitsOf(USD!.gross), suspense: unitsOf(USD!.suspense) }
    const [gross, suspense] = [now.gross - before.gross, now.suspense - before.suspense]
    before = now
    const skipped = Object.values(report.skipped ?? {}).reduce((sum, count) => sum + count, 0)
    expect({
      accepted: report.accepted,
      rejected: report.rejectedCount,
      skipped,
      duplicate: report.duplicate,
      gross,
      suspense,
    }).toEqual({
      accepted: want.accepted,
      rejected: want.rejected ?? 0,
      skipped: want.skipped ?? 0,
      duplicate: want.duplicate ?? 0,
      gross: unitsOf(want.gross),
      suspense: unitsOf(want.suspense ?? '0'),
    })
  })
})

function unitsOf(amount: string): bigint {
  const [whole, fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.padEnd(18, '0'))
}

function withSource(mapping: { event?: object }, source: string): object {
  return mapping.event ? { ...mapping, event: { ...mapping.event, source } } : { ...mapping, source }
}
