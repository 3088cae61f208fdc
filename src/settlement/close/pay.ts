/**
 * Step 8: balances, and what of them goes out: whole atoms of every balance whose currency has a token and whose payee
 * has an account on its chain, earned in this epoch or long ago.
 */
import { invariant } from '../../invariant.ts'
import { ledgerUnitsPerAtom } from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/model.ts'
import type { BalanceLine, BalanceStanding, PayoutLine } from '../books.ts'
import { byChainAccountAndToken, sortByPayee } from '../digests.ts'
import type { CurrencyEarnings } from './allocate.ts'

/** Every balance and every cumulative payout after an epoch; in no order. */
export interface Standing {
  readonly balances: readonly BalanceStanding[]
  readonly payouts: readonly PayoutLine[]
}

export const emptyStanding: Standing = { balances: [], payouts: [] }

export interface Payments {
  /** What changed, by payee and currency. */
  readonly lines: readonly BalanceLine[]
  /** Leaves that grew, by chain, account, token. */
  readonly grown: readonly PayoutLine[]
  /** Balances above zero and all leaves, by the same orders. */
  readonly after: Standing
  readonly paid: ReadonlyMap<string, bigint>
  readonly carried: ReadonlyMap<string, bigint>
  readonly carriedBefore: ReadonlyMap<string, bigint>
}

export function pay(
  before: Standing,
  earnings: readonly CurrencyEarnings[],
  currencies: readonly Currency[],
  accountOf: (payee: string, chain: string) => string | undefined,
): Payments {
  const lines: BalanceLine[] = []
  const balances: BalanceStanding[] = []
  const leaves = new Leaves(before.payouts)
  const totals = {
    paid: new Map<string, bigint>(),
    carried: new Map<string, bigint>(),
    carriedBefore: new Map<string, bigint>(),
  }
  const standing = balancesByCurrency(before.balances)
  for (const currency of currencies) {
    const of = earnings.find((entry) => entry.currency === currency.code)
    const brought = standing.get(currency.code) ?? new Map<string, bigint>()
    let [paidSum, carriedSum, broughtSum] = [0n, 0n, 0n]
    for (const payee of union(brought.keys(), of?.byPayee.keys(), of?.lateByPayee.keys())) {
      const balance = brought.get(payee) ?? 0n
      const earned = of?.byPayee.get(payee) ?? 0n
      const late = of?.lateByPayee.get(payee) ?? 0n
      const payment = payOut(currency, payee, balance + earned, accountOf)
      const carried = balance + earned - payment.paid
      if (payment.paid > 0n) leaves.grow(currency, payment.account, payment.paid / ledgerUnitsPerAtom)
      if (earned > 0n || late > 0n || payment.paid > 0n) {
        lines.push({ payee, currency: currency.code, earned, late, ...payment, carried })
      }
      if (carried > 0n) balances.push({ payee, currency: currency.code, balance: carried })
      paidSum += payment.paid
      carriedSum += carried
      broughtSum += balance
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
  payee: string,
  balance: bigint,
  accountOf: (payee: string, chain: string) => string | undefined,
): { paid: bigint; account: string } {
  const atoms = balance / ledgerUnitsPerAtom
  if (atoms === 0n || currency.chain === undefined) return { paid: 0n, account: '' }
  const account = accountOf(payee, currency.chain)
  return account === undefined ? { paid: 0n, account: '' } : { paid: atoms * ledgerUnitsPerAtom, account }
}

/** Cumulative amounts; they only grow. */
class Leaves {
  private readonly leaves = new Map<string, PayoutLine>()
  private readonly grew = new Set<string>()

  constructor(before: readonly PayoutLine[]) {
    for (const leaf of before) this.leaves.set(leafName(leaf), leaf)
  }

  grow(currency: Currency, account: string, atoms: bigint): void {
    invariant(
      currency.chain !== undefined && currency.token !== undefined,
      'only currencies with a token are paid',
    )
    const leaf = { chain: currency.chain, account, token: currency.token }
    const name = leafName(leaf)
    const cumulative = (this.leaves.get(name)?.cumulative ?? 0n) + atoms
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

// Accounts and tokens are 0x addresses of one length, and the chain stands last: no two leaves share a name.
function leafName({ chain, account, token }: Omit<PayoutLine, 'cumulative'>): string {
  return account + token + chain
}

function balancesByCurrency(balances: readonly BalanceStanding[]): Map<string, Map<string, bigint>> {
  const byCurrency = new Map<string, Map<string, bigint>>()
  for (const { payee, currency, balance } of balances) {
    if (balance === 0n) continue
    const ofCurrency = byCurrency.get(currency)
    if (ofCurrency) ofCurrency.set(payee, balance)
    else byCurrency.set(currency, new Map([[payee, balance]]))
  }
  return byCurrency
}

function union(...lists: (Iterable<string> | undefined)[]): Set<string> {
  const all = new Set<string>()
  for (const list of lists) if (list) for (const item of list) all.add(item)
  return all
}
