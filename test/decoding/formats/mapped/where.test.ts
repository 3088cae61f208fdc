import { describe, expect, test } from 'vitest'
import { dataOf } from './support.ts'

const event = {
  source: 's',
  id: '{id}',
  time: '2026-01-01T00:00:00Z',
  asset: 'model:x',
  tokens: { input: '{n}' },
}

async function taken(where: object, rows: readonly object[]): Promise<string[]> {
  const text = rows.map((row, id) => JSON.stringify({ id: String(id), n: 1, ...row })).join('\n')
  const found = await dataOf(text, 'json', { where, event })
  return found.map((one) => (typeof one === 'string' ? one : 'taken'))
}

describe('a rule of where', () => {
  test.each([
    ['200', ['200', 201], 'taken'],
    [201, ['200', 201], 'taken'],
    [500, ['200', 201], 'rule'],
    [true, true, 'taken'],
    ['true', true, 'taken'],
    [false, true, 'rule'],
    ['HIT', { not: ['HIT', 'STALE'] }, 'rule'],
    ['MISS', { not: ['HIT', 'STALE'] }, 'taken'],
    ['204', { like: '2*' }, 'taken'],
    ['-2', { like: '2*' }, 'rule'],
    ['eu-west', { like: '*-w*st' }, 'taken'],
    ['aba', { like: 'ab*ba' }, 'rule'],
    ['0.5', { above: 0 }, 'taken'],
    [0, { above: 0 }, 'rule'],
    ['-0.5', { below: 0 }, 'taken'],
    ['-1.5', { below: -1 }, 'taken'],
    ['0,5', { above: 0 }, 'record.malformed'],
    ['1,234', { above: 0 }, 'record.malformed'],
    ['', { above: -1 }, 'rule'],
    ['x', { above: 0 }, 'record.malformed'],
    ['', { empty: true }, 'taken'],
    [null, { empty: true }, 'taken'],
    ['x', { empty: true }, 'rule'],
    ['x', { empty: false, not: 'x' }, 'rule'],
  ])('of %j with %j: %s', async (value, rule, expected) => {
    expect(await taken({ rule: { value: rule } }, [{ value }])).toEqual([expected])
  })

  test('counts the rows that it leaves out under its name; the first that fails is the reason', async () => {
    const where = { 'failed call': { ok: true }, 'small call': { n: { above: 5 } } }
    expect(
      await taken(where, [
        { ok: true, n: 6 },
        { ok: false, n: 1 },
        { ok: true, n: 1 },
      ]),
    ).toEqual(['taken', 'failed call', 'small call'])
  })

  test('with several tests holds if all do; a list of them if one does', async () => {
    const rows = [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 2 },
    ]
    expect(await taken({ both: { a: 1, b: 1 } }, rows)).toEqual(['taken', 'both', 'both'])
    expect(await taken({ either: [{ a: 1 }, { b: 1 }] }, rows)).toEqual(['taken', 'taken', 'either'])
    expect(await taken({ joined: { '{a}/{b}': '1/2' } }, rows)).toEqual(['joined', 'taken', 'joined'])
  })

  test('of nothing, or with an unknown test, is no mapping', async () => {
    await expect(taken({ rule: { n: {} } }, [{}])).rejects.toMatchObject({ code: 'mapping.malformed' })
    await expect(taken({ rule: { n: { over: 1 } } }, [{}])).rejects.toMatchObject({
      code: 'mapping.malformed',
    })
  })
})
