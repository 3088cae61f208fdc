import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createFormat, csvMapping, gatewayMapping, jsonMapping } from '../../../src/decoding/formats/index.ts'
import { eventBytesMax, nestingDepthMax, recordBytesMax } from '../../../src/decoding/limits.ts'
import { batchRowsMax } from '../../../src/ingest/limits.ts'

const pageOf = (name: string) => readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8')
const [page, mappings] = [pageOf('ingestion'), pageOf('mappings')]

const examplesOn = (text: string) =>
  [...text.matchAll(/```json\n(.*?)```/gs)].map(([, example]) => JSON.parse(example!))

test('the mappings on the pages are valid', () => {
  const [gateway] = examplesOn(page)
  for (const format of ['litellm', 'otlp', 'langfuse', 'openrouter'] as const) createFormat(format, gateway)
  const [rows] = examplesOn(mappings)
  createFormat('csv', rows)
  createFormat('json', rows)
})

test('every field of a mapping is on its page', () => {
  const named = (field: string) => new RegExp(`[\`"]${field}[\`"]`)
  for (const field of Object.keys(gatewayMapping.shape)) expect(page, field).toMatch(named(field))
  const fields = [csvMapping, jsonMapping].flatMap(({ shape }) => [
    ...Object.keys(shape),
    ...shape.event.options.flatMap((option) => [option.shape.type, ...Object.keys(option.shape)]),
  ])
  for (const field of fields) {
    const names = typeof field === 'string' ? [field] : typesOf(field)
    for (const name of names) expect(mappings, name).toMatch(named(name))
  }
})

/** The types of events that a variant of `event` makes. */
function typesOf(type: z.ZodType): readonly string[] {
  const { const: only, enum: names = [only] } = z.toJSONSchema(type) as { const?: string; enum?: string[] }
  return names as string[]
}

test('the limits on the page are those of the code', () => {
  expect([eventBytesMax, recordBytesMax]).toEqual([1 << 20, 16 << 20])
  expect(page).toMatch(new RegExp(`up to ${batchRowsMax.toLocaleString('en')}(?![,0-9]*[0-9])`))
  expect(page).toContain(`at most ${nestingDepthMax} brackets`)
})
