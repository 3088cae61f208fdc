import { describe, expect, test } from 'vitest'
import { createFormat } from '../../../../src/decoding/formats/index.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../../../support/memoryIngest.ts'
import { dataOf, readAll } from './support.ts'

const event = {
  source: 'gw',
  id: '{id}',
  time: '{at}',
  asset: 'model:{org}/{model}',
  tokens: { input: '{usage.in}', output: '{usage.out}' },
}
const record = { id: 'a', at: '2026-03-01T10:00:00Z', org: 'openai', model: 'gpt', usage: { in: 10, out: 2 } }

describe('a record of JSON', () => {
  test('is a call made from its fields', async () => {
    expect(await readAll(JSON.stringify(record), 'json', { event })).toEqual([
      {
        specversion: '1.0',
        type: 'io.headwater.call.metered',
        source: 'gw',
        id: 'a',
        time: '2026-03-01T10:00:00Z',
        data: { asset: 'model:openai/gpt', tokens: { input: '10', output: '2' } },
      },
    ])
  })

  test.each([
    ['lines', (list: object[]) => list.map((one) => JSON.stringify(one)).join('\n')],
    ['an array', (list: object[]) => JSON.stringify(list)],
    ['a pretty-printed array', (list: object[]) => JSON.stringify(list, null, 2)],
  ])('may come in %s', async (_name, write) => {
    const found = await readAll(write([record, { ...record, id: 'b' }]), 'json', { event })
    expect(found).toMatchObject([{ id: 'a' }, { id: 'b' }])
  })

  test('has its numbers as they were written, wherever they are', async () => {
    const text = `{"id":12345678901234567890,"at":"2026-03-01T10:00:00Z","meta":"{\\"cost\\": 0.00022500000000000002}","n":1e-7}`
    const own = { source: 's', id: '{id}', time: '{at}', asset: 'model:x', currency: 'USD' }
    expect(await readAll(text, 'json', { event: { ...own, amount: '{meta.cost}' } })).toMatchObject([
      { id: '12345678901234567890', data: { amount: '0.00022500000000000002' } },
    ])
    expect(await dataOf(text, 'json', { event: { ...own, amount: '{n}' } })).toMatchObject([
      { amount: '0.0000001' },
    ])
  })

  test('is reached by dots, by numbers of lists, by JSON in text, and by a pointer for any name', async () => {
    const odd = {
      ...record,
      'a.b': { 'c/d': 'dots' },
      list: [{ x: 'first' }, { x: 'second' }],
      text: '{"k":["v"]}',
    }
    const callers = ['{/a.b/c~1d}', '{list[1].x}', '{list.0.x}', '{text.k.0}', '{/text/k/0}', '{org} {{x}}']
    const found = await Promise.all(
      callers.map((caller) => dataOf(JSON.stringify(odd), 'json', { event: { ...event, caller } })),
    )
    expect(found.flat().map((data) => (data as { caller: string }).caller)).toEqual([
      'dots',
      'second',
      'first',
      'v',
      'v',
      'openai {x}',
    ])
  })

  test('takes the first field that is there, or a default', async () => {
    const caller = async (template: string, own: object) => {
      const text = [
        JSON.stringify({ ...record, user: '', team: null, ...own }),
        JSON.stringify({ user: 'u', team: 't' }),
      ]
      const [data] = await dataOf(text.join('\n'), 'json', { event: { ...event, caller: template } })
      return (data as { caller?: string }).caller
    }
    expect(await caller('{user|team}', {})).toBe(undefined)
    expect(await caller('{user|team}', { team: 't' })).toBe('t')
    expect(await caller('{user|team|"guest"}', {})).toBe('guest')
    expect(await caller("{nothing?|'x y'}", {})).toBe('x y')
    expect(await caller('{lower(user|team)}', { team: 'TEAM' })).toBe('team')
  })

  test('that is no object, or has an object where a value is needed, is refused by itself', async () => {
    const text = [
      '{"id"',
      '[1]',
      '7',
      JSON.stringify({ ...record, id: { x: 1 } }),
      JSON.stringify(record),
    ].join('\n')
    expect(await readAll(text, 'json', { event })).toMatchObject([
      { code: 'line.notJson' },
      { code: 'record.malformed' },
      { code: 'record.malformed' },
      { code: 'record.malformed', message: '{id} is an object, and the template needs one value of it.' },
      { id: 'a' },
    ])
  })

  test('with a model that is empty has no asset, and is refused', async () => {
    const text = [record, { ...record, model: null }].map((one) => JSON.stringify(one)).join('\n')
    expect(await readAll(text, 'json', { event })).toMatchObject([
      { id: 'a' },
      { id: 'a', code: 'record.incomplete' },
    ])
  })

  test('is found by a mapping with templates and by its first character', async () => {
    expect(await readAll(JSON.stringify(record), 'auto', { event })).toMatchObject([{ id: 'a' }])
    expect(await readAll(` \n[${JSON.stringify(record)}]`, 'auto', { event })).toMatchObject([{ id: 'a' }])
    const csv = { event: { source: 's', id: '{id}', time: '{at}', asset: 'model:x' } }
    expect(await readAll('id,at\n1,2026-01-01T00:00:00Z\n', 'auto', csv)).toMatchObject([{ id: '1' }])
  })
})

describe('a record with rows', () => {
  const page = {
    page: 1,
    data: [
      {
        start: 1_767_225_600,
        results: [
          { model: 'a', n: 1 },
          { model: 'b', n: 2 },
        ],
      },
      { start: 1_767_312_000, results: [] },
      { start: 1_767_312_000, results: [{ model: 'a', n: 3 }] },
    ],
  }
  const mapping = {
    rows: 'data.results',
    timeUnit: 'seconds',
    event: {
      source: 's{page}',
      id: '{data.start}/{data.results.model}',
      time: '{data.start}',
      asset: 'model:{data.results.model}',
      tokens: { input: '{data.results.n}' },
    },
  }

  test('is a call for each row, with the fields around it', async () => {
    expect(await readAll(JSON.stringify(page, null, 1), 'json', mapping)).toMatchObject([
      { source: 's1', id: '1767225600/a', data: { tokens: { input: '1' } } },
      { id: '1767225600/b', time: '2026-01-01T00:00:00.000000Z', data: { asset: 'model:b' } },
      { id: '1767312000/a', data: { tokens: { input: '3' } } },
    ])
  })

  test('keeps each row by itself, so that a refused one can be read again alone', () => {
    const { readText } = createFormat('json', mapping)
    const raws = [...readText!(JSON.stringify(page), 1)].map(({ raw }) => raw!)
    expect(raws.map((raw) => [...readText!(raw, 1)].length)).toEqual([1, 1, 1])
    expect(JSON.parse(raws[1]!)).toEqual({
      page: 1,
      data: [{ start: 1_767_225_600, results: [{ model: 'b', n: 2 }] }],
    })
  })

  test('and none of them is skipped and counted', async () => {
    const text = [{ page: 1, data: [] }, page].map((one) => JSON.stringify(one)).join('\n')
    expect((await readAll(text, 'json', mapping))[0]).toEqual({ skipped: 'record without data.results' })
    expect(await readAll('{"page":1,"data":[]}', 'json', mapping)).toEqual([
      { skipped: 'record without data.results' },
    ])
  })
})

describe('a mapping of JSON', () => {
  const lines = (...list: object[]) => list.map((one) => JSON.stringify(one)).join('\n')

  test('that names a field which no record has stops the input before its first line', async () => {
    const { requests, refused, usage } = await createMemoryIngest()
    const mapping = { event: { ...event, tokens: { input: '{usage.input}' } } }
    const sent = requests.ingestStream(chunksOf(lines(record, record)), {
      origin: 'f',
      format: 'json',
      mapping,
    })
    await expect(sent).rejects.toMatchObject({
      code: 'mapping.malformed',
      path: '/event/tokens/input',
      message: expect.stringContaining('"usage.input"'),
    })
    expect([usage.rows.length, await refused.count()]).toEqual([0, 0])
  })

  test('may name a field that only later records have, that is null, or that it marks with ?', async () => {
    const mapping = { event: { ...event, caller: '{user}', traceId: '{trace?}' } }
    expect(await readAll(lines(record, { ...record, user: null }), 'json', mapping)).toHaveLength(2)
    expect(await readAll(lines(record, { ...record, user: 'u' }), 'json', mapping)).toMatchObject([
      {},
      { data: { caller: 'u' } },
    ])
  })

  test.each([
    ['an amount without a currency', { event: { ...event, amount: '{cost}' } }, '/event/currency'],
    ['a currency without an amount', { event: { ...event, currency: 'USD' } }, '/event/amount'],
    ['models without the name of one', { models: { a: 'model:a' }, event }, '/event/model'],
    ['tokens and usage', { event: { ...event, usage: '{usage}' } }, '/event/usage'],
    ['one sign for both marks', { thousands: ',', decimalMark: ',', event }, '/thousands'],
    ['a field that mappings do not have', { event: { ...event, user: '{user}' } }, '/event'],
    ['no id', { event: { ...event, id: undefined } }, '/event/id'],
    [
      'a hole that its pattern lacks',
      { models: { 'a-{v}': 'model:{w}' }, event: { ...event, model: '{model}' } },
      '/models/a-{v}',
    ],
    ['an unmatched brace', { event: { ...event, caller: '{user' } }, '/event/caller'],
  ])('of half a thing is refused: %s', (_name, mapping, path) => {
    expect(() => createFormat('json', mapping)).toThrow(
      expect.objectContaining({ code: 'mapping.malformed', path }),
    )
  })

  test('is kept with a refused record, which is read again with it', async () => {
    const { requests, refused, usage } = await createMemoryIngest()
    const mapping = {
      event: { ...event, asset: 'model:meta/llama', amount: '{cost} * 0.01', currency: 'YEN' },
    }
    const options = { origin: 'f.jsonl', format: 'json', mapping } as const
    const text = lines({ ...record, cost: 250 }, { ...record, id: 'b', cost: 'x' })
    expect(await requests.ingestStream(chunksOf(text), options)).toMatchObject({ rejectedCount: 2 })
    await requests.submit(Buffer.from(registryLines[1]!), { origin: 'r' })
    expect(await requests.replayRefused()).toMatchObject({ replayed: 2, accepted: 1, rejected: 1 })
    expect(usage.rows.map(({ id, amount }) => [id, amount])).toEqual([['a', 2_500_000_000_000n]])
    expect(await refused.count()).toBe(1)
  })

  test('counts the rows that its rules leave out by their names', async () => {
    const { requests } = await createMemoryIngest()
    const mapping = { where: { 'test traffic': { org: { not: 'test' } } }, event }
    const options = { origin: 'f.jsonl', format: 'json', mapping } as const
    const report = await requests.ingestStream(chunksOf(lines(record, { ...record, org: 'test' })), options)
    expect(report).toMatchObject({ skipped: { 'test traffic': 1 } })
  })
})
