/**
 * Computes balances and payments. Whole atoms of a balance are paid where its currency has a token and its payee has an
 * account on that chain, whether the payee earned in this epoch or in an earlier one.
 *
 * Everything that grows with the payees is in columns; the lines are made while they are read, and may be read again.
 */

import type { AccountAddress, ChainId } from '../../events/account.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import {
  atomsInUnits,
  type LedgerUnits,
  ledgerUnits,
  minus,
  plus,
  wholeAtoms,
  zeroLedgerUnits,
} from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/index.ts'
import type { BalanceLine, BalanceStanding, PayoutLine } from '../books.ts'
import { grown } from '../tables/grown.ts'
import { LeafTable } from '../tables/leafTable.ts'
import { UnitSums } from '../tables/unitSums.ts'
import type { Earnings } from './allocation.ts'

/** Every balance and every cumulative payout after an epoch. They may be read again. */
export interface Standing {
  /** Sorted by payee, then currency, as UTF-8 bytes. */
  readonly balances: Iterable<BalanceStanding>
  /** Sorted by chain, account, token. */
  readonly payouts: Iterable<PayoutLine>
}

/** The account on a chain to which the close pays. */
type AccountOf = (payee: PayeeId, chain: ChainId) => AccountAddress | undefined

interface Accounts {
  readonly accountOf: AccountOf
  /** Receives the payees whose accounts are asked for next. */
  readonly readAhead?: (payees: readonly PayeeId[]) => void
}

/** Payees whose accounts are read together. */
const payeesAhead = 1_024

export const emptyStanding: Standing = { balances: [], payouts: [] }

export interface Payments {
  /** What changed, by payee and currency. */
  readonly lines: Iterable<BalanceLine>
  /** Leaves that grew, by chain, account, token. */
  readonly grown: Iterable<PayoutLine>
  /** Balances above zero and all leaves, in the same orders. */
  readonly after: Standing
  readonly paid: ReadonlyMap<CurrencyCode, LedgerUnits>
  readonly carried: ReadonlyMap<CurrencyCode, LedgerUnits>
  readonly carriedBefore: ReadonlyMap<CurrencyCode, LedgerUnits>
}

/** The number of no leaf: nothing was paid. */
const noLeaf = 2 ** 32 - 1

export function pay(
  before: Standing,
  earnings: Earnings,
  currencies: readonly Currency[],
  { accountOf, readAhead = () => {} }: Accounts,
): Payments {
  const standing = bring(before, earnings, currencies)
  const { payees, order, balances, leaves } = standing
  const byCode = new Map(currencies.map((currency) => [currency.code, currency]))
  const grew = new Grown()
  const leafOf = new Uint32Array(order.length).fill(noLeaf)
  const totals = new Totals(currencies)
  for (const [at, number] of order.entries()) {
    if (at % payeesAhead === 0)
      readAhead(Array.from(order.subarray(at, at + payeesAhead), (next) => payees.payee(next)))
    const code = payees.currency(number)
    const brought = ledgerUnits(balances.get(number))
    const balance = plus(brought, ledgerUnits(earnings.earned.get(number)))
    const leaf = payOut(byCode.get(code)!, payees.payee(number), balance, { leaves, accountOf })
    if (leaf !== undefined) {
      leafOf[number] = leaf
      grew.add(leaf)
    }
    totals.add(code, { brought, balance, paid: paidOf(balance, leaf ?? noLeaf) })
  }
  const leafOrder = leaves.sorted()
  const lines = new Lines(standing, earnings, leafOf)
  return {
    lines: { [Symbol.iterator]: () => lines.changed() },
    grown: { [Symbol.iterator]: () => leavesOf(leaves, leafOrder, grew) },
    after: {
      balances: { [Symbol.iterator]: () => lines.carried() },
      payouts: { [Symbol.iterator]: () => leavesOf(leaves, leafOrder) },
    },
    paid: totals.paid,
    carried: totals.carried,
    carriedBefore: totals.carriedBefore,
  }
}

interface Brought {
  readonly payees: Earnings['payees']
  /** Everybody who had a balance or earned, by payee and currency. */
  readonly order: Uint32Array
  /** Balances before the epoch. */
  readonly balances: UnitSums
  readonly leaves: LeafTable
}

/** What stood before the epoch, beside what was earned in it. */
function bring(before: Standing, { payees }: Earnings, currencies: readonly Currency[]): Brought {
  const registered = new Set<string>(currencies.map(({ code }) => code))
  const balances = new UnitSums()
  for (const { payee, currency, balance } of before.balances) {
    if (balance > 0n && registered.has(currency)) balances.set(payees.numberOf(payee, currency), balance)
  }
  const leaves = new LeafTable()
  for (const leaf of before.payouts) leaves.grow(leaves.numberOf(leaf), leaf.cumulative)
  return { payees, order: payees.sorted(), balances, leaves }
}

/** Adds the whole atoms of a balance to the payee's leaf. @returns the leaf's number; undefined where nothing is paid */
function payOut(
  { chain, token }: Currency,
  payee: PayeeId,
  balance: LedgerUnits,
  { leaves, accountOf }: { leaves: LeafTable; accountOf: AccountOf },
): number | undefined {
  const atoms = wholeAtoms(balance)
  if (atoms === 0n || chain === undefined) return undefined
  const account = accountOf(payee, chain)
  if (account === undefined) return undefined
  invariant(token !== undefined, 'only currencies with a token are paid')
  const leaf = leaves.numberOf({ chain, account, token })
  leaves.grow(leaf, atoms)
  return leaf
}

/** What is paid of a balance: all its whole atoms, or nothing. */
function paidOf(balance: LedgerUnits, leaf: number): LedgerUnits {
  return leaf === noLeaf ? zeroLedgerUnits : atomsInUnits(wholeAtoms(balance))
}

/** The lines of an epoch, from its columns. */
class Lines {
  readonly #standing: Brought
  readonly #earnings: Earnings
  readonly #leafOf: Uint32Array

  constructor(standing: Brought, earnings: Earnings, leafOf: Uint32Array) {
    this.#standing = standing
    this.#earnings = earnings
    this.#leafOf = leafOf
  }

  *changed(): Generator<BalanceLine> {
    const { payees, order, leaves } = this.#standing
    for (const number of order) {
      const earned = ledgerUnits(this.#earnings.earned.get(number))
      const late = ledgerUnits(this.#earnings.late.get(number))
      const leaf = this.#leafOf[number]!
      if (earned === 0n && late === 0n && leaf === noLeaf) continue
      const balance = this.#balance(number)
      const paid = paidOf(balance, leaf)
      yield {
        payee: payees.payee(number),
        currency: payees.currency(number),
        earned,
        late,
        paid,
        account: leaf === noLeaf ? '' : leaves.account(leaf),
        carried: minus(balance, paid),
      }
    }
  }

  *carried(): Generator<BalanceStanding> {
    const { payees, order } = this.#standing
    for (const number of order) {
      const before = this.#balance(number)
      const balance = minus(before, paidOf(before, this.#leafOf[number]!))
      if (balance > 0n) yield { payee: payees.payee(number), currency: payees.currency(number), balance }
    }
  }

  /** Before it is paid. */
  #balance(number: number): LedgerUnits {
    return ledgerUnits(this.#standing.balances.get(number) + this.#earnings.earned.get(number))
  }
}

/** Numbers of leaves, one bit each. */
class Grown {
  #bits = new Uint8Array(1_024)

  add(leaf: number): void {
    if (leaf >>> 3 >= this.#bits.length) this.#bits = grown(this.#bits, (leaf >>> 3) + 1)
    this.#bits[leaf >>> 3]! |= 1 << (leaf & 7)
  }

  has(leaf: number): boolean {
    return ((this.#bits[leaf >>> 3] ?? 0) & (1 << (leaf & 7))) !== 0
  }
}

function* leavesOf(leaves: LeafTable, order: Uint32Array, only?: Grown): Generator<PayoutLine> {
  for (const number of order) if (only === undefined || only.has(number)) yield leaves.leaf(number)
}

class Totals {
  readonly paid = new Map<CurrencyCode, LedgerUnits>()
  readonly carried = new Map<CurrencyCode, LedgerUnits>()
  readonly carriedBefore = new Map<CurrencyCode, LedgerUnits>()

  constructor(currencies: readonly Currency[]) {
    for (const { code } of currencies) {
      for (const sums of [this.paid, this.carried, this.carriedBefore]) sums.set(code, zeroLedgerUnits)
    }
  }

  add(code: CurrencyCode, amounts: { brought: LedgerUnits; balance: LedgerUnits; paid: LedgerUnits }): void {
    const { brought, balance, paid } = amounts
    this.paid.set(code, plus(this.paid.get(code)!, paid))
    this.carried.set(code, plus(this.carried.get(code)!, minus(balance, paid)))
    this.carriedBefore.set(code, plus(this.carriedBefore.get(code)!, brought))
  }
}
