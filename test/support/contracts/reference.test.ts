/** The reference itself: the worked example of three closes has these figures on paper. */
import { describe, expect, it } from 'vitest'
import { ContractReference } from './reference.ts'
import { threeCloses } from './threeCloses.ts'

describe('the reference of corrections and contracts', () => {
  it('closes the worked example as it was worked on paper', () => {
    const epochs = new ContractReference().run(threeCloses)
    expect(epochs.map(({ totals }) => totals.USD!.fee)).toEqual(['2250', '450', '-1350'])
    const of = (payee: string, field: string) =>
      epochs.map(({ statements }) => statements.find((line) => line.payee === payee)?.[field] ?? '0')
    expect(of('gpu', 'earned')).toEqual(['10000', '2000', '-6000'])
    expect(of('lab', 'earned')).toEqual(['15000', '0', '-4470'])
    expect(of('fund', 'received')).toEqual(['7500', '0', '-2235'])
    expect(of('lab', 'paid')).toEqual(['6000', '0', '0'])
    expect(of('lab', 'reserved')).toEqual(['1500', '0', '0'])
    expect(epochs.map(({ totals }) => totals.USD!.owed)).toEqual(['0', '0', '735'])
  })
})
