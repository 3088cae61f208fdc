import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestBalances, sortByPayee } from '../../src/books/digests.ts'
import type { BalanceStanding } from '../../src/books/port.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import { withIds } from '../support/id.ts'
import { rowsOfLines } from '../support/lineRows.ts'
import { runs } from '../support/properties.ts'

describe('digests of the books', () => {
  it('order payees by their UTF-8 bytes, beyond U+FFFF too', () => {
    const payee = fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }), fc.string({ maxLength: 3 }))
    fc.assert(
      fc.property(fc.array(fc.record({ payee, currency: fc.constantFrom('EUR', 'USDC') })), (lines) => {
        const bytes = (line: { payee: string; currency: string }) =>
          Buffer.from(`${line.payee}\0${line.currency}`)
        const sorted = [...lines].sort(
          (a, b) =>
            Buffer.compare(Buffer.from(a.payee), Buffer.from(b.payee)) || Buffer.compare(bytes(a), bytes(b)),
        )
        expect(sortByPayee([...lines])).toEqual(sorted)
      }),
      {
        ...runs('cheap'),
        examples: [
          [
            [
              { payee: '\u{10000}', currency: 'EUR' },
              { payee: '\uffee', currency: 'EUR' },
            ],
          ],
        ],
      },
    )
  })

  it('are over lines that any language writes', () => {
    const balances = [
      { payee: 'a', currency: 'EUR', balance: ledgerUnits(1n) },
      { payee: 'a', currency: 'USDC', balance: ledgerUnits(10n ** 40n) },
      { payee: 'b', currency: 'EUR', balance: ledgerUnits(0n) },
      { payee: 'say "é\\"', currency: 'USDC', balance: ledgerUnits(3n) },
    ].map((line) => withIds<BalanceStanding>(line))
    const text = `["a","EUR","1"]\n["a","USDC","1${'0'.repeat(40)}"]\n["say \\"é\\\\\\"","USDC","3"]\n`
    expect(digestBalances(balances)).toBe(createHash('sha256').update(text).digest('hex'))
    expect(digestBalances([])).toBe(createHash('sha256').digest('hex'))
  })

  it('are the same of lines that stand in columns', () => {
    const line = fc.record({
      payee: fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 9 }),
        fc.constantFrom('"', '\\', '\n', 'é\u007f'),
      ),
      currency: fc.constantFrom('EUR', 'USDC'),
      balance: fc.oneof(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: -(1n << 150n), max: 1n << 150n })),
    })
    const property = fc.property(fc.array(line, { maxLength: 20 }), (given) => {
      const lines = given.map((each) =>
        withIds<BalanceStanding>({ ...each, balance: ledgerUnits(each.balance) }),
      )
      const columns = rowsOfLines(lines, ['payee', 'currency'], ['balance'])
      const inColumns = { [Symbol.iterator]: () => [][Symbol.iterator](), columns }
      expect(digestBalances(inColumns)).toBe(digestBalances(lines))
    })
    fc.assert(property, runs('cheap'))
  })
})
