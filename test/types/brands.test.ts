/** Values of one kind do not pass for another. `tsc` checks the lines below; each must fail to compile. */
import { expect, it } from 'vitest'
import {
  type Atoms,
  addAtoms,
  atomsInUnits,
  formatAmount,
  type LedgerUnits,
  ledgerUnits,
  plus,
  wholeAtoms,
} from '../../src/money/ledgerUnits.ts'
import { parseShare, type Share } from '../../src/money/share.ts'
import type { BalanceLine, PayoutLine } from '../../src/settlement/books.ts'

const units: LedgerUnits = ledgerUnits(3n * 10n ** 12n)
const atoms: Atoms = wholeAtoms(units)

it('keeps ledger units and atoms apart', () => {
  expect(atomsInUnits(atoms)).toBe(units)
  // @ts-expect-error: atoms are no ledger units
  formatAmount(atoms, 6)
  // @ts-expect-error: an unparsed number is not an amount
  formatAmount(1n, 6)
  // @ts-expect-error: ledger units are no atoms
  addAtoms(atoms, units)
  // @ts-expect-error: atoms are not added to ledger units
  plus(units, atoms)
})

it('keeps the units of the books apart', () => {
  const payout = (cumulative: PayoutLine['cumulative']) => cumulative
  const paid = (amount: BalanceLine['paid']) => amount
  expect([payout(atoms), paid(units)]).toEqual([3n, units])
  // @ts-expect-error: a leaf counts atoms
  payout(units)
  // @ts-expect-error: a balance counts ledger units
  paid(atoms)
})

it('keeps shares from other numbers', () => {
  const share: Share = parseShare('0.5')
  expect(share).toBe(500_000_000)
  // @ts-expect-error: an unparsed number is not a share
  const wrong: Share = 0.5
  expect(wrong).toBe(0.5)
})
