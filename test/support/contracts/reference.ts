/**
 * Headwater with corrections and contracts again, in the slow, obvious way: plain lists, plain bigints, one event after
 * another, directly from the page of rules. It shares no code with src/, so an error would have to be made twice.
 */
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { decimal, grow, micros, sum, utf8 } from './arithmetic.ts'
import { type Data, RefRegistry } from './registry.ts'
import {
  type Correction,
  costOf,
  type Direct,
  type Divided,
  divide,
  type EdgeState,
  effective,
  type RefCall,
  settle,
} from './revenue.ts'
import { type Account, divert, payOut } from './terms.ts'

/** An event that the system accepted, with its type without the prefix; or a close. */
export type ContractStep =
  | {
      readonly step: 'event'
      readonly type: string
      readonly source: string
      readonly id: string
      readonly time: string
      readonly data: Data
    }
  | { readonly step: 'close'; readonly until: string }

export interface ContractEpoch {
  readonly until: string
  readonly counts: Record<string, number>
  readonly totals: Record<string, Record<string, string>>
  readonly statements: Record<string, string>[]
  readonly trees: readonly { readonly chain: string; readonly root: string; readonly leaves: number }[]
}

interface Posting {
  readonly type: string
  readonly time: bigint
  readonly data: Data
  booked: boolean
}

interface CurrencyOfClose {
  readonly code: string
  readonly decimals: number
  readonly chain?: string
  readonly token?: string
}

export class ContractReference {
  private readonly registry = new RefRegistry()
  private readonly identities = new Set<string>()
  private readonly calls: RefCall[] = []
  private readonly corrections: Correction[] = []
  private readonly postings: Posting[] = []
  private readonly accounts = new Map<string, Account>()
  private readonly clauses = new Map<string, bigint>()
  private readonly edges: EdgeState = new Map()
  private readonly cumulative = new Map<string, bigint>()
  /** What was divided, by epoch and currency. */
  readonly divided: Map<string, Divided>[] = []
  private previousUntil: bigint | undefined
  private epoch = 0

  run(steps: readonly ContractStep[]): ContractEpoch[] {
    const epochs: ContractEpoch[] = []
    for (const step of steps) {
      if (step.step === 'close') epochs.push(this.close(step.until))
      else if (/^(call|dispute|transfer|payment|deposit)\./.test(step.type)) this.accept(step)
      else this.registry.register(step.type, step.data, step.time)
    }
    return epochs
  }

  /** X of every clause, X and paid of every capped edge, and all lots. */
  versionsOf() {
    return this.registry.versions
  }

  state() {
    return { clauses: this.clauses, edges: this.edges, accounts: this.accounts }
  }

  /** Settled calls as the last close left them: amounts in major units. */
  settledCalls() {
    return this.calls
      .filter(({ settled }) => settled !== undefined)
      .map(({ identity, currency, amount, eff, cost }) => {
        const [source, id] = JSON.parse(identity) as [string, string]
        const text = (units: bigint) => decimal(units, this.registry.currencies.get(currency)!.decimals + 12)
        return { source, id, amount: text(amount), worth: text(eff), cost: text(cost) }
      })
  }

  private accept({ type, source, id, time, data }: Extract<ContractStep, { step: 'event' }>): void {
    const identity = JSON.stringify([source, id])
    if (this.identities.has(identity)) return
    this.identities.add(identity)
    const at = micros(time)
    if (type === 'call.metered') {
      const { asset, version, currency, tokens = {} } = data
      const amount = this.registry.amount(data.amount, currency)
      this.calls.push({ identity, time: at, asset, version, currency, amount, tokens, eff: 0n, cost: 0n })
      return
    }
    this.registry.contracts = true
    const named = data.call ?? data.dispute
    if (named === undefined) {
      this.postings.push({ type: type.split('.')[0]!, time: at, data, booked: false })
      return
    }
    this.corrections.push({
      identity,
      type: type.split('.')[1] as Correction['type'],
      target: JSON.stringify([named.source, named.id]),
      time: at,
      currency: data.currency,
      amount: data.amount === undefined ? undefined : this.registry.amount(data.amount, data.currency),
    })
  }

  private close(until: string): ContractEpoch {
    const T = micros(until)
    const before = this.previousUntil
    this.epoch++
    this.previousUntil = T
    const early = this.calls.filter((call) => call.time < T)
    const earlier = early.filter((call) => call.settled !== undefined)
    const due: RefCall[] = []
    for (const call of early) {
      const version = this.registry.resolve(call.asset, call.version, call.time)
      if (call.settled !== undefined || version < 0) continue
      settle(this.registry, call, version)
      due.push(call)
    }
    const late = due.filter((call) => before !== undefined && call.time < before)
    const counting = this.corrections.filter(({ time }) => time < T)
    const adjusted = earlier.map((call) => this.revalue(call, counting))
    const now = new Map(due.map((call) => [call, this.revalue(call, counting)]))
    const suspense = early.filter((call) => call.settled === undefined)
    const pending = this.calls.filter((call) => call.time >= T)
    const settled = this.calls.filter((call) => call.settled !== undefined)
    const booked = this.postings.filter((posting) => !posting.booked && posting.time < T)
    for (const posting of booked) posting.booked = true

    const totals: ContractEpoch['totals'] = {}
    const statements: Record<string, string>[] = []
    const divided = new Map<string, Divided>()
    this.divided.push(divided)
    for (const [code, currency] of [...this.registry.currencies].sort(([a], [b]) => utf8(a, b))) {
      const of = (list: readonly (Direct & { currency: string })[]) =>
        list.filter((one) => one.currency === code)
      const callsOf = (list: readonly RefCall[]) => list.filter((call) => call.currency === code)
      const second = of(adjusted)
      const all = divide(this.registry, { currency: code, T, caps: this.edges }, [
        ...of([...now.values()]),
        ...second,
      ])
      divided.set(code, all)
      const lateOnly = byPayee(
        divide(this.registry, { currency: code, T, caps: undefined }, of(late.map((call) => now.get(call)!)))
          .parts,
      )
      const adjustedOnly = byPayee(
        divide(this.registry, { currency: code, T, caps: undefined }, second).parts,
      )
      const { parts, received, diverted } = divert(
        this.registry,
        { currency: code, T },
        all.parts,
        this.clauses,
      )
      const earned = byPayee(all.parts)
      const paidOut = this.pay({ code, ...currency }, T, byPayee(parts), booked)

      const text = (units: bigint): string => decimal(units, currency.decimals + 12)
      const mine = [...this.accounts]
        .filter(([name]) => JSON.parse(name)[1] === code)
        .map(([, account]) => account)
      const reserved = sum(mine.flatMap(({ lots }) => lots.map(({ left }) => left)))
      const available = sum(mine.map((account) => account.available))
      const disputed = callsOf(settled).map((call) => {
        const { disputed, refunded } = effective(call, counting)
        return disputed ? call.amount - refunded : 0n
      })
      const posted = (type: string): bigint =>
        sum(
          booked
            .filter((posting) => posting.type === type && posting.data.currency === code)
            .map(({ data }) => this.registry.amount(data.amount, code)),
        )
      const numbers: Record<string, bigint> = {
        gross: all.gross,
        fee: all.fee,
        earned: sum(earned.values()) - all.fee,
        rounding: all.rounding,
        paid: sum(paidOut.paid.values()),
        carried: available + reserved,
        suspense: sum(callsOf(suspense).map((call) => call.amount)),
        pending: sum(callsOf(pending).map((call) => call.amount)),
      }
      if (this.registry.contracts) {
        Object.assign(numbers, {
          adjusted: sum(second.map(({ amount }) => amount)),
          reduced: sum(callsOf(settled).map((call) => call.amount - call.eff)),
          disputed: sum(disputed),
          deposits: posted('deposit'),
          payments: posted('payment'),
          reserved,
          withheld: sum(paidOut.withheld.values()),
          owed: -sum(mine.map((account) => (account.available < 0n ? account.available : 0n))),
        })
      }
      totals[code] = Object.fromEntries(Object.entries(numbers).map(([name, units]) => [name, text(units)]))
      const sums = {
        earned,
        received,
        diverted,
        posted: paidOut.posted,
        withheld: paidOut.withheld,
        paid: paidOut.paid,
      }
      const payees = new Set(Object.values(sums).flatMap((amounts) => [...amounts.keys()]))
      for (const payee of payees) {
        const values = Object.values(sums).map((amounts) => amounts.get(payee) ?? 0n)
        if (values.every((value) => value === 0n)) continue
        const account = this.accounts.get(JSON.stringify([payee, code]))!
        const held = sum(account.lots.map(({ left }) => left))
        const line: Record<string, bigint> = {
          earned: earned.get(payee) ?? 0n,
          late: lateOnly.get(payee) ?? 0n,
          paid: paidOut.paid.get(payee) ?? 0n,
          carried: account.available + held,
        }
        if (this.registry.contracts) {
          Object.assign(line, {
            adjusted: adjustedOnly.get(payee) ?? 0n,
            received: received.get(payee) ?? 0n,
            diverted: diverted.get(payee) ?? 0n,
            posted: paidOut.posted.get(payee) ?? 0n,
            withheld: paidOut.withheld.get(payee) ?? 0n,
            reserved: held,
          })
        }
        const texts = Object.entries(line).map(([name, units]) => [name, text(units)])
        statements.push({ payee, currency: code, ...Object.fromEntries(texts) })
      }
    }
    return {
      until,
      counts: {
        settled: due.length,
        late: late.length,
        suspense: suspense.length,
        pending: pending.length,
        ...(this.registry.contracts && this.correctionCounts(counting)),
      },
      totals,
      statements: statements.sort((a, b) => utf8(a.payee!, b.payee!) || utf8(a.currency!, b.currency!)),
      trees: this.trees(),
    }
  }

  /** What changes of a settled call, in the group with which it settled. */
  private revalue(call: RefCall, counting: readonly Correction[]): Direct & { currency: string } {
    const { version, group, card } = call.settled!
    const { eff } = effective(call, counting)
    const cost = costOf(call, eff)
    const change = {
      version,
      group,
      card,
      amount: eff - call.eff,
      cost: cost - call.cost,
      currency: call.currency,
    }
    call.eff = eff
    call.cost = cost
    return change
  }

  private correctionCounts(counting: readonly Correction[]): Record<string, number> {
    const settled = new Map(
      this.calls.filter((call) => call.settled !== undefined).map((call) => [call.identity, call]),
    )
    const refunds = counting.filter(({ type }) => type === 'refunded')
    const excess = [...settled.values()].filter((call) => {
      const mine = refunds.filter((of) => of.target === call.identity && of.currency === call.currency)
      return sum(mine.map(({ amount }) => amount ?? 0n)) > call.amount
    })
    return {
      waiting: counting.filter(({ type, target }) => type !== 'closed' && !settled.has(target)).length,
      mismatched: refunds.filter(({ target, currency }) => {
        const call = settled.get(target)
        return call !== undefined && currency !== undefined && currency !== call.currency
      }).length,
      excess: excess.length,
    }
  }

  private pay(
    { code, chain, token }: CurrencyOfClose,
    T: bigint,
    net: ReadonlyMap<string, bigint>,
    booked: readonly Posting[],
  ) {
    const posted = new Map<string, bigint>()
    for (const { type, data } of booked) {
      if (data.currency !== code) continue
      const amount = this.registry.amount(data.amount, code)
      if (type === 'transfer') {
        grow(posted, data.from, -amount)
        grow(posted, data.to, amount)
      } else grow(posted, data.payee, type === 'deposit' ? amount : -amount)
    }
    for (const payee of [...net.keys(), ...posted.keys()]) this.accountOf(payee, code)
    const paid = new Map<string, bigint>()
    const withheld = new Map<string, bigint>()
    const passed: { to: string; amount: bigint }[] = []
    for (const [name, account] of [...this.accounts]) {
      const [payee, currency] = JSON.parse(name)
      if (currency !== code) continue
      const address = chain === undefined ? undefined : this.registry.accountOf(payee, chain)
      const amounts = {
        net: net.get(payee) ?? 0n,
        posted: posted.get(payee) ?? 0n,
        payable: address !== undefined && token !== undefined,
      }
      const at = { payee, currency: code, epoch: this.epoch, T }
      const out = payOut(this.registry, at, account, amounts)
      if (out.atoms > 0n) {
        grow(paid, payee, out.atoms * 1_000_000_000_000n)
        grow(this.cumulative, JSON.stringify([chain, address, token]), out.atoms)
      }
      if (out.withheld !== undefined) {
        grow(withheld, payee, out.withheld.amount)
        passed.push(out.withheld)
      }
    }
    for (const { to, amount } of passed) {
      this.accountOf(to, code).available += amount
      grow(posted, to, amount)
    }
    return { paid, posted, withheld }
  }

  private accountOf(payee: string, currency: string): Account {
    const name = JSON.stringify([payee, currency])
    const account = this.accounts.get(name) ?? { available: 0n, lots: [] }
    this.accounts.set(name, account)
    return account
  }

  private trees(): ContractEpoch['trees'] {
    const byChain = new Map<string, [string, string, string][]>()
    for (const [name, cumulative] of this.cumulative) {
      const [chain, account, token] = JSON.parse(name)
      byChain.set(chain, [...(byChain.get(chain) ?? []), [account, token, cumulative.toString()]])
    }
    return [...byChain]
      .sort(([a], [b]) => utf8(a, b))
      .map(([chain, leaves]) => ({
        chain,
        root: StandardMerkleTree.of(leaves, ['address', 'address', 'uint256']).root,
        leaves: leaves.length,
      }))
  }
}

/** Sums of parts by payee. */
function byPayee(parts: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const [name, amount] of parts) grow(sums, JSON.parse(name)[0], amount)
  return sums
}
