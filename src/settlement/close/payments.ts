/**
 * Computes balances and payments. Whole atoms of a balance are paid where its currency has a token and its payee has an
 * account on that chain, whether the payee earned in this epoch or in an earlier one. What contracts change of that is in
 * payout.ts.
 *
 * Everything that grows with the payees is in columns; the lines are made while they are read, and may be read again.
 */

import type { ColumnLines } from '../../books/lineRows.ts'
import type { BalanceLine, BalanceStanding, PayoutLine } from '../../books/port.ts'
import { noStates, type States } from '../../books/states.ts'
import { LeafTable } from '../../books/tables/leafTable.ts'
import { OrderedLeaves } from '../../books/tables/orderedLeaves.ts'
import { NumberSet } from '../../columns/numberSet.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { AccountAddress, ChainId } from '../../events/account.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import { ledgerUnits, ledgerUnitsPerAtom, wholeAtoms } from '../../money/ledgerUnits.ts'
import type { Currency, PayoutTerms } from '../../registry/index.ts'
import { type Payout, payoutOf } from '../../terms/payout.ts'
import type { Earnings } from './allocation.ts'
import type { Diverted } from './clauses.ts'
import { leavesOf, noLeaf, PaymentLines } from './paymentLines.ts'
import { PaymentSums, type PaymentTotals } from './paymentTotals.ts'
import { PayoutSteps } from './payout.ts'
import type { Posted } from './postings.ts'

/** Every balance, every cumulative payout and the state to date after an epoch. They may be read again. */
export interface Standing extends States {
  /** What is available and what lots have; not 0. Sorted by payee, then currency, as UTF-8 bytes. */
  readonly balances: ColumnLines<BalanceStanding>
  /** Sorted by chain, account, token. */
  readonly payouts: Iterable<PayoutLine>
}

export const emptyStanding: Standing = { balances: [], payouts: [], ...noStates }

interface Accounts {
  /** The account on a chain to which the close pays. */
  readonly accountOf: (payee: PayeeId, chain: ChainId) => AccountAddress | undefined
  /** Receives the payees whose accounts are asked for next. */
  readonly readAhead?: (payees: readonly PayeeId[]) => void
}

/** Payees of a step, whose accounts are read together. */
const payeesAhead = 1_024

export interface PayInput {
  readonly before: Standing
  /** What stands after the epoch of what payments do not change; left out where it is as before. */
  readonly states?: Partial<Pick<States, 'clauses' | 'edges'>>
  readonly earnings: Earnings
  readonly currencies: readonly Currency[]
  readonly accounts: Accounts
  /** Undefined where the ledger has no events of corrections or contracts. */
  readonly contracts: PayContracts | undefined
  /** Whether a chain has trees that are claimed once. Default: no. */
  readonly paysOnce?: boolean
}

interface PayContracts {
  readonly epoch: number
  readonly until: Micros
  /** What clauses did; undefined without any in force. */
  readonly clauses: Pick<Diverted, 'diverted' | 'received'> | undefined
  readonly posted: Posted | undefined
  readonly terms: PayoutTerms | undefined
}

export interface Payments extends PaymentTotals, Pick<Posted, 'deposits' | 'payments'> {
  /** What changed, by payee and currency. */
  readonly lines: ColumnLines<BalanceLine>
  /** Leaves that grew, by chain, account, token. */
  readonly grown: ColumnLines<PayoutLine>
  /** By how much they grew; empty where no chain has trees that are claimed once. */
  readonly paidNow: OrderedLeaves
  readonly after: Standing & { readonly payouts: OrderedLeaves }
}

/** Does a part of the payees at each step. */
export function* pay(input: PayInput): Generator<void, Payments> {
  const { earnings, currencies } = input
  const standing = bring(input)
  const { order, carried, leaves, steps } = standing
  const byCode = new Map(currencies.map((currency) => [currency.code, currency]))
  const sums = new PaymentSums(currencies)
  const grew = new NumberSet()
  const leafOf = new Uint32Array(order.length).fill(noLeaf)
  const paid = new UnitSums()
  const paidNow = new LeafTable()
  for (let at = 0; at < order.length; at++) {
    if (at % payeesAhead === 0) {
      yield
      readAhead(input, order.subarray(at, at + payeesAhead))
    }
    const number = order[at]!
    const code = earnings.payees.currency(number)
    const brought = carried.get(number)
    const available = availableOf(input, standing, number)
    const payment = payOut(byCode.get(code)!, number, available, { input, standing })
    if (payment.leaf !== noLeaf) {
      leafOf[number] = payment.leaf
      grew.add(payment.leaf)
      if (input.paysOnce) addPaid(paidNow, leaves.leaf(payment.leaf), payment)
      paid.set(number, payment.paid)
    }
    const reserved = steps === undefined ? 0n : steps.lots.sum(number)
    const balance = available - payment.paid - payment.withheld + reserved
    carried.set(number, balance)
    const sum = sums.of(code)
    sum.carriedBefore += brought
    sum.paid += payment.paid
    sum.withheld += payment.withheld
    sum.reserved += reserved
    sum.carried += balance
    if (balance < 0n) sum.owed -= balance
  }
  credit(standing, earnings, sums)
  const leafOrder = leaves.sorted()
  const paidOrder = paidNow.sorted()
  const { clauses, posted } = input.contracts ?? {}
  const columns = { earnings, ...standing, leafOf, paid, clauses, posted: posted?.posted }
  const lines = new PaymentLines(columns)
  return {
    lines: lines.changed(),
    grown: leavesOf(leaves, leafOrder, grew),
    paidNow: new OrderedLeaves(paidNow, () => paidOrder),
    after: {
      ...{ clauses: input.before.clauses, edges: input.before.edges, ...input.states },
      balances: lines.balances(),
      payouts: new OrderedLeaves(leaves, () => leafOrder),
      lots: steps?.lots.standing(earnings.payees, order) ?? [],
    },
    ...sums.totals(),
    deposits: posted?.deposits ?? new Map(),
    payments: posted?.payments ?? new Map(),
  }
}

function readAhead({ accounts, earnings }: PayInput, numbers: Uint32Array): void {
  accounts.readAhead?.(Array.from(numbers, (number) => earnings.payees.payee(number)))
}

interface Brought {
  /** Everybody who had a balance, earned, or got something, by payee and currency. */
  readonly order: Uint32Array
  /** Balances before the epoch, lots included; payment by payment those after it. */
  readonly carried: UnitSums
  readonly leaves: LeafTable
  readonly steps: PayoutSteps | undefined
}

/** What stood before the epoch, beside what was earned in it. */
function bring({ before, earnings, currencies, contracts }: PayInput): Brought {
  const { payees } = earnings
  const registered = new Set<string>(currencies.map(({ code }) => code))
  const carried = new UnitSums()
  for (const { payee, currency, balance } of before.balances) {
    if (balance !== 0n && registered.has(currency)) carried.set(payees.numberOf(payee, currency), balance)
  }
  const leaves = new LeafTable()
  for (const leaf of before.payouts) leaves.grow(leaves.numberOf(leaf), leaf.cumulative)
  const steps = contracts && new PayoutSteps(contracts, payees)
  if (steps) {
    for (const lots of before.lots) steps.lots.bring(payees.numberOf(lots.payee, lots.currency), lots)
    steps.nameRecipients(currencies.map(({ code }) => code))
  }
  return { order: payees.sorted(), carried, leaves, steps }
}

/** What a payee has before it is paid: without what lots hold back. */
function availableOf({ earnings, contracts }: PayInput, { carried, steps }: Brought, number: number): bigint {
  const brought = carried.get(number)
  let net = earnings.earned.get(number)
  if (contracts === undefined || steps === undefined) return brought + net
  const { clauses, posted } = contracts
  if (clauses) net += clauses.received.get(number) - clauses.diverted.get(number)
  const free = brought - steps.lots.sum(number) + net + (posted?.posted.get(number) ?? 0n)
  return steps.settleLots(number, free, net)
}

interface Payment extends Payout {
  /** The number of the leaf that grew. */
  readonly leaf: number
}

const noPayment: Payment = { paid: 0n, withheld: 0n, leaf: noLeaf }

/** Adds the whole atoms that are paid of a balance to the payee's leaf. */
function payOut(
  { code, chain, token }: Currency,
  number: number,
  available: bigint,
  { input, standing: { leaves, steps } }: { input: PayInput; standing: Brought },
): Payment {
  if (available < ledgerUnitsPerAtom || chain === undefined) return noPayment
  const payee = input.earnings.payees.payee(number)
  const payout = steps ? steps.payoutOf(payee, code, available) : payoutOf(available, 0)
  if (payout === undefined || payout.paid === 0n) return noPayment
  const account = input.accounts.accountOf(payee, chain)
  if (account === undefined) return noPayment
  invariant(token !== undefined, 'only currencies with a token are paid')
  const leaf = leaves.numberOf({ chain, account, token })
  leaves.grow(leaf, wholeAtoms(ledgerUnits(payout.paid)))
  steps?.withhold(number, payout)
  return { paid: payout.paid, withheld: payout.withheld, leaf }
}

function addPaid(paidNow: LeafTable, leaf: PayoutLine, { paid }: Payment): void {
  paidNow.grow(paidNow.numberOf(leaf), wholeAtoms(ledgerUnits(paid)))
}

/** Adds what was withheld to the balances of those for whom it was, after all payments. */
function credit({ carried, steps }: Brought, { payees }: Earnings, sums: PaymentSums): void {
  for (const number of steps?.creditedTo ?? []) {
    const before = carried.get(number)
    const after = before + steps!.credited.get(number)
    carried.set(number, after)
    const sum = sums.of(payees.currency(number))
    sum.carried += after - before
    sum.owed += owedOf(after) - owedOf(before)
  }
}

function owedOf(balance: bigint): bigint {
  return balance < 0n ? -balance : 0n
}
