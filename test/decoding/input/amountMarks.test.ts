import { describe, expect, test } from 'vitest'
import { withMarks } from '../../../src/decoding/input/amountMarks.ts'
import { dataOf } from '../formats/mapped/support.ts'

const mapping = {
  delimiter: ';',
  event: {
    source: 's',
    id: '{#line}',
    time: '2026-01-01T00:00:00Z',
    asset: 'model:x',
    amount: '{cost}',
    currency: 'EUR',
  },
}

async function amounts(...costs: string[]): Promise<(string | undefined)[]> {
  const text = `cost;x\n${costs.map((cost) => `${cost};1\n`).join('')}`
  const found = await dataOf(text, 'csv', mapping)
  return found.map((one) => (typeof one === 'string' ? one : one.amount))
}

describe('the marks of a file whose mapping names none', () => {
  test.each([
    [
      ['0,012345', '1.234,50', '0'],
      ['0.012345', '1234.5', '0'],
    ],
    [
      ['236,48', '1.488,69', '1.000'],
      ['236.48', '1488.69', '1000'],
    ],
    [
      ['1.000', '236,48', '1.488,69'],
      ['1000', '236.48', '1488.69'],
    ],
    [
      ['236,48', '1.000'],
      ['236.48', 'record.malformed'],
    ],
    [
      ['1.000', '0.5'],
      ['1', '0.5'],
    ],
    [
      ['1.000', '2'],
      ['1', '2'],
    ],
    [
      ['1,234', '2'],
      ['record.malformed', '2'],
    ],
    [
      ['0,5', '0.5'],
      ['record.malformed', '0.5'],
    ],
    [
      ['1,234.50', '0,5'],
      ['record.malformed', 'record.malformed'],
    ],
    [
      ['3e-05', '0,5'],
      ['0.00003', '0.5'],
    ],
  ])('of %j are those on which all of them agree: %j', async (costs, expected) => {
    expect(await amounts(...costs)).toEqual(expected)
  })

  test('are a part of its mapping, and a mapping that names one is as it is', () => {
    const head = Buffer.from('cost;x\n0,5;1\n')
    expect(withMarks(mapping, head)).toEqual({ ...mapping, decimalMark: ',' })
    const given = { ...mapping, decimalMark: '.' }
    expect(withMarks(given, head)).toBe(given)
    expect(withMarks(undefined, head)).toBe(undefined)
    expect(withMarks(mapping, Buffer.from('cost;x\n0,5'))).toBe(mapping)
  })
})
