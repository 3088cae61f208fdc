import { expect, test } from 'vitest'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'

const time = '2025-06-01T12:00:00Z'
const record = (id: string) =>
  JSON.stringify({
    id,
    status: 'success',
    startTime: time,
    model: 'llama',
    custom_llm_provider: 'meta',
    prompt_tokens: 1,
  })
const event = (id: string) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1', currency: 'USDC' })

test('senders at one moment, some slower by a turn than others, all get their rows and results', async () => {
  const { requests, usage } = await createMemoryIngest()
  await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
  for (let turns = 0; turns < 12; turns++) {
    const late = async (id: string) => {
      for (let turn = 0; turn < turns; turn++) await undefined
      return requests.submit(Buffer.from(event(id)), { origin: 'late' })
    }
    const results = await Promise.all([
      requests.submit(Buffer.from(record(`g${turns}`)), { origin: 'a', format: 'litellm' }),
      requests.submit(Buffer.from(event(`e${turns}`)), { origin: 'b' }),
      late(`l${turns}`),
      requests.submit(Buffer.from(record(`h${turns}`)), { origin: 'c', format: 'litellm' }),
    ])
    expect(results.map((each) => each.map(({ status }) => status))).toEqual(Array(4).fill(['accepted']))
    expect(usage.rows.length).toBe((turns + 1) * 4)
  }
})
