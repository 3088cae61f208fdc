import { describe, expect, test } from 'vitest'
import { suggestFrom } from '../../src/service/mappingSuggestion.ts'
import { tryMapping } from '../../src/service/mappingTrial.ts'
import { chunksOf } from '../support/memoryIngest.ts'

const csv = [
  'request_id,created_at,model,provider,status,prompt_tokens,completion_tokens,cached_tokens,total_tokens,cost_usd',
  'a,2026-03-01 10:00:00,gpt-5,openai,200,100,20,40,120,0.01',
  'b,2026-03-01 10:01:00,gpt-5,openai,500,,,,,',
  'c,2026-03-01 10:02:00,gpt-5 preview,openai,200,10,2,0,12,0.02',
  'd,soon,gpt-5,openai,200,10,2,0,12,0.02',
].join('\n')

describe('a suggested mapping', () => {
  test('reads the file that it was made from, and says what is unsure', async () => {
    const { format, mapping, unsure } = await suggestFrom(chunksOf(csv), 'spend-2026-03.csv')
    expect(format).toBe('csv')
    expect(mapping).toEqual({
      where: { 'failed call': { '{status}': ['200'] } },
      event: {
        source: 'spend',
        id: '{request_id}',
        time: '{created_at}',
        asset: 'model:{provider}/{model}',
        tokens: {
          input: '{prompt_tokens} - {cached_tokens}',
          output: '{completion_tokens}',
          cacheRead: '{cached_tokens}',
        },
      },
    })
    for (const part of ['source is "spend"', 'no zone', '{status} 200'])
      expect(unsure.join(' ')).toContain(part)
    expect(unsure.some((note) => note.includes('"amount": "{cost_usd}" and "currency": "USD"'))).toBe(true)
    const trial = await tryMapping(chunksOf(csv), { mapping, origin: 'spend.csv', recordsMax: 10 })
    expect(trial).toMatchObject({ format: 'csv', read: 4, events: 2, refused: 1, skipped: 1 })
  })

  test('takes the usage object of a record, and the rows of a page', async () => {
    const log = {
      id: 'x',
      ts: 1_772_000_000,
      model: 'openai/gpt-5',
      usage: { input_tokens: 5, output_tokens: 6, total_tokens: 11 },
    }
    const lines = [log, { ...log, id: 'y' }].map((one) => JSON.stringify(one)).join('\n')
    expect((await suggestFrom(chunksOf(lines.replaceAll('"ts"', '"timestamp"')), '-')).mapping).toEqual({
      timeUnit: 'seconds',
      event: {
        source: 'export',
        id: '{id}',
        time: '{timestamp}',
        asset: 'model:{model}',
        usage: '{usage}',
      },
    })
    const page = {
      data: [
        {
          start_time: 1_772_000_000,
          results: [{ model: 'm', input_tokens: 1, output_tokens: 2, project_id: 'p' }],
        },
      ],
    }
    const { mapping } = await suggestFrom(chunksOf(JSON.stringify(page)), 'usage.json')
    expect(mapping).toMatchObject({
      rows: 'data.results',
      timeUnit: 'seconds',
      event: {
        id: expect.stringMatching(/start_time.*\{#again\}$/),
        tokens: { input: '{data.results.input_tokens}' },
      },
    })
    const trial = await tryMapping(chunksOf(JSON.stringify(page)), {
      mapping,
      origin: 'usage.json',
      recordsMax: 1,
    })
    expect(trial).toMatchObject({ format: 'json', events: 1 })
  })

  test.each([
    ['Betrag\n1,50\n"1.234,50"', ';', { decimalMark: ',', thousands: '.' }],
    ['cost\n"1,234"\n"12,000"', ';', { decimalMark: '.', thousands: ',' }],
    ['cost\n1.5', ';', {}],
  ])('of amounts such as %j has their form', async (text, delimiter, form) => {
    const rows = text.split('\n').map((cell, line) => `${line === 0 ? 'id' : line}${delimiter}${cell}`)
    const { mapping } = await suggestFrom(chunksOf(rows.join('\n')), 'x.csv')
    expect(mapping).toMatchObject({ delimiter, ...form, event: { currency: 'USD' } })
  })

  test.each([
    [['28/10/2026', '01/02/2026'], { dateOrder: 'dayMonthYear' }],
    [['01/02/2026', '10/28/2026'], { dateOrder: 'monthDayYear' }],
    [['2026-03-01'], { dateOrder: 'yearMonthDay' }],
    [['1772000000123'], { timeUnit: 'milliseconds' }],
    [['2026-03-01T10:00:00Z'], {}],
  ])('of times such as %j has their form', async (times, form) => {
    const text = ['id,date,cost', ...times.map((time, line) => `${line},${time},1`)].join('\n')
    const { mapping } = await suggestFrom(chunksOf(text), 'x.csv')
    const { event: _, ...rest } = mapping
    expect(rest).toEqual(form)
  })

  test.each(['', '\n', '{', '[]', '{}', 'x', '[[[[', '{"a":{"b":[{"c":1}]}}', 'a,a,a\n1,2', '"'])(
    'of %j is one, however little the input says',
    async (text) => {
      expect((await suggestFrom(chunksOf(text), 'x')).unsure.length).toBeGreaterThan(0)
    },
  )
})

describe('a trial', () => {
  const mapping = {
    where: { 'failed call': { status: '200' } },
    event: {
      source: 's',
      id: '{request_id}',
      time: '{created_at}',
      asset: 'model:{provider}/{model}',
      tokens: { input: '{prompt_tokens} - {cached_tokens}', output: '{completion_tokens}' },
    },
  }

  test('shows each record as its event, with what its tokens came from, or why it is none', async () => {
    const { records } = await tryMapping(chunksOf(csv), { mapping, origin: 'f.csv', recordsMax: 10 })
    expect(records).toMatchObject([
      {
        line: 2,
        id: 'a',
        event: { data: { asset: 'model:openai/gpt-5', tokens: { input: '60', output: '20' } } },
        tokensFrom: {
          input: '{prompt_tokens} - {cached_tokens} is 100 - 40',
          output: '{completion_tokens} is 20',
        },
      },
      { line: 3, skipped: 'failed call' },
      { line: 4, event: { data: { asset: 'model:openai/gpt-5@20@preview' } } },
      { line: 5, id: 'd', refused: { code: 'record.malformed' } },
    ])
  })

  test('reads no more records than were asked for, and a wrong mapping stops it', async () => {
    expect(await tryMapping(chunksOf(csv), { mapping, origin: 'f.csv', recordsMax: 1 })).toMatchObject({
      read: 1,
    })
    const wrong = { event: { ...mapping.event, id: '{call_id}' } }
    await expect(
      tryMapping(chunksOf(csv), { mapping: wrong, origin: 'f', recordsMax: 1 }),
    ).rejects.toMatchObject({
      code: 'mapping.malformed',
    })
  })

  test('says of each token class of a gateway’s record what it came from', async () => {
    const record = {
      id: 'x',
      model: 'gpt',
      startTime: '2026-01-01 10:00:00',
      call_type: 'acompletion',
      prompt_tokens: 100,
      completion_tokens: 10,
      total_tokens: 310,
      metadata: {
        usage_object: {
          prompt_tokens_details: { cached_tokens: 40 },
          completion_tokens_details: { reasoning_tokens: 200 },
          pad_tokens: 7,
        },
      },
    }
    const { records } = await tryMapping(chunksOf(JSON.stringify(record)), {
      mapping: { tokenClasses: { pad_tokens: 'input' } },
      origin: 'f',
      recordsMax: 1,
    })
    const usage = '/metadata/usage_object'
    expect(records[0]?.tokensFrom).toEqual({
      input: `/prompt_tokens 100 - ${usage}/prompt_tokens_details/cached_tokens 40 + ${usage}/pad_tokens 7`,
      output: `/completion_tokens 10 + ${usage}/completion_tokens_details/reasoning_tokens 200`,
      cacheRead: `${usage}/prompt_tokens_details/cached_tokens 40`,
      usage: 'input includes cache reads, by total; output excludes reasoning, by total',
    })
  })

  test('takes records of gateways and events too', async () => {
    const record = {
      id: 'x',
      model: 'gpt',
      startTime: '2026-01-01 10:00:00',
      call_type: 'acompletion',
      prompt_tokens: 10,
      completion_tokens: 1,
      total_tokens: 11,
    }
    const trial = await tryMapping(chunksOf(JSON.stringify(record)), { origin: 'f', recordsMax: 5 })
    const tokensFrom = { input: '/prompt_tokens 10', output: '/completion_tokens 1' }
    expect(trial).toMatchObject({ format: 'litellm', events: 1, records: [{ id: 'x', tokensFrom }] })
    const event = {
      specversion: '1.0',
      id: 'e',
      source: 's',
      type: 'io.headwater.nothing',
      time: '2026-01-01T00:00:00Z',
    }
    expect(await tryMapping(chunksOf(JSON.stringify(event)), { origin: 'f', recordsMax: 5 })).toMatchObject({
      format: 'cloudevents',
      refused: 1,
    })
  })
})
