import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byPayeeAndCurrency } from '../../../src/books/digests.ts'
import type { BooksStore } from '../../../src/books/port.ts'
import { unequalEarnings } from '../../../src/ledger/doctor/deep/earned.ts'
import { collect } from '../../support/collect.ts'
import { runs } from '../../support/properties.ts'

const sum = fc.record({
  payee: fc.constantFrom('ann', 'ben', 'Zoë', '😀'),
  currency: fc.constantFrom('EUR', 'USD'),
  amount: fc.bigInt({ min: 0n, max: 3n }),
})

it('names each payee whose balance and earnings tell other sums, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(sum, { maxLength: 8, selector: (line) => line.payee + line.currency }),
      fc.array(sum, { maxLength: 12 }),
      async (balances, earnings) => {
        const books = {
          async *epochBalances() {
            for (const { amount: earned, ...line } of balances.toSorted(byPayeeAndCurrency))
              yield { ...line, earned }
          },
          async *epochEarnings() {
            yield* earnings.toSorted(byPayeeAndCurrency)
          },
        } as unknown as BooksStore
        const total = (lines: typeof earnings, payee: string, currency: string) =>
          lines
            .filter((line) => line.payee === payee && line.currency === currency)
            .reduce((all, { amount }) => all + amount, 0n)
        const expected = new Set<string>()
        for (const { payee, currency } of [...balances, ...earnings]) {
          const [told, summed] = [total(balances, payee, currency), total(earnings, payee, currency)]
          if (told !== summed)
            expected.add(
              `Of epoch 3, ["${payee}","${currency}"] earned ${told} by its balance and ${summed} by its earnings.`,
            )
        }
        const found = await collect(unequalEarnings(books, { epoch: 3, key: { epoch: 3, attempt: '' } }))
        expect(new Set(found)).toEqual(expected)
        expect(found).toHaveLength(expected.size)
      },
    ),
    runs(100),
  )
})
