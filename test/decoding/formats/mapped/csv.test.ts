import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvFields } from '../../../../src/decoding/formats/csvFields.ts'
import { createFormat } from '../../../../src/decoding/formats/index.ts'
import { requestOrigin, standardInputOrigin } from '../../../../src/decoding/origin.ts'
import type { RecordBlock } from '../../../../src/decoding/records/block.ts'
import { Decoder } from '../../../../src/decoding/records/decoder.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../../../support/memoryIngest.ts'
import { runs } from '../../../support/properties.ts'

const event = {
  source: 'traces',
  id: '{#origin}-{#line}',
  time: '{at}',
  asset: 'model:meta/llama',
  tokens: { input: '{in}', output: '{out}' },
}

/** Records from the decoder and the format, and what each became. */
function read(text: string, mapping: object, chunkBytes = 10_000) {
  const format = createFormat('csv', mapping, 'file.csv')
  const decoder = new Decoder(format)
  const bytes = Buffer.from(text)
  const found: { line: number; raw?: string; code?: string; event?: unknown }[] = []
  const take = (blocks: Iterable<RecordBlock>) => {
    for (const block of blocks) {
      for (let i = 0; i < block.count; i++) {
        const line = block.lines[i]!
        const fault = block.faults.get(i)
        if (fault) found.push({ line, code: fault.code })
        else {
          for (const read of format.readText!(
            block.bytes.toString('utf8', block.starts[i], block.ends[i]),
            line,
          )) {
            const { raw } = read
            const own = { line, ...(raw !== undefined && { raw }) }
            if ('fault' in read) found.push({ ...own, code: read.fault.code })
            else if ('event' in read) found.push({ ...own, event: JSON.parse(JSON.stringify(read.event)) })
          }
        }
      }
    }
  }
  for (let at = 0; at < bytes.length; at += chunkBytes)
    take(decoder.push(bytes.subarray(at, at + chunkBytes)))
  take(decoder.end())
  return found
}

describe('a line of CSV', () => {
  test('is a call made from its columns, constants and its place', () => {
    const text = 'at,in,out\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109\r\n'
    for (const chunkBytes of [1, 10_000]) {
      const [first, second] = read(text, { event }, chunkBytes)
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

  test.each([standardInputOrigin, requestOrigin('5c0d2b8e')])(
    'has no identity made of the name of an input without one: %s',
    (origin) => {
      const { readText } = createFormat('csv', { event }, origin)
      expect(() => readText!('at,in,out', 1)).toThrow(
        expect.objectContaining({ code: 'mapping.malformed', path: '/event/id' }),
      )
    },
  )

  test('may have quotes, another separator, no header, and braces in its templates', async () => {
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
    const [record] = read('1700000000123;"a;""b""";1.50\n', mapping)
    expect(record!.event).toMatchObject({
      id: '{a;"b"}',
      time: '2023-11-14T22:13:20.123000Z',
      data: { asset: 'model:a@3B@@22@b@22@', amount: '1.5', currency: 'USDC' },
    })
  })

  test('with an empty column leaves the field out', async () => {
    const mapping = { event: { ...event, caller: '{who}', version: '{v}' } }
    const [record] = read('at,in,out,who,v\n2025-01-01T00:00:00Z,1,,,2\n', mapping)
    expect(record!.event).toHaveProperty('data', {
      asset: 'model:meta/llama',
      version: '2',
      tokens: { input: '1' },
    })
  })

  test('with too few columns or a wrong time is refused by itself; a misplaced quote is part of its field', async () => {
    const records = read(
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

describe('records of CSV', () => {
  const mapping = { columns: ['a', 'b'], event: { source: 's', id: '{a}', time: '{b}', asset: 'model:x' } }
  const fields = (text: string, chunkBytes?: number) =>
    read(text, mapping, chunkBytes).map(({ line, raw, code }) => [
      line,
      raw === undefined ? code : csvFields(raw, { delimiter: ',', quote: '"' }),
    ])

  test('may have line ends in quoted fields, and doubled quotes', () => {
    const text = '"x\ny","a ""b"" c"\r\n\r\n"",z\n5" disk,"q"\n \t, \n'
    for (const chunkBytes of [1, 3, 10_000]) {
      expect(fields(text, chunkBytes)).toEqual([
        [1, ['x\ny', 'a "b" c']],
        [4, ['', 'z']],
        [5, ['5" disk', 'q']],
      ])
    }
  })

  test('with an unclosed quote lose at most the length of the largest record, not the rest', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `row ${index},x`)
    const text = `first,x\n"open,x\n${lines.join('\n')}\n`
    const found = fields(text, 65_536)
    expect(found.slice(0, 2)).toEqual([
      [1, ['first', 'x']],
      [2, 'event.tooLarge'],
    ])
    expect(found.length).toBeGreaterThan(10)
    expect(found.at(-1)).toEqual([100_002, ['row 99999', 'x']])
  })

  test('P: are read as they were written', () => {
    const field = fc.stringMatching(/^[a ,"\n;ü]{0,6}$/)
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 8 })
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (list, chunkBytes) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const text = list.map((row) => row.map(quoted).join(',')).join('\n')
        const found = read(text, mapping, chunkBytes).map(({ raw }) =>
          csvFields(raw!, { delimiter: ',', quote: '"' }),
        )
        // A line without values is no record.
        expect(found).toEqual(list.filter((row) => row.some((value) => value.trim() !== '')))
      }),
      runs('cheap'),
    )
  })
})

test('a template that names a missing column stops the file before its first line', async () => {
  const { requests, refused } = await createMemoryIngest()
  const ingest = (text: string, own: object) =>
    requests.ingestStream(chunksOf(text), {
      origin: 'f',
      format: 'csv',
      mapping: { event: { ...event, ...own } },
    })
  await expect(ingest('a,b\n1,2\n', {})).rejects.toMatchObject({
    code: 'mapping.malformed',
    path: '/event/time',
  })
  await expect(ingest('at,in,out\n1,2,3\n', { id: '{at' })).rejects.toMatchObject({
    code: 'mapping.malformed',
  })
  expect(await refused.count()).toBe(0)
  expect(() => createFormat('csv', { event: { source: 's' } })).toThrow(/event\/id/)
})

test('a refused line is read again by itself, as the line that it was', async () => {
  const { requests, refused, usage } = await createMemoryIngest()
  const mapping = { event: { ...event, amount: '{in}', currency: 'YEN' } }
  const text = 'at,in,out\n2025-06-01T00:00:00Z,3,4\n2025-06-01T00:00:00Z,5,6\n'
  const report = await requests.ingestStream(chunksOf(text), { origin: 'file.csv', format: 'csv', mapping })
  expect(report.rejected.map(({ line, code }) => [line, code])).toEqual([
    [2, 'currency.unknown'],
    [3, 'currency.unknown'],
  ])
  await requests.submit(Buffer.from(registryLines[1]!), { origin: 'r' })
  expect(await requests.replayRefused()).toMatchObject({ replayed: 2, accepted: 2 })
  expect(usage.rows.map(({ id, inputTokens }) => [id, inputTokens])).toEqual([
    ['file.csv-2', 3],
    ['file.csv-3', 5],
  ])
  expect(await refused.count()).toBe(0)
})

test('a refused record of a gateway is read again with its own mapping', async () => {
  const { requests, refused, usage } = await createMemoryIngest()
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
  const report = await requests.ingestStream(
    chunksOf(JSON.stringify([record, { ...record, status: 'failure' }])),
    options,
  )
  expect(report).toMatchObject({ accepted: 0, rejectedCount: 1, skipped: { 'failed call': 1 } })
  await requests.submit(Buffer.from(registryLines[1]!), { origin: 'r' })
  expect(await requests.replayRefused()).toMatchObject({ replayed: 1, accepted: 1 })
  expect(await refused.count()).toBe(0)
  expect(usage.rows.map(({ source, asset, time, amount }) => [source, asset, time, amount])).toEqual([
    ['gw', 'model:meta/llama', 1_748_772_000_000_000, 2_000_000_000_000n],
  ])
})

test('an input that fails while it is read ends with that error', async () => {
  const { requests } = await createMemoryIngest()
  async function* broken() {
    yield Buffer.from('at,in,out\n2025-06-01T00:00:00Z,3,4\n')
    throw new Error('the disk is gone')
  }
  const options = { origin: 'file.csv', format: 'csv', mapping: { event } } as const
  await expect(requests.ingestStream(broken(), options)).rejects.toThrow('the disk is gone')
})

describe('amounts and dates of CSV', () => {
  const priced = { ...event, amount: '{cost}', currency: 'EUR' }
  const rowOf = (time: string, cost: string, mapping: object) =>
    read(`at;in;out;cost\n${time};1;2;${cost}\n`, { delimiter: ';', event: priced, ...mapping })[0]!

  test('a row without an amount has no currency either, so that the rate prices it', () => {
    const { event: made } = rowOf('2025-01-01T00:00:00Z', '', {})
    expect((made as { data: object }).data).toEqual({
      asset: 'model:meta/llama',
      amount: undefined,
      currency: undefined,
      tokens: { input: '1', output: '2' },
    })
    expect(rowOf('2025-01-01T00:00:00Z', '0', {}).event).toMatchObject({
      data: { amount: '0', currency: 'EUR' },
    })
  })

  test('a decimal comma is read where the mapping says so, and nothing is guessed', () => {
    const amount = (cost: string, mapping: object) => {
      const { event: made, code } = rowOf('2025-01-01T00:00:00Z', cost, mapping)
      return code ?? (made as { data: { amount: string } }).data.amount
    }
    expect(amount('1,50', { decimalMark: ',' })).toBe('1.5')
    expect(amount('7', { decimalMark: ',' })).toBe('7')
    expect(amount('1.234', { decimalMark: ',' })).toBe('record.malformed')
    expect(amount('1.234,50', { decimalMark: ',' })).toBe('1234.5')
    expect(amount('1,50', {})).toBe('record.malformed')
  })

  test.each([
    ['28/10/2026', 'dayMonthYear', '2026-10-28T00:00:00Z'],
    ['28.10.2026 14:05', 'dayMonthYear', '2026-10-28T14:05:00Z'],
    ['8.1.2026 4:05:07,25', 'dayMonthYear', '2026-01-08T04:05:07.25Z'],
    ['10/28/2026 2:05 PM', 'monthDayYear', '2026-10-28T14:05:00Z'],
    ['10/28/2026 12:00:01 am', 'monthDayYear', '2026-10-28T00:00:01Z'],
    ['2026/10/28 09:00', 'yearMonthDay', '2026-10-28T09:00:00Z'],
    ['2026-10-28T09:00:00+02:00', 'yearMonthDay', '2026-10-28T09:00:00+02:00'],
  ] as const)('the date %s in the order %s is %s', (time, dateOrder, expected) => {
    expect(rowOf(time, '1', { dateOrder }).event).toMatchObject({ time: expected })
  })

  test.each([
    ['28/10/2026', 'monthDayYear'],
    ['28/10/26', 'dayMonthYear'],
    ['2026-10-28', 'dayMonthYear'],
    ['10/28/2026 13:00 PM', 'monthDayYear'],
    ['28/10/2026', undefined],
    ['soon', 'dayMonthYear'],
  ] as const)('the date %s in the order %s is refused', (time, dateOrder) => {
    const record = rowOf(time, '1', dateOrder === undefined ? {} : { dateOrder })
    expect(record).toMatchObject({ code: 'record.malformed' })
  })

  test('of a local zone are read in that zone', () => {
    const record = rowOf('28/10/2026 14:05', '1', { dateOrder: 'dayMonthYear', timezone: 'Europe/Berlin' })
    expect(record.event).toMatchObject({ time: '2026-10-28T14:05:00+01:00' })
  })
})

test.each([
  ['LiteLLM’s spend logs', 'request_id,call_type,cache_hit,status,metadata,startTime,model'],
  ['Helicone’s export', 'request_id,startTime,response_status,model,prompt_tokens,costUSD,cache_enabled'],
])('a mapping without "where" is refused for %s, whose rows do not all bill', (name, header) => {
  const event = { source: 's', id: '{request_id}', time: '{startTime}', asset: 'model:{model}' }
  const open = (mapping: object) => [...createFormat('csv', mapping).readText!(header, 1)]
  expect(() => open({ event })).toThrow(
    expect.objectContaining({
      code: 'mapping.malformed',
      path: '/where',
      message: expect.stringContaining(name),
    }),
  )
  expect(open({ event, where: { 'failed call': { model: { empty: false } } } })).toEqual([])
})
