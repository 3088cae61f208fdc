import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rowsOf } from '../../../src/books/lineRows.ts'
import { LineColumns } from '../../../src/projections/books/lineColumns.ts'
import type { BookTable } from '../../../src/projections/books/tables.ts'
import { strings } from '../../../src/projections/engine/columns.ts'
import { rowsOfLines } from '../../support/lineRows.ts'

interface Line {
  readonly payee: string
  readonly role: string
  readonly paid: bigint
  readonly earned: bigint
  readonly withheld: bigint
}

const table: BookTable<Line> = {
  name: 'lines',
  texts: ['payee', 'role'],
  amounts: ['paid'],
  signed: ['earned', 'withheld'],
  contractual: ['withheld'],
  key: ['payee'],
}

const texts = fc.oneof(
  fc.constantFrom('', 'lab', 'ünï', 'x'.repeat(47), 'y'.repeat(48), `${'z'.repeat(60)}é`),
  fc.string({ unit: 'binary', maxLength: 80 }),
)
const words = fc.constantFrom(0n, 1n, (1n << 64n) - 1n, 1n << 64n, 1n << 128n, 1n << 254n)
const line = fc.record<Line>({
  payee: texts,
  role: fc.constantFrom('holder', 'contributor'),
  paid: fc.oneof(words, fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })),
  earned: fc.oneof(words, fc.bigInt({ min: -(1n << 255n), max: (1n << 255n) - 1n })),
  withheld: fc.bigInt({ min: -5n, max: 5n }),
})

it('have the texts and amounts of every line, in their order', () => {
  const property = fc.property(fc.array(line, { maxLength: 60 }), fc.boolean(), (lines, contracted) => {
    const built = new LineColumns(table, contracted)
    // What was there before leaves no trace.
    for (const each of lines.toReversed()) built.add(each)
    built.clear()
    for (const each of lines) built.add(each)
    const columns = built.columns()
    expect(columns.map(({ name }) => name)).toEqual([
      ...['payee', 'role', 'paid', 'earned'],
      ...(contracted ? ['withheld'] : []),
    ])
    for (const { name, type, length, offsets, values } of columns) {
      expect(length).toBe(lines.length)
      const own = lines.map((each) => each[name as keyof Line])
      if (type === 'String') {
        const expected = strings(name, own as string[])
        expect(offsets).toEqual(expected.offsets)
        expect(Buffer.from(values)).toEqual(Buffer.from(expected.values))
      } else expect(Buffer.from(values).toString('hex')).toBe((own as bigint[]).map(littleEndian).join(''))
    }
  })
  fc.assert(property)
})

it('made of columns are as those made line by line, in whatever order the rows are asked for', () => {
  const small = line.filter((each) => each.paid < 1n << 127n)
  const property = fc.property(fc.array(small, { maxLength: 60 }), fc.boolean(), (lines, contracted) => {
    const columns = rowsOfLines<Line>(lines, ['payee', 'role'], ['paid', 'earned', 'withheld'])
    const order = Uint32Array.from(lines.keys()).reverse()
    const [built, one] = [new LineColumns(table, contracted), new LineColumns(table, contracted)]
    for (const rows of rowsOf(order)) built.addRows(columns, rows)
    for (const each of lines.toReversed()) one.add(each)
    expect(built.columns()).toEqual(one.columns())
  })
  fc.assert(property)
})

it('grow with the lines, and every line keeps all words of its amounts', () => {
  const built = new LineColumns(table, true)
  const lines = 60_000
  const large = (at: number) => (BigInt(at + 1) << 192n) + BigInt(at)
  for (let at = 0; at < lines; at++)
    built.add({ payee: `payee-${at}`, role: '', paid: large(at), earned: -large(at), withheld: 0n })
  const [payee, , paid, earned] = built.columns()
  expect(payee!.offsets![lines]).toBe(payee!.values.length)
  for (const [{ values }, sign] of [
    [paid!, 1n],
    [earned!, -1n],
  ] as const) {
    const expected = Buffer.from(
      Array.from({ length: lines }, (_, at) => littleEndian(sign * large(at))).join(''),
      'hex',
    )
    expect(expected.equals(values)).toBe(true)
  }
})

it('refuse an amount that does not fit', () => {
  const one = { payee: '', role: '', paid: 0n, earned: 0n, withheld: 0n }
  const add = (part: Partial<Line>) => () => new LineColumns(table, true).add({ ...one, ...part })
  expect(add({ paid: -1n })).toThrow('paid fits 256 bits')
  expect(add({ paid: 1n << 256n })).toThrow('paid fits 256 bits')
  expect(add({ earned: 1n << 255n })).toThrow('earned fits 255 bits and a sign')
})

function littleEndian(value: bigint): string {
  const hex = BigInt.asUintN(256, value).toString(16).padStart(64, '0')
  return Buffer.from(hex, 'hex').reverse().toString('hex')
}
