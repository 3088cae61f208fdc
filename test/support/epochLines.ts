/** Lines of an epoch that a test has one by one, as the books take them. */

import type { EarningLine, EarningLines, EarningRun, EpochLines } from '../../src/books/port.ts'
import { PayeeNames } from '../../src/books/tables/payeeNames.ts'
import { UnitSums } from '../../src/columns/unitSums.ts'

type SomeLines = Partial<Omit<EpochLines, 'earnings'>> & { readonly earnings?: readonly EarningLine[] }

/** No lines but those that are given. */
export function epochLines({ earnings = [], ...some }: SomeLines): EpochLines {
  const none = { balances: [], payouts: [], flows: [], callSums: [], states: [], takes: [] }
  return { ...none, ...some, earnings: listedEarnings(earnings) }
}

/** Each line is a run of its own. */
export function listedEarnings(lines: readonly EarningLine[]): EarningLines {
  function* runs(): Generator<EarningRun> {
    const names = new PayeeNames()
    for (const { payee, amount, ...source } of lines) {
      const amounts = new UnitSums()
      amounts.set(0, amount)
      yield { ...source, names, payees: Uint32Array.of(names.numberOf(payee)), amounts }
    }
  }
  return { [Symbol.iterator]: () => lines[Symbol.iterator](), runs }
}
