/**
 * Computes balances and payments. Whole atoms of a balance are paid where its currency has a token and its payee has an
 * account on that chain, whether the payee earned in this epoch or in an earlier one.
 */

import type { AccountAddress, ChainId } from '../../events/account.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import {
  type Atoms,
  addAtoms,
  atomsInUnits,
  type LedgerUnits,
  minus,
  plus,
  wholeAtoms,
  zeroLedgerUnits,
} from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/index.ts'
import type { BalanceLine, BalanceStanding, PayoutLine } from '../books.ts'
import { byChainAccountAndToken, sortByPayee } from '../digests.ts'
import type { CurrencyEarnings } from './allocation.ts'

/** Every balance and every cumulative payout after an epoch; in no order. */
export interface Standing {
  readonly balances: readonly BalanceStanding[]
  readonly payouts: readonly PayoutLine[]
}

/** The account on a chain to which the close pays. */
type AccountOf = (payee: PayeeId, chain: ChainId) => AccountAddress | undefined

const none = zeroLedgerUnits

export const emptyStanding: Standing = { balances: [], payouts: [] }

export interface Payments {
  /** What changed, by payee and currency. */
  readonly lines: readonly BalanceLine[]
  /** Leaves that grew, by chain, account, token. */
  readonly grown: readonly PayoutLine[]
  /** Balances above zero and all leaves, in the same orders. */
  readonly after: Standing
  readonly paid: ReadonlyMap<CurrencyCode, LedgerUnits>
  readonly carried: ReadonlyMap<CurrencyCode, LedgerUnits>
  readonly carriedBefore: ReadonlyMap<CurrencyCode, LedgerUnits>
}

export function pay(
  before: Standing,
  earnings: readonly CurrencyEarnings[],
  currencies: readonly Currency[],
  accountOf: AccountOf,
): Payments {
  const lines: BalanceLine[] = []
  const balances: BalanceStanding[] = []
  const leaves = new Leaves(before.payouts)
  const totals = {
    paid: new Map<CurrencyCode, LedgerUnits>(),
    carried: new Map<CurrencyCode, LedgerUnits>(),
    carriedBefore: new Map<CurrencyCode, LedgerUnits>(),
  }
  const standing = balancesByCurrency(before.balances)
  for (const currency of currencies) {
    const of = earnings.find((entry) => entry.currency === currency.code)
    const brought = standing.get(currency.code) ?? new Map<PayeeId, LedgerUnits>()
    let [paidSum, carriedSum, broughtSum] = [none, none, none]
    for (const payee of union(brought.keys(), of?.byPayee.keys(), of?.lateByPayee.keys())) {
      const balance = brought.get(payee) ?? none
      const earned = of?.byPayee.get(payee) ?? none
      const late = of?.lateByPayee.get(payee) ?? none
      const payment = payOut(currency, payee, plus(balance, earned), accountOf)
      const carried = minus(plus(balance, earned), payment.paid)
      if (payment.account !== '') leaves.grow(currency, payment.account, wholeAtoms(payment.paid))
      if (earned > 0n || late > 0n || payment.paid > 0n) {
        lines.push({ payee, currency: currency.code, earned, late, ...payment, carried })
      }
      if (carried > 0n) balances.push({ payee, currency: currency.code, balance: carried })
      paidSum = plus(paidSum, payment.paid)
      carriedSum = plus(carriedSum, carried)
      broughtSum = plus(broughtSum, balance)
    }
    totals.paid.set(currency.code, paidSum)
    totals.carried.set(currency.code, carriedSum)
    totals.carriedBefore.set(currency.code, broughtSum)
  }
  return {
    lines: sortByPayee(lines),
    grown: leaves.grown(),
    after: { balances: sortByPayee(balances), payouts: leaves.all() },
    ...totals,
  }
}

function payOut(
  currency: Currency,
  payee: PayeeId,
  balance: LedgerUnits,
  accountOf: AccountOf,
): Pick<BalanceLine, 'paid' | 'account'> {
  const atoms = wholeAtoms(balance)
  if (atoms === 0n || currency.chain === undefined) return { paid: none, account: '' }
  const account = accountOf(payee, currency.chain)
  return account === undefined ? { paid: none, account: '' } : { paid: atomsInUnits(atoms), account }
}

/** Cumulative amounts; they only grow. */
class Leaves {
  private readonly leaves = new Map<string, PayoutLine>()
  private readonly grew = new Set<string>()

  constructor(before: readonly PayoutLine[]) {
    for (const leaf of before) this.leaves.set(leafName(leaf), leaf)
  }

  grow(currency: Currency, account: AccountAddress, atoms: Atoms): void {
    invariant(
      currency.chain !== undefined && currency.token !== undefined,
      'only currencies with a token are paid',
    )
    const leaf = { chain: currency.chain, account, token: currency.token }
    const name = leafName(leaf)
    const before = this.leaves.get(name)?.cumulative
    const cumulative = before === undefined ? atoms : addAtoms(before, atoms)
    this.leaves.set(name, { ...leaf, cumulative })
    this.grew.add(name)
  }

  grown(): PayoutLine[] {
    return Array.from(this.grew, (name) => this.leaves.get(name)!).sort(byChainAccountAndToken)
  }

  all(): PayoutLine[] {
    return [...this.leaves.values()].sort(byChainAccountAndToken)
  }
}

// Accounts and tokens are 0x addresses of one length, and the chain comes last, so no two leaves share a name.
function leafName({ chain, account, token }: Omit<PayoutLine, 'cumulative'>): string {
  return account + token + chain
}

function balancesByCurrency(
  balances: readonly BalanceStanding[],
): Map<CurrencyCode, Map<PayeeId, LedgerUnits>> {
  const byCurrency = new Map<CurrencyCode, Map<PayeeId, LedgerUnits>>()
  for (const { payee, currency, balance } of balances) {
    if (balance === 0n) continue
    const ofCurrency = byCurrency.get(currency)
    if (ofCurrency) ofCurrency.set(payee, balance)
    else byCurrency.set(currency, new Map([[payee, balance]]))
  }
  return byCurrency
}

function union<Item>(...lists: (Iterable<Item> | undefined)[]): Set<Item> {
  const all = new Set<Item>()
  for (const list of lists) if (list) for (const item of list) all.add(item)
  return all
}
