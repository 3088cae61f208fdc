/** Earnings that a test has as lines, as the books take them: each line is a run of its own. */

import { UnitSums } from '../../src/columns/unitSums.ts'
import type { EarningLine, EarningLines, EarningRun } from '../../src/settlement/books.ts'
import { PayeeNames } from '../../src/settlement/tables/payeeNames.ts'

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
