import { describe, expect, it } from 'vitest'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import { addSums, subtractSums } from '../../../src/settlement/close/directSums.ts'
import type { DirectSum } from '../../../src/usage/reader.ts'
import { id } from '../../support/id.ts'

const sum = (calls: number, amount: bigint, cost?: bigint, rest: Partial<DirectSum> = {}): DirectSum => ({
  ...{ version: 1, currency: id('USD'), feeGroup: 0, late: false, calls, amount: ledgerUnits(amount) },
  ...(cost !== undefined && { cost: ledgerUnits(cost), costPayee: id('gpu') }),
  ...rest,
})

describe('sums of calls', () => {
  it('of one name are one, in one list and in both', () => {
    // Two cards of one payee.
    expect(addSums([sum(1, 5n, 1n), sum(2, 7n, 3n)], [sum(0, -4n, -1n)])).toEqual([sum(3, 8n, 3n)])
    expect(addSums([], [sum(1, 5n), sum(1, 5n, 2n), sum(1, 5n, undefined, { cut: 3 })])).toHaveLength(3)
  })

  it('less a part of them are the rest, with what corrections took of calls that are gone', () => {
    const all = [sum(2, 10n, 2n), sum(1, 5n)]
    expect(subtractSums(all, all)).toEqual([])
    expect(subtractSums(all, [sum(1, 4n, 1n)])).toEqual([sum(1, 6n, 1n), sum(1, 5n)])
    expect(subtractSums([sum(1, 3n)], [sum(1, 5n)])).toEqual([sum(0, -2n)])
  })
})
