/** Rows that nothing but their place tells apart, and rows that are one kind of token each. */
import { describe, expect, test } from 'vitest'
import { chunksOf, createMemoryIngest, registryLines } from '../../../support/memoryIngest.ts'
import { dataOf, readAll } from './support.ts'

const time = '2026-01-01T00:00:00Z'
const event = {
  source: 's',
  id: '{id}{#again}',
  time: `${time}`,
  asset: 'model:meta/llama',
  amount: '{cost}',
  currency: 'YEN',
}

const inputs = [
  ['csv', 'id;cost\nA;1\nA;1\nB;1\nA;2\n', { delimiter: ';', event }],
  ['csv', 'A;1\nA;1\nB;1\nA;2\n', { delimiter: ';', columns: ['id', 'cost'], event }],
  [
    'json',
    ['A1', 'A1', 'B1', 'A2'].map((row) => `{"id":"${row[0]}","cost":${row[1]}}\n`).join(''),
    { event },
  ],
  [
    'json',
    '{"data":[{"id":"A","cost":1},{"id":"A","cost":1},{"id":"B","cost":1},{"id":"A","cost":2}]}',
    { rows: 'data', event: { ...event, id: '{data.id}{#again}', amount: '{data.cost}' } },
  ],
] as const

describe.each(inputs)('{#again} in the id of rows of %s: %j', (format, text, mapping) => {
  const options = { origin: 'file', format, mapping }

  test('numbers the rows that would have one id', async () => {
    const found = await readAll(text, format, mapping)
    expect(found.map((one) => 'id' in one && one.id)).toEqual(['A', 'A#2', 'B', 'A#3'])
  })

  test('makes the same ids of the same input, so that it counts once', async () => {
    const { requests } = await createMemoryIngest()
    await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'r' })
    expect(await requests.ingestStream(chunksOf(text), options)).toMatchObject({ accepted: 4, duplicate: 0 })
    expect(await requests.ingestStream(chunksOf(text), options)).toMatchObject({ accepted: 0, duplicate: 4 })
    // A charge that is corrected in a later export is a conflict, and no second charge.
    const corrected = text.replace(/B(;|","cost":)1/, 'B$19')
    expect(await requests.ingestStream(chunksOf(corrected), options)).toMatchObject({
      duplicate: 3,
      conflict: 1,
    })
  })

  test('stays with a refused row, which is read again by itself', async () => {
    const { requests } = await createMemoryIngest()
    const [usdc, yen] = registryLines
    await requests.submit(Buffer.from(usdc!), { origin: 'r' })
    expect(await requests.ingestStream(chunksOf(text), options)).toMatchObject({ accepted: 0 })
    await requests.submit(Buffer.from(yen!), { origin: 'r' })
    expect(await requests.replayRefused()).toMatchObject({ replayed: 4, accepted: 4, duplicate: 0 })
    expect(await requests.ingestStream(chunksOf(text), options)).toMatchObject({ accepted: 0, duplicate: 4 })
  })
})

test('{#again} is a part of ids alone', async () => {
  await expect(
    readAll('id;cost\nA;1\n', 'csv', { delimiter: ';', event: { ...event, caller: '{#again}' } }),
  ).rejects.toMatchObject({ code: 'mapping.malformed', path: '/event/caller' })
})

test('a row of one kind of token names its count by a field', async () => {
  const text = [
    'id,kind,n',
    ...['input_tokens,100', 'output_tokens,20', 'cache_read_input_tokens,7', 'Words,9', 'Images,3', ',4'].map(
      (row, index) => `${index},${row}`,
    ),
  ].join('\n')
  const { amount: _, currency: __, ...bare } = event
  const mapping = { tokenClasses: { Words: 'output' }, event: { ...bare, usage: { '{kind}': '{n}' } } }
  const found = await dataOf(text, 'csv', mapping)
  expect(found.map((one) => (typeof one === 'string' ? one : one.tokens))).toEqual([
    { input: 100 },
    { output: 20 },
    { cacheRead: 7 },
    { output: 9 },
    'record.unpriced',
    'record.unpriced',
  ])
})
