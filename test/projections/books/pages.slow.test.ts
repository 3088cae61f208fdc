/** Books that are larger than a page and than an insert. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allLedgerUnits } from '../../../src/money/ledgerUnits.ts'
import type { BalanceLine, BooksStore } from '../../../src/settlement/books.ts'
import { withIds } from '../../support/id.ts'
import { openEmbeddedStore, uniqueKey } from '../support/store.ts'

describe('large books', () => {
  let store: Awaited<ReturnType<typeof openEmbeddedStore>>
  let books: BooksStore
  beforeAll(async () => {
    store = await openEmbeddedStore()
    books = store.usage.books
  })
  afterAll(() => store.dispose())

  it('are read completely and in order, page by page', async () => {
    const key = { epoch: 1, attempt: uniqueKey() }
    const count = 150_001
    function* balances() {
      for (let number = count - 1; number >= 0; number--) {
        const payee = `payee-${String(Math.floor(number / 3)).padStart(6, '0')}`
        const currency = ['EUR', 'GBP', 'USD'][number % 3]!
        yield withIds<BalanceLine>({
          payee,
          currency,
          account: '',
          ...allLedgerUnits({ earned: BigInt(number), late: 0n, paid: 0n, carried: BigInt(number) << 70n }),
        })
      }
    }
    await books.write(key, { balances: balances(), payouts: [], earnings: [], flows: [] })
    let number = 0
    for await (const line of books.epochBalances(key)) {
      if (line.earned !== BigInt(number) || line.carried !== BigInt(number) << 70n) expect(line).toBe(number)
      number++
    }
    expect(number).toBe(count)
    expect(await books.balances([key])).toHaveLength(count)
  })
})
