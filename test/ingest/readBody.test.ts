import { describe, expect, test } from 'vitest'
import type { InputFormat } from '../../src/service/headwater.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../support/memoryIngest.ts'

const time = '2025-01-24T09:20:46Z'
const span = (traceId: string) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId,
              spanId: 's',
              startTimeUnixNano: '1737710446847371000',
              attributes: Object.entries({
                'gen_ai.operation.name': 'chat',
                'gen_ai.provider.name': 'meta',
                'gen_ai.request.model': 'llama',
                'gen_ai.usage.input_tokens': '1',
              }).map(([key, stringValue]) => ({ key, value: { stringValue } })),
            },
          ],
        },
      ],
    },
  ],
})

/** Makes a record of one call. */
const records: { readonly [format: string]: (id: string) => object } = {
  litellm: (id) => ({
    id,
    status: 'success',
    startTime: time,
    model: 'llama',
    custom_llm_provider: 'meta',
    prompt_tokens: 1,
  }),
  otlp: span,
  langfuse: (id) => ({ id, type: 'GENERATION', startTime: time, model: 'meta/llama', usage: { input: 1 } }),
  openrouter: (id) => ({ id, created_at: time, model: 'meta/llama', tokens_prompt: 1 }),
}

describe.each(Object.entries(records))('records of %s', (format, record) => {
  const lines = [record('a'), { nothing: 'of it' }, 5, { data: [5] }, record('b')]
  const text = lines.map((line) => JSON.stringify(line)).join('\n')

  test('that are refused stop none of the others', async () => {
    const { requests } = await createMemoryIngest()
    await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
    const options = { origin: 'calls', format: format as InputFormat }
    const report = await requests.ingestStream(chunksOf(text), options)
    expect(report.accepted).toBe(2)
    expect(report.rejected.map(({ line }) => line)).toContain(3)
    const skipped = Object.values(report.skipped ?? {}).reduce((sum, count) => sum + count, 0)
    expect(report.rejectedCount + skipped).toBe(3)

    const again = await requests.submit(Buffer.from(text), {
      ...options,
    })
    expect(again.filter(({ status }) => status === 'duplicate')).toHaveLength(2)
  })
})
