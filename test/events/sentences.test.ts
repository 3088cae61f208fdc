/** A refusal names the value, what is wrong with it, and what is allowed. */
import { describe, expect, test } from 'vitest'
import { parseAccount } from '../../src/events/account.ts'
import { parseAssetId, parseCurrencyCode, parsePayeeId, parseVersionName } from '../../src/events/ids.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { parseTime } from '../../src/events/time.ts'

function refusalOf(parse: () => unknown): string {
  try {
    parse()
  } catch (error) {
    return (error as Error).message
  }
  return 'not refused'
}

const pathRule = 'Allowed are 1 to 255 of A-Z a-z 0-9 . _ - + / @.'
const kinds = 'The kinds are dataset, model, agent and tool.'

test.each([
  ['dataset:s3://bucket/raw', `its path, after the kind, has U+003A COLON at position 11. ${pathRule}`],
  [
    'dataset:db;schema=public/t',
    `its path, after the kind, has U+003B SEMICOLON at position 11. ${pathRule}`,
  ],
  ['dataset:acme/with space', `its path, after the kind, has U+0020 SPACE at position 18. ${pathRule}`],
  ['dataset:acme/new\nline', `its path, after the kind, has U+000A LINE FEED at position 17. ${pathRule}`],
  [
    'dataset:acme/ümlaut',
    `its path, after the kind, has U+00FC LATIN SMALL LETTER U WITH DIAERESIS at position 14. ${pathRule}`,
  ],
  ['model:', `its path, after the kind, is empty. ${pathRule}`],
  [`model:${'x'.repeat(256)}`, `its path, after the kind, has 256 characters. ${pathRule}`],
  ['gpt-5', `kind:path. It has no kind: "model:gpt-5" would be the model of this name. ${kinds}`],
  ['Model:acme/x', `kind:path. It begins with "Model", which is not a kind; model is one. ${kinds}`],
  ['datasets:acme/x', `kind:path. It begins with "datasets", which is not a kind; dataset is one. ${kinds}`],
  ['arn:aws:bedrock', `kind:path. It begins with "arn", which is not a kind. ${kinds}`],
  [':x', `kind:path. It begins with a colon, which is not a kind. ${kinds}`],
  ['', `kind:path. It is empty. ${kinds}`],
])('the asset id %j', (text, sentence) => {
  expect(refusalOf(() => parseAssetId(text))).toContain(sentence)
})

test('versions, currencies and payees', () => {
  expect(refusalOf(() => parseVersionName('1/2'))).toBe(
    '"1/2" is not a version: it has U+002F SOLIDUS at position 2. Allowed are 1 to 64 of A-Z a-z 0-9 . _ - + @.',
  )
  expect(refusalOf(() => parseVersionName('x'.repeat(65)))).toContain('it has 65 characters.')
  expect(refusalOf(() => parseCurrencyCode('US$'))).toBe(
    '"US$" is not a currency: it has U+0024 DOLLAR SIGN at position 3. Allowed are 1 to 32 of A-Z a-z 0-9 . _ -.',
  )
  expect(refusalOf(() => parseCurrencyCode('€'))).toContain('U+20AC EURO SIGN at position 1.')
  expect(refusalOf(() => parsePayeeId('😀ann\tb'))).toBe(
    'The payee "😀ann\\tb" has U+0009 CHARACTER TABULATION at position 5. A payee has no control characters in it.',
  )
})

test('accounts and addresses', () => {
  const account = (text: string) => refusalOf(() => parseAccount(text))
  const address = `0x${'ab'.repeat(20)}`
  expect(account(address)).toContain('it is an address without its chain.')
  expect(account(`eip155:1:${address} `)).toContain('it has U+0020 SPACE at position 52.')
  expect(account('eip155:1')).toContain('it has 2 parts, not 3.')
  expect(account(`eip155:1:${address.slice(0, -1)}`)).toContain('40 hexadecimal digits: it has 39 digits.')
  expect(account('eip155:1:0xzz')).toContain('it has U+007A LATIN SMALL LETTER Z at position 3.')
  expect(account(`eip155:1:${address.replace('0x', '0X')}`)).toContain('it does not begin with 0x.')
})

test.each([
  ['2026-02-29T00:00:00Z', ': February 2026 has no day 29; its last day is 28.'],
  ['2025-04-31T10:00:00+02:00', ': April 2025 has no day 31; its last day is 30.'],
  ['2026-03-00T10:00:00Z', ': March 2026 has no day 0; its last day is 31.'],
  ['2026-13-01T00:00:00Z', ': there is no month 13.'],
  ['2026-03-14T24:00:00Z', ': the hours of a day end at 23. Write 24:00 as 00:00 of the next day.'],
  ['2026-03-14T25:00:00Z', ': there is no hour 25; the hours are 00 to 23.'],
  ['2026-03-14T09:60:00Z', ': there is no minute 60; the minutes are 00 to 59.'],
  ['2026-03-14T23:59:60Z', ': it is a leap second. Write the second before it, 59.'],
  ['2026-03-14T09:00:00', ', because it names no zone'],
  ['2026-03-14T09:00:00+0000', ', because its zone has no colon: write +00:00.'],
  ['2026-03-14T09:00:00+02', ', because its zone has no minutes: write +02:00.'],
  ['2026-03-14T09:00:00.771204America/Chicago', ', because "America/Chicago" is the name of a zone'],
  ['2026-03-14T09:00:00 Z', ', because it has a space before its zone.'],
  ['2026-03-14T09:00:00+25:00', ', because its zone is not between -23:59 and +23:59.'],
  ['2026-03-14 09:00:00Z', ', because it has no T between day and time of day'],
  ['2026-03-14T09:00Z', ', because it has no seconds.'],
  ['2026-03-14T09:00:00,5Z', ', because its seconds have no decimal point with digits after it.'],
  [
    '2026-03-14',
    ', because it is a day without a time of day: write 2026-03-14T00:00:00Z for its first moment.',
  ],
  ['1773478800', ', and looks like a count since 1970.'],
  ['Sat, 14 Mar 2026 09:00:00 GMT', ', and looks like the date of a mail or of HTTP'],
  ['14/03/2026', ', and looks like a local date'],
  [' 2026-03-14T09:00:00Z', ', because it has white space around it.'],
  ['2026‑03‑14T09:00:00Z', ': it has U+2011 NON-BREAKING HYPHEN at position 5.'],
  ['soon', ': YYYY-MM-DDThh:mm:ssZ is the form.'],
])('the time %j', (text, sentence) => {
  const message = refusalOf(() => parseTime(text))
  expect(message).toContain('is not an RFC 3339 time with a zone')
  expect(message).toContain(sentence)
})

describe('the fields of an event', () => {
  const call = (data: object, rest: object = {}) => ({
    specversion: '1.0',
    id: '1',
    source: '/s',
    type: 'io.headwater.call.metered',
    time: '2026-01-01T00:00:00Z',
    data: { asset: 'model:a/b', ...data },
    ...rest,
  })
  const refused = (data: object, rest?: object) => refusalOf(() => parseEvent(call(data, rest)))
  const amount = (value: unknown) => refused({ amount: value, currency: 'USD' })
  const rule = 'An amount has digits and perhaps a point with digits after it.'

  test.each([
    ['1e3', `"1e3" is not a decimal amount, because it has an exponent. ${rule}`],
    ['1,50', `"1,50" is not a decimal amount, because it has a decimal comma. ${rule}`],
    ['1,000.50', `"1,000.50" is not a decimal amount, because it has commas between its digits. ${rule}`],
    ['$5', `"$5" is not a decimal amount: it has U+0024 DOLLAR SIGN at position 1. ${rule}`],
    ['-5', `"-5" is not a decimal amount, because it is negative. ${rule}`],
    ['007', `"007" is not a decimal amount, because it begins with a zero too many. ${rule}`],
    ['.5', `".5" is not a decimal amount, because it has no digit before the point. ${rule}`],
    ['5.', `"5." is not a decimal amount, because it has no digit after the point. ${rule}`],
    ['1.2.3', `"1.2.3" is not a decimal amount, because it has more than one point. ${rule}`],
    ['NaN', `"NaN" is not a decimal amount, because it is a word. ${rule}`],
    [0.25, 'An amount is a decimal string, never a JSON number: write "0.25", not 0.25.'],
    [[], 'An amount is a decimal string, and this is a list.'],
  ])('the amount %j', (value, sentence) => {
    expect(amount(value)).toBe(sentence)
  })

  test.each([
    [-1, '-1 is below 0.'],
    [1.5, '1.5 is not a whole number.'],
    [1e16, '10000000000000000 is above 10^15.'],
    ['1,200', '"1,200" has U+002C COMMA at position 2.'],
    ['12.0', '"12.0" has a fraction.'],
    ['012', '"012" begins with a zero too many.'],
    ['-3', '"-3" is below 0.'],
    ['', '"" is empty.'],
    [true, 'this is true.'],
    [{}, 'this is an object.'],
  ])('the tokens %j', (value, sentence) => {
    expect(refused({ tokens: { input: value } })).toBe(
      `Tokens are an integer from 0 to 10^15, as number or digits; ${sentence}`,
    )
  })

  test.each([
    ['12.5%', ': it is a percentage.'],
    ['0,125', ': it has a decimal comma.'],
    ['1/3', ': it is a fraction of two numbers.'],
    ['0.1234567891', ': it has 10.'],
    [0.125, 'A share is a decimal string, never a JSON number: write "0.125", not 0.125.'],
  ])('the share %j', (share, sentence) => {
    const data = { share, payee: 'a', effectiveFrom: '2026-01-01T00:00:00Z' }
    expect(refused({}, { type: 'io.headwater.fee.set', data })).toContain(sentence)
  })

  test('a value of another type says which', () => {
    expect(refused({ asset: 5 })).toBe('This is not a string, but a number.')
    expect(refused({}, { time: 1_773_478_800 })).toBe(
      'A time is a text of the form YYYY-MM-DDThh:mm:ssZ; this is 1773478800, a number.',
    )
    expect(refused({}, { specversion: '0.3' })).toBe('specversion must be "1.0"; this is "0.3".')
  })

  test('a missing field has the one that is spelt nearly the same', () => {
    expect(refused({}, { data: { Asset: 'model:a/b' } })).toBe(
      '/data/asset is missing. The field "Asset" is spelt nearly the same.',
    )
    expect(refused({}, { type: 'io.headwater.call.meterd' })).toBe(
      '"io.headwater.call.meterd" is not an event type that Headwater knows. io.headwater.call.metered is one.',
    )
    expect(refused({}, { data: {} })).toBe('/data/asset is missing.')
  })
})

describe('data_base64', () => {
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/s',
    type: 'io.headwater.call.metered',
    time: '2026-01-01T00:00:00Z',
  }
  const data = { asset: 'model:a/b', amount: '1', currency: 'USD' }
  const encoded = Buffer.from(JSON.stringify(data)).toString('base64')

  test('holds the same data as `data`', () => {
    expect(parseEvent({ ...event, data_base64: encoded })).toEqual(parseEvent({ ...event, data }))
    expect(parseEvent({ ...event, data_base64: null, data })).toEqual(parseEvent({ ...event, data }))
  })

  test('is refused where it is not JSON in Base64, or beside `data`', () => {
    const refused = (rest: object) => refusalOf(() => parseEvent({ ...event, ...rest }))
    expect(refused({ data, data_base64: encoded })).toBe(
      'The event has both data and data_base64; an event has one of them.',
    )
    expect(refused({ data_base64: 'a b' })).toBe(
      'data_base64 is not Base64, but a text with other characters.',
    )
    expect(refused({ data_base64: 5 })).toBe('data_base64 is not Base64, but a number.')
    expect(refused({ data_base64: Buffer.from('<a/>').toString('base64') })).toContain('does not hold JSON')
    expect(refused({ data_base64: Buffer.from([0xff]).toString('base64') })).toContain('does not hold JSON')
    expect(refused({ data: JSON.stringify(data) })).toContain('It holds JSON: send the object itself.')
    expect(refused({ data: '<a/>', datacontenttype: 'text/xml' })).toContain('Its media type is "text/xml"')
  })
})
