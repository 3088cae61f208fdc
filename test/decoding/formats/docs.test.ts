import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createFormat, csvMapping, gatewayMapping } from '../../../src/decoding/formats/index.ts'
import { eventBytesMax, nestingDepthMax, recordBytesMax } from '../../../src/decoding/limits.ts'
import { batchRowsMax } from '../../../src/ingest/limits.ts'

const page = readFileSync(new URL('../../../docs/ingestion.md', import.meta.url), 'utf8')

test('the mappings on the page are valid', () => {
  const [gateway, csv] = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => JSON.parse(text!))
  for (const format of ['litellm', 'otlp', 'langfuse', 'openrouter'] as const) createFormat(format, gateway)
  createFormat('csv', csv)
})

test('every field of a mapping is on the page', () => {
  const fields = [...Object.keys(gatewayMapping.shape), ...Object.keys(csvMapping.shape)]
  for (const field of fields) expect(page, field).toMatch(new RegExp(`[\`"]${field}[\`"]`))
})

test('the limits on the page are those of the code', () => {
  expect([eventBytesMax, recordBytesMax]).toEqual([1 << 20, 16 << 20])
  expect(page).toContain(`${batchRowsMax.toLocaleString('en')} `)
  expect(page).toContain(`at most ${nestingDepthMax} brackets`)
})
