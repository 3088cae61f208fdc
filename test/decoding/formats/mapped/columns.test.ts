import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvFields } from '../../../../src/decoding/formats/csvFields.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../../../support/memoryIngest.ts'
import { runs } from '../../../support/properties.ts'
import { dataOf, readAll } from './support.ts'

const event = { source: 's', id: '{id}', time: '2026-01-01T00:00:00Z', asset: 'model:x' }
const priced = { ...event, currency: 'USD' }

describe('a column', () => {
  const repeated = 'id,cost,cost\n1,0.10,0.25\n'

  test('whose name another one has stops the file before its first line', async () => {
    await expect(readAll(repeated, 'csv', { event: { ...priced, amount: '{cost}' } })).rejects.toMatchObject({
      code: 'mapping.malformed',
      path: '/event/amount',
      message: expect.stringMatching(/2 columns have the name "cost": 2 and 3.*\{cost#1\}/),
    })
    await expect(readAll(repeated, 'csv', { event: { ...priced, amount: '{cost} * 0.01' } })).rejects.toThrow(
      'cost',
    )
    await expect(readAll(repeated, 'csv', { where: { r: { cost: '1' } }, event })).rejects.toThrow('cost')
  })

  test('of several with one name is named with its number; one that no template names does not matter', async () => {
    expect(await dataOf(repeated, 'csv', { event: { ...priced, amount: '{cost#2}' } })).toMatchObject([
      { amount: '0.25' },
    ])
    expect(await dataOf(repeated, 'csv', { event: { ...priced, amount: '{cost#1}' } })).toMatchObject([
      { amount: '0.1' },
    ])
    expect(await dataOf(repeated, 'csv', { event })).toHaveLength(1)
    await expect(readAll(repeated, 'csv', { event: { ...priced, amount: '{cost#3}' } })).rejects.toThrow(
      'cost#3',
    )
  })

  test('may have any signs in its name, and spaces around it', async () => {
    const text = 'id, cost (USD) ,a.b,a|b,x?\n1,0.5,dot,bar,query\n'
    const data = async (own: object) =>
      (await dataOf(text, 'csv', { event: { ...priced, amount: '{cost (USD)}', ...own } }))[0]
    expect(await data({ caller: '{a.b}', agent: '{a|b}', traceId: '{x?}' })).toMatchObject({
      amount: '0.5',
      caller: 'dot',
      agent: 'bar',
      traceId: 'query',
    })
  })

  test('that is missing is named, with one that is alike', async () => {
    await expect(
      readAll('ID,Cost USD\n1,2\n', 'csv', { event: { ...event, id: '{ID}', caller: '{cost_usd}' } }),
    ).rejects.toThrow('There is no column "cost_usd"; the columns are ID, Cost USD. Is it "Cost USD"?')
    const optional = { event: { ...event, caller: '{user?}', agent: '{agent|"none"}' } }
    expect(await dataOf('id\n1\n', 'csv', optional)).toEqual([
      { asset: 'model:x', agent: 'none', tokens: {} },
    ])
    await expect(readAll('id\n1\n', 'csv', { event: { ...event, caller: '{user|team}' } })).rejects.toThrow(
      'user',
    )
  })

  test('with JSON in its cells is reached by a path, or by a pointer', async () => {
    const cells = ['{"u":{"in":5,"a.b":7}}', '', '{"u":null}', 'None']
    const text = `id,meta\n${cells.map((cell, id) => `${id},"${cell.replaceAll('"', '""')}"`).join('\n')}\n`
    const mapping = {
      withoutTokens: 'count',
      event: { ...event, tokens: { input: '{meta.u.in}', output: '{meta#/u/a.b}' } },
    }
    expect(await dataOf(text, 'csv', mapping)).toEqual([
      { asset: 'model:x', tokens: { input: '5', output: '7' } },
      { asset: 'model:x', tokens: {} },
      { asset: 'model:x', tokens: {} },
      'record.malformed',
    ])
  })

  test('is named after a line of a spreadsheet that says what separates the columns', async () => {
    const found = await dataOf('sep=;\r\nid;n\r\n1;2\r\n', 'csv', {
      delimiter: ';',
      event: { ...event, tokens: { input: '{n}' } },
    })
    expect(found).toMatchObject([{ tokens: { input: '2' } }])
  })

  test('names the currency, perhaps by another name', async () => {
    const text = 'id,cost,cur\n1,1,usd\n2,1,EUR\n3,,usd\n'
    const mapping = { currencies: { usd: 'USD' }, event: { ...event, amount: '{cost}', currency: '{cur}' } }
    const found = await dataOf(text, 'csv', mapping)
    expect(found.map((data) => (data as { currency?: string }).currency)).toEqual(['USD', 'EUR', undefined])
  })
})

test('an entry whose mapping is not valid any more stays, and holds up no other', async () => {
  const { requests, refused } = await createMemoryIngest()
  const yen = { ...event, amount: '{cost}', currency: 'YEN' }
  const options = { origin: 'f.csv', format: 'csv', mapping: { event: yen } } as const
  await requests.ingestStream(chunksOf('id,cost\n1,2\n'), options)
  const { identity: _, ...entry } = (await refused.list({ limit: 1 })).entries[0]!
  const format = `csv ${JSON.stringify({ event: { ...yen, currency: undefined } })}`
  await refused.add([{ ...entry, id: 'f'.repeat(32), format }])
  await requests.submit(Buffer.from(registryLines[1]!), { origin: 'r' })
  expect(await requests.replayRefused()).toMatchObject({ replayed: 2, accepted: 1, rejected: 1 })
  expect(await refused.count()).toBe(1)
})

test('P: the fields of a record are those of the parser, whatever its quotes are', () => {
  const texts = fc.array(fc.constantFrom('a', ' ', ',', '"', '""', ';', '\n', 'ü', "'"), { maxLength: 14 })
  const read = (make: () => unknown) => {
    try {
      return make()
    } catch {
      return 'refused'
    }
  }
  fc.assert(
    fc.property(texts, fc.constantFrom(',', ';'), fc.constantFrom('"', "'"), (list, delimiter, quote) => {
      const record = list.join('').trim()
      const own = read(() => csvFields(record, { delimiter, quote }))
      const options = { delimiter, quote, relax_quotes: true, relax_column_count: true, bom: false }
      const records = read(() => parse(record, options))
      const parsed = Array.isArray(records) && records.length <= 1 ? (records[0] ?? ['']) : 'refused'
      expect(own).toEqual(parsed)
    }),
    runs('cheap', 2_000),
  )
})
