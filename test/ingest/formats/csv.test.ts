import { describe, expect, test } from 'vitest'
import { readCsv } from '../../../src/ingest/formats/csv.ts'
import { createFormat } from '../../../src/ingest/formats/index.ts'
import { collect } from '../../support/collect.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../../support/memoryIngest.ts'

const event = {
  source: 'traces',
  id: '{#origin}-{#line}',
  time: '{at}',
  asset: 'model:meta/llama',
  tokens: { input: '{in}', output: '{out}' },
}

async function read(text: string, mapping: object, chunkBytes = 10_000) {
  const bytes = Buffer.from(text)
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes))
  const records = await collect(readCsv(chunksOf(...chunks), createFormat('csv', mapping).csv!, 'file.csv'))
  return records.map((record) => ({
    line: record.line,
    raw: record.raw,
    code: 'fault' in record ? record.fault.code : undefined,
    event: 'fault' in record ? undefined : JSON.parse(JSON.stringify(record.event)),
  }))
}

describe('a line of CSV', () => {
  test('is a call made of its columns, constants and its place', async () => {
    const text = 'at,in,out\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109\r\n'
    for (const chunkBytes of [1, 10_000]) {
      const [first, second] = await read(text, { event }, chunkBytes)
      expect(first).toEqual({
        line: 2,
        raw: 'at,in,out\n2023-11-16 18:15:46.6805900,374,44',
        event: {
          specversion: '1.0',
          type: 'io.headwater.call.metered',
          source: 'traces',
          id: 'file.csv-2',
          time: '2023-11-16T18:15:46.6805900Z',
          data: { asset: 'model:meta/llama', tokens: { input: '374', output: '44' } },
        },
      })
      expect(second!.line).toBe(3)
    }
  })

  test('may be quoted, separated otherwise, without a header, with braces in its templates', async () => {
    const mapping = {
      delimiter: ';',
      columns: ['at', 'name', 'price'],
      timeUnit: 'milliseconds',
      event: {
        source: 's',
        id: '{{{name}}}',
        time: '{at}',
        asset: 'model:{name}',
        amount: '{price}',
        currency: 'USDC',
      },
    }
    const [record] = await read('1700000000123;"a;""b""";1.50\n', mapping)
    expect(record!.event).toMatchObject({
      id: '{a;"b"}',
      time: '2023-11-14T22:13:20.123000Z',
      data: { asset: 'model:a;"b"', amount: '1.5', currency: 'USDC' },
    })
  })

  test('with an empty column leaves the field out', async () => {
    const mapping = { event: { ...event, caller: '{who}', version: '{v}' } }
    const [record] = await read('at,in,out,who,v\n2025-01-01T00:00:00Z,1,,,2\n', mapping)
    expect(record!.event.data).toEqual({ asset: 'model:meta/llama', version: '2', tokens: { input: '1' } })
  })

  test('with too few columns or a wrong time is refused alone; a misplaced quote is part of its field', async () => {
    const records = await read(
      'at,in,out\n2025-01-01T00:00:00Z,1\nyesterday,1,2\n2025-01-01T00:00:00Z,1,"1"x\n2025-01-01T00:00:00Z,1,2\n',
      { event },
    )
    expect(records.map(({ line, code }) => [line, code])).toEqual([
      [2, 'record.malformed'],
      [3, 'record.malformed'],
      [4, undefined],
      [5, undefined],
    ])
  })
})

test('a template that names a missing column stops the file before its first line', async () => {
  await expect(read('a,b\n1,2\n', { event })).rejects.toMatchObject({
    code: 'mapping.malformed',
    path: '/event/time',
  })
  await expect(read('at,in,out\n1,2,3\n', { event: { ...event, id: '{at' } })).rejects.toMatchObject({
    code: 'mapping.malformed',
  })
  expect(() => createFormat('csv', { event: { source: 's' } })).toThrow(/event\/id/)
})

test('refused lines are read again by themselves, as the lines that they were', async () => {
  const { ingester, refused, usage } = await createMemoryIngest()
  const mapping = { event: { ...event, amount: '{in}', currency: 'YEN' } }
  const text = 'at,in,out\n2025-06-01T00:00:00Z,3,4\n2025-06-01T00:00:00Z,5,6\n'
  const report = await ingester.ingestStream(chunksOf(text), { origin: 'file.csv', format: 'csv', mapping })
  expect(report.rejected.map(({ line, code }) => [line, code])).toEqual([
    [2, 'currency.unknown'],
    [3, 'currency.unknown'],
  ])
  await ingester.submit(Buffer.from(registryLines[1]!), { origin: 'r', contentType: '' })
  expect(await ingester.replayRefused()).toMatchObject({ replayed: 2, accepted: 2 })
  expect(usage.rows.map(({ id, tokens }) => [id, tokens[0]])).toEqual([
    ['file.csv-2', 3n],
    ['file.csv-3', 5n],
  ])
  expect(await refused.count()).toBe(0)
})

test('a gateway’s refused record is read again with the mapping it came with', async () => {
  const { ingester, refused, usage } = await createMemoryIngest()
  const record = {
    id: 'x',
    model: 'gpt',
    startTime: '2025-06-01 12:00:00',
    prompt_tokens: 1,
    response_cost: 2,
  }
  const mapping = {
    source: 'gw',
    timezone: '+02:00',
    models: { gpt: 'model:meta/llama' },
    amountFrom: 'declared',
    currency: 'YEN',
  }
  const options = { origin: 'file', format: 'litellm', mapping } as const
  const report = await ingester.ingestStream(
    chunksOf(JSON.stringify([record, { ...record, status: 'failure' }])),
    options,
  )
  expect(report).toMatchObject({ accepted: 0, rejectedCount: 1, skipped: { 'failed call': 1 } })
  await ingester.submit(Buffer.from(registryLines[1]!), { origin: 'r', contentType: '' })
  expect(await ingester.replayRefused()).toMatchObject({ replayed: 1, accepted: 1 })
  expect(await refused.count()).toBe(0)
  expect(usage.rows.map(({ source, asset, time, amount }) => [source, asset, time, amount])).toEqual([
    ['gw', 'model:meta/llama', 1_748_772_000_000_000n, 2_000_000_000_000n],
  ])
})

test('an input that breaks off with an error ends with it', async () => {
  const { ingester } = await createMemoryIngest()
  async function* broken() {
    yield Buffer.from('at,in,out\n2025-06-01T00:00:00Z,3,4\n')
    throw new Error('the disk is gone')
  }
  const options = { origin: 'file.csv', format: 'csv', mapping: { event } } as const
  await expect(ingester.ingestStream(broken(), options)).rejects.toThrow('the disk is gone')
})
