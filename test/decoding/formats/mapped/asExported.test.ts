/** Files as people export them: put together, from spreadsheets, in other forms of numbers and dates. */
import { describe, expect, test } from 'vitest'
import { type Data, dataOf, readAll } from './support.ts'

const time = '2026-03-04T05:06:07Z'
const base = { source: 's', id: '{id}', time: '{time}', asset: 'model:{model}' }
const priced = { event: { ...base, amount: '{cost}', currency: '{cur}' } }
const columns = 'id,time,model,cost,cur'

/** A line of a file with these columns. */
function line(id: string, cost = '1', model = 'a/b'): string {
  return `${id},${time},${model},${cost},USD`
}

/** What each line became: its amount, why it is no call, or the code of its refusal. */
async function amountsOf(text: string, mapping: object = priced): Promise<(string | undefined)[]> {
  const found = await dataOf(text, 'csv', mapping)
  return found.map((one) => (typeof one === 'string' ? one : one.amount))
}

describe('a CSV file', () => {
  const lines = (sign: string, ...rows: string[]) =>
    [columns, ...rows].map((row) => row.replaceAll(',', sign)).join('\n')

  test.each([
    ['semicolons', lines(';', line('1'), line('2', '0.5'))],
    ['tabs', lines('\t', line('1'), line('2', '0.5'))],
    ['vertical lines', lines('|', line('1'), line('2', '0.5'))],
    ['the line that names the sign', `sep=;\r\n${lines(';', line('1'), line('2', '0.5'))}`],
    [
      'a byte order mark and CRLF',
      `\ufeff${lines(';', line('1'), line('2', '0.5')).replaceAll('\n', '\r\n')}`,
    ],
  ])('with %s is read by a mapping that names no sign between columns', async (_name, text) => {
    expect(await amountsOf(text)).toEqual(['1', '0.5'])
  })

  test.each([
    ['the same header', `${columns}\n${line('2', '0.25')}`, ['header line again', '0.25']],
    [
      'a byte order mark and its columns in another order',
      `\ufeffcost,cur,id,time,model\n0.25,USD,2,${time},a/b`,
      ['header line again', '0.25'],
    ],
    [
      'a column with another name',
      `id,time,model,price,cur\n${line('2', '0.25')}\n${line('3')}\n${columns}\n${line('4', '0.5')}`,
      ['header line again', 'record.malformed', 'record.malformed', 'header line again', '0.5'],
    ],
  ])('that is followed by one with %s is read by both headers', async (_name, second, expected) => {
    expect(await amountsOf(`${columns}\n${line('1')}\n${second}\n`)).toEqual(['1', ...expected])
  })

  test('of a gateway that is followed by another one is read by both headers', async () => {
    const columns = 'request_id,call_type,model,custom_llm_provider,startTime,prompt_tokens,completion_tokens'
    const other = 'request_id,call_type,model,custom_llm_provider,startTime,completion_tokens,prompt_tokens'
    const row = (id: string, counts: string) => `${id},acompletion,m,openai,${time},${counts}`
    const text = [columns, row('1', '7,3'), columns, row('2', '7,3'), ',,,,,,', other, row('3', '3,7')].join(
      '\n',
    )
    const found = await dataOf(text, 'litellm', {})
    const call = { tokens: { input: 7, output: 3 } }
    expect(found).toMatchObject([
      call,
      'header line again',
      call,
      'line without values',
      'header line again',
      call,
    ])
  })

  test('may have lines without values, and has its short and long lines and its total refused', async () => {
    const rows = [line('1'), ',,,,', '  ', `2,${time},a/b,1`, `${line('3')},x`, 'Total,,,2,USD', ',,,2,USD']
    expect(await amountsOf([columns, ...rows].join('\n'))).toEqual([
      '1',
      'line without values',
      'line without values',
      'record.malformed',
      'record.malformed',
      'record.incomplete',
      'record.incomplete',
    ])
  })

  test.each([
    ['whose lines end in CR alone', `${columns}\r${line('1')}\r`, 'mapping.malformed', /CARRIAGE RETURN/],
    [
      'with two columns whose names differ in spaces',
      'id,time,model,cost,cost ,cur\n',
      'mapping.malformed',
      /2 columns/,
    ],
    [
      'of dates whose order nothing says',
      `${columns}\n1,03/04/2026,a/b,1,USD\n`,
      'mapping.malformed',
      /day or the month/,
    ],
    [
      'in UTF-16 without its mark',
      Buffer.from(`${columns}\n${line('1')}\n`, 'utf16le').toString('latin1'),
      'input.unknownFormat',
      /UTF-16/,
    ],
    ['that is an Excel file', 'PK\x03\x04\x14\0', 'input.unknownFormat', /Excel/],
    ['that is a Parquet file', 'PAR1\x15\x04', 'input.unknownFormat', /Parquet/],
    ['that is packed with bzip2', 'BZh91AY&SY', 'input.unknownFormat', /bzip2/],
    ['that is the page of a login', '<!DOCTYPE html><html></html>', 'input.unknownFormat', /HTML/],
    ['that is JSON', '{"id":"1","time":"x"}\n', 'input.unknownFormat', /JSON/],
  ])('%s is refused before its first line', async (_name, text, code, said) => {
    await expect(readAll(text, 'csv', priced)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(said),
    })
  })

  test('with a CR inside of a line loses no part of it silently', async () => {
    const [refused] = await readAll(`${columns}\n${line('1')}\r${line('2')}\n`, 'csv', priced)
    expect(refused).toMatchObject({
      code: 'record.malformed',
      message: expect.stringContaining('U+000D CARRIAGE RETURN'),
    })
  })

  test('without an amount in a row is refused, because nothing else prices it', async () => {
    const text = `${columns}\n${line('1', '')}\n`
    expect(await amountsOf(text)).toEqual(['record.unpriced'])
    expect(await amountsOf(text, { ...priced, withoutTokens: 'count' })).toEqual([undefined])
    const { amount: _, currency: __, ...bare } = priced.event
    expect(await amountsOf(text, { event: bare })).toEqual([undefined])
  })
})

test.each([
  ['/models/llama', 'model:prov//models/llama'],
  ['a/', 'model:prov/a/'],
  ['', 'record.incomplete'],
])('a model named %j is the asset %s', async (name, expected) => {
  const mapping = { event: { ...priced.event, asset: 'model:prov/{model}' } }
  const [one] = await dataOf(`${columns}\n${line('1', '1', name)}\n`, 'csv', mapping)
  expect(typeof one === 'string' ? one : one!.asset).toBe(expected)
})

describe('an amount', () => {
  test.each([
    ['(1.50)', /negative amount, in parentheses; it has U\+0028 LEFT PARENTHESIS at position 1/],
    ['1.50-', /minus at the end/],
    ['\u22121.50', /negative amount; it has U\+2212 MINUS SIGN at position 1/],
    ['50%', /percent/],
    ['€1.50', /currency sign; it has U\+20AC EURO SIGN/],
    ['1.50 EUR', /amount with a currency/],
    ['n/a', /word for no value/],
    ['\uff11.5', /U\+FF11 FULLWIDTH DIGIT ONE/],
    ['1.234.567', /points are between thousands/],
  ])('%s is refused with what it looks like', async (text, said) => {
    expect(await readAll(`${columns}\n${line('7', text)}\n`, 'csv', priced)).toEqual([
      { code: 'record.malformed', path: '/data/amount', id: '7', message: expect.stringMatching(said) },
    ])
  })

  test('may have a thin space between its thousands', async () => {
    expect(await amountsOf(`${columns}\n${line('1', '1\u2009234.5')}\n`)).toEqual(['1234.5'])
  })
})

describe('a count', () => {
  const counts = async (text: string, input: string, mapping = {}) => {
    const rows = `id;time;n\n1;${time};${text}\n`
    const event = { ...base, asset: 'model:a', tokens: { input } }
    const [one] = await dataOf(rows, 'csv', { ...mapping, event })
    return typeof one === 'string' ? one : (one as Data).tokens!.input
  }

  test.each([
    // A whole number, whatever it is written as.
    ['1e3', '{n}', '1000'],
    ['1.2e3', '{n}', '1200'],
    ['1,000.0', '{n}', '1000'],
    // Thousands of tokens: 1.5 of them are 1500, and 12.345 may be 12345 or 12345000.
    ['1.5', '{n} * 1000', '1500'],
    ['12.345', '{n} * 1000', 'record.malformed'],
  ])('%s in %s is %s', async (text, template, expected) => {
    expect(await counts(text, template)).toBe(expected)
  })

  test('of thousands is what the mapping says', async () => {
    expect(await counts('12.345', '{n} * 1000', { decimalMark: '.' })).toBe('12345')
    expect(await counts('12.345', '{n} * 1000', { thousands: '.' })).toBe('12345000')
  })
})

describe('a time', () => {
  const refusal = async (text: string, mapping: object = {}) => {
    const event = { ...base, asset: 'model:a', amount: '1', currency: 'USD' }
    const [one] = await readAll(`id;time\n1;${text}\n`, 'csv', { ...mapping, event })
    return 'message' in one! ? one.message : 'time' in one! ? one.time : undefined
  }

  test.each([
    ['2026-03-04', /its year first/],
    ['3/4/26', /two digits/],
    ['1772600767', /seconds since 1970/],
    ['1772600767000', /milliseconds since 1970/],
    ['46085.5', /spreadsheets/],
    ['2026-03-04 05:06:07 PM', /twelve hours/],
    ['2026-03-04T05:06:07 PST', /name of its zone/],
    ['2026-03-04T05:06:07[Europe/Berlin]', /name of its zone/],
    ['Wed, 04 Mar 2026 05:06:07 GMT', /name of its month/],
  ])('%s is refused with what it looks like', async (text, said) => {
    expect(await refusal(text)).toMatch(said)
  })

  test.each([
    ['1772600767', 'milliseconds', /looks like seconds/],
    ['1772600767000', 'seconds', /looks like milliseconds/],
    ['1772600767000000', 'milliseconds', /looks like microseconds/],
  ])('of %s is no number of %s', async (text, timeUnit, said) => {
    expect(await refusal(text, { timeUnit })).toMatch(said)
  })

  test.each([
    ['2026-03-04 05:06:07 +0100 CET', '2026-03-04T05:06:07+01:00'],
    ['2026-03-04 05:06:07 +0000 UTC', '2026-03-04T05:06:07+00:00'],
    ['2026-03-04T05:06:07 GMT', '2026-03-04T05:06:07Z'],
  ])('%s, with the name of its zone after its offset, is %s', async (text, expected) => {
    expect(await refusal(text)).toBe(expected)
  })
})

describe('JSON', () => {
  const event = { ...base, amount: '{cost}', currency: 'USD' }
  const record = (id: string) => JSON.stringify({ id, time, model: 'a/b', cost: 0.5 })
  const ids = async (text: string) => {
    const found = await readAll(text, 'json', { event })
    return found.map((one) => ('id' in one ? one.id : 'code' in one ? one.code : one.skipped))
  }

  test.each([
    ['values one after the other on a line', `${record('1')}${record('2')} ${record('3')}`],
    ['a text sequence', `\x1e${record('1')}\n\x1e${record('2')}\n\x1e${record('3')}\n`],
    ['pages one after the other', `[${record('1')},${record('2')}]\n[${record('3')}]`],
    ['pages on one line', `[${record('1')}][][${record('2')},${record('3')}]`],
    [
      'pretty-printed values',
      ['1', '2', '3'].map((id) => JSON.stringify(JSON.parse(record(id)), null, 2)).join('\n'),
    ],
  ])('in the form of %s is read', async (_name, text) => {
    expect(await ids(text)).toEqual(['1', '2', '3'])
  })

  test.each([
    ['that has a field twice', `{"cost":1,${record('1').slice(1)}`, 'mapping.malformed', /"cost" twice/],
    [
      'that has it twice by an escape',
      `{"c\\u006fst":1,${record('1').slice(1)}`,
      'mapping.malformed',
      /"cost" twice/,
    ],
    ['that is CSV', `${columns}\n${line('1')}\n`, 'input.unknownFormat', /CSV with the columns id/],
    ['that is an Excel file', 'PK\x03\x04\x14\0', 'input.unknownFormat', /Excel/],
  ])('%s is refused before its first record', async (_name, text, code, said) => {
    await expect(ids(text)).rejects.toMatchObject({ code, message: expect.stringMatching(said) })
  })

  test('that has a name twice in two objects is read', async () => {
    expect(await ids(`{"tax":{"cost":1},${record('1').slice(1)}`)).toEqual(['1'])
  })

  test.each([
    [{ event: { ...event, callr: '{id}' } }, /callr.*is it "caller"/],
    [{ timezon: 'UTC', event }, /timezon.*is it "timezone"/],
    [{ event: { ...event, amount: '{cots}' } }, /"cots".*Is it \{cost\}/],
    [{ event: { ...event, amount: '{a.b}' } }, /"a\.b".*Is it \{\/a\.b\}/],
  ])('with a mapping that misspells a name is refused with the name that is near', async (mapping, said) => {
    const text = `${record('1').slice(0, -1)},"a.b":1}`
    await expect(readAll(text, 'json', mapping)).rejects.toMatchObject({
      message: expect.stringMatching(said),
    })
  })
})
