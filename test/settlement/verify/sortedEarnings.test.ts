import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareUtf8 } from '../../../src/base/utf8.ts'
import type { EarningLine } from '../../../src/books/port.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import { sortedEarnings } from '../../../src/settlement/verify/sortedEarnings.ts'
import { listedEarnings } from '../../support/epochLines.ts'
import { runs } from '../../support/properties.ts'

const line = fc.record({
  payee: fc.constantFrom('ann', 'Ann', 'a', 'ann b', 'Zoë', '名', '😀', '\uffee'),
  currency: fc.constantFrom('EUR', 'USD', 'USDC'),
  asset: fc.constantFrom('', 'dataset:d', 'dataset:d-x', 'dataset:d.x', 'model:m'),
  version: fc.constantFrom('', '1', '1.0', '10'),
  role: fc.constantFrom('fee', 'holder', 'contributor'),
  amount: fc.bigInt({ min: 0n, max: 2n ** 140n }).map((units) => ledgerUnits(units)),
}) as unknown as fc.Arbitrary<EarningLine>

it('gives every earning once, ascending by payee, currency, asset, version and role as UTF-8 bytes', () => {
  const names = ['payee', 'currency', 'asset', 'version', 'role'] as const
  const order = (left: EarningLine, right: EarningLine): number => {
    const name = names.find((each) => left[each] !== right[each])
    return name === undefined ? 0 : compareUtf8(left[name], right[name])
  }
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      expect([...sortedEarnings(listedEarnings(lines))]).toEqual(lines.toSorted(order))
    }),
    runs(100),
  )
})
