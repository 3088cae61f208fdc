/**
 * Headwater again, in the slow, obvious way: plain arrays, plain bigints, one call after another, directly from the page of
 * rules. It shares no code with src/, so an error would have to be made twice. The whole system must agree with it, to the
 * unit and to the root.
 */
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'

export type ReferenceStep =
  | { readonly step: 'register'; readonly type: string; readonly time: string; readonly data: Data }
  | { readonly step: 'call'; readonly call: ReferenceCall }
  | { readonly step: 'close'; readonly until: string }

// biome-ignore lint/suspicious/noExplicitAny: wire data of every type, known to be valid
type Data = any

export interface ReferenceCall {
  readonly source: string
  readonly id: string
  readonly time: string
  readonly asset: string
  readonly version?: string
  readonly amount: string
  readonly currency: string
}

export interface ReferenceEpoch {
  readonly until: string
  readonly counts: { settled: number; late: number; suspense: number; pending: number }
  readonly totals: Record<string, Record<string, string>>
  readonly statements: Record<string, string>[]
  readonly trees: { chain: string; root: string; leaves: number }[]
}

const B = 1_000_000_000n
const atom = 1_000_000_000_000n

interface RefVersion {
  asset: string
  version: string
  releasedAt: bigint
  holders: { payee: string; share: bigint }[]
  contributorShare: bigint
  contributors: { payee: string; units: bigint }[]
  edges: { source: number; absolute: boolean; share: bigint }[]
}

export class Reference {
  private readonly currencies = new Map<string, { decimals: number; chain?: string; token?: string }>()
  private readonly fees: { share: bigint; payee: string; from: bigint }[] = []
  private readonly owners = new Map<string, string>()
  private readonly contributions: { asset: string; payee: string; units: bigint }[] = []
  private readonly versions: RefVersion[] = []
  private readonly accounts: { payee: string; chain: string; account: string; payableFrom: bigint }[] = []
  private readonly calls: ReferenceCall[] = []
  private readonly settled = new Set<ReferenceCall>()
  private readonly balances = new Map<string, bigint>()
  private readonly cumulative = new Map<string, bigint>()
  private previousUntil: bigint | undefined
  /** Hours of notice for accounts. A registry event is recorded at its own time here. */
  private readonly notice: number

  constructor({ accountNoticeHours = 0 }: { accountNoticeHours?: number } = {}) {
    this.notice = accountNoticeHours
  }

  run(steps: readonly ReferenceStep[]): ReferenceEpoch[] {
    const epochs: ReferenceEpoch[] = []
    for (const step of steps) {
      if (step.step === 'register') this.register(step.type, step.data, step.time)
      else if (step.step === 'call') this.accept(step.call)
      else epochs.push(this.close(step.until))
    }
    return epochs
  }

  private accept(call: ReferenceCall): void {
    if (!this.calls.some((other) => other.source === call.source && other.id === call.id))
      this.calls.push(call)
  }

  private register(type: string, data: Data, time: string): void {
    if (type === 'currency.registered') {
      this.currencies.set(data.currency, { decimals: data.decimals, chain: data.chain, token: data.token })
    } else if (type === 'currency.bound') {
      Object.assign(this.currencies.get(data.currency)!, { chain: data.chain, token: data.token })
    } else if (type === 'fee.set') {
      this.fees.push({ share: parts(data.share), payee: data.payee, from: micros(data.effectiveFrom) })
    } else if (type === 'payee.bound' || (type === 'payee.registered' && data.account)) {
      const [, chain, account] = /^(.*):([^:]*)$/.exec(data.account)!
      this.bind(data.payee, chain!, account!.toLowerCase(), time)
    } else if (type === 'asset.registered') {
      this.owners.set(data.asset, data.owner)
    } else if (type === 'contribution.recorded') {
      for (const { payee, units } of data.contributions) {
        this.contributions.push({ asset: data.asset, payee, units: BigInt(units) })
      }
    } else if (type === 'version.released') {
      this.release(data, time)
    }
  }

  /** Without a notice an account is payable from the beginning of time. */
  private bind(payee: string, chain: string, account: string, time: string): void {
    const last = this.accounts.filter((entry) => entry.payee === payee && entry.chain === chain).at(-1)
    const due = this.notice === 0 ? 0n : micros(time) + BigInt(this.notice) * 3_600_000_000n
    const payableFrom = last?.account === account ? last.payableFrom : due
    this.accounts.push({ payee, chain, account, payableFrom })
  }

  private release(data: Data, time: string): void {
    const contributorShare = data.contributorShare === undefined ? 0n : parts(data.contributorShare)
    const listed = data.contributors?.map((entry: Data) => ({
      payee: entry.payee,
      units: BigInt(entry.units),
    }))
    const recorded = sumByPayee(this.contributions.filter((entry) => entry.asset === data.asset))
    const holders = (data.holders ?? []).map((entry: Data) => ({
      payee: entry.payee,
      share: parts(entry.share),
    }))
    const ownerAlone = holders.length === 0 && contributorShare === 0n
    this.versions.push({
      asset: data.asset,
      version: data.version,
      releasedAt: micros(data.releasedAt ?? time),
      holders: ownerAlone ? [{ payee: this.owners.get(data.asset)!, share: B }] : holders,
      contributorShare,
      contributors: contributorShare === 0n ? [] : (listed ?? recorded),
      edges: (data.derivedFrom ?? []).map((edge: Data) => ({
        source: this.pin(edge.asset, edge.version),
        absolute: edge.policy === 'absolute',
        share: parts(edge.share),
      })),
    })
  }

  private pin(asset: string, version: string | undefined): number {
    if (version !== undefined)
      return this.versions.findIndex((of) => of.asset === asset && of.version === version)
    return this.latest(asset, undefined)
  }

  /** Latest by release, of equal ones the later recorded; released by `time` where given; -1: none. */
  private latest(asset: string, time: bigint | undefined): number {
    let found = -1
    for (const [index, version] of this.versions.entries()) {
      if (version.asset !== asset || (time !== undefined && version.releasedAt > time)) continue
      if (found < 0 || version.releasedAt >= this.versions[found]!.releasedAt) found = index
    }
    return found
  }

  /** Index of the version that served a call; -1: not known. */
  private resolve(call: ReferenceCall): number {
    if (call.version !== undefined) return this.pin(call.asset, call.version)
    const byThen = this.latest(call.asset, micros(call.time))
    if (byThen >= 0) return byThen
    let earliest = -1
    for (const [index, version] of this.versions.entries()) {
      if (version.asset !== call.asset) continue
      if (earliest < 0 || version.releasedAt < this.versions[earliest]!.releasedAt) earliest = index
    }
    return earliest
  }

  private feeOf(call: ReferenceCall): { share: bigint; payee: string } | undefined {
    let found: { share: bigint; payee: string; from: bigint } | undefined
    for (const fee of this.fees) {
      if (fee.from <= micros(call.time) && (!found || fee.from >= found.from)) found = fee
    }
    return found
  }

  private units(call: ReferenceCall): bigint {
    const digits = this.currencies.get(call.currency)!.decimals + 12
    const [whole, fraction = ''] = call.amount.split('.')
    return BigInt(whole! + fraction.padEnd(digits, '0'))
  }

  private close(until: string): ReferenceEpoch {
    const T = micros(until)
    const before = this.previousUntil
    const early = this.calls.filter((call) => micros(call.time) < T)
    const due = early.filter((call) => !this.settled.has(call) && this.resolve(call) >= 0)
    const late = due.filter((call) => before !== undefined && micros(call.time) < before)
    for (const call of due) this.settled.add(call)
    const suspense = early.filter((call) => this.resolve(call) < 0)
    const pending = this.calls.filter((call) => micros(call.time) >= T)
    this.previousUntil = T

    const totals: ReferenceEpoch['totals'] = {}
    const statements: Record<string, string>[] = []
    for (const [code, currency] of [...this.currencies].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const of = (calls: readonly ReferenceCall[]): ReferenceCall[] =>
        calls.filter((call) => call.currency === code)
      const all = this.divide(of(due))
      const lateOnly = this.divide(of(late))
      const paid = this.pay(code, { ...currency, T }, all.byPayee)
      const carried = sum(
        [...this.balances].filter(([name]) => JSON.parse(name)[1] === code).map(([, balance]) => balance),
      )
      const text = (units: bigint): string => decimal(units, currency.decimals + 12)
      const gross = sum(of(due).map((call) => this.units(call)))
      totals[code] = {
        gross: text(gross),
        fee: text(all.fee),
        earned: text(sum([...all.byPayee.values()]) - all.fee),
        rounding: text(gross - sum([...all.byPayee.values()])),
        paid: text(sum([...paid.values()])),
        carried: text(carried),
        suspense: text(sum(of(suspense).map((call) => this.units(call)))),
        pending: text(sum(of(pending).map((call) => this.units(call)))),
      }
      for (const payee of new Set([...all.byPayee.keys(), ...paid.keys()])) {
        const [earned, out] = [all.byPayee.get(payee) ?? 0n, paid.get(payee) ?? 0n]
        if (earned === 0n && out === 0n) continue
        const carriedOver = this.balances.get(JSON.stringify([payee, code])) ?? 0n
        const late = text(lateOnly.byPayee.get(payee) ?? 0n)
        statements.push({
          payee,
          currency: code,
          earned: text(earned),
          late,
          paid: text(out),
          carried: text(carriedOver),
        })
      }
    }
    const order = (line: Record<string, string>): Buffer => Buffer.from(`${line.payee}\0${line.currency}`)
    return {
      until,
      counts: { settled: due.length, late: late.length, suspense: suspense.length, pending: pending.length },
      totals,
      statements: statements.sort((a, b) => Buffer.compare(order(a), order(b))),
      trees: this.trees(),
    }
  }

  /** What each payee earns of `calls` of one currency, fees included. */
  private divide(calls: readonly ReferenceCall[]): { byPayee: Map<string, bigint>; fee: bigint } {
    const byPayee = new Map<string, bigint>()
    const give = (payee: string, amount: bigint): void =>
      void byPayee.set(payee, (byPayee.get(payee) ?? 0n) + amount)
    let fees = 0n
    const groups = new Map<string, ReferenceCall[]>()
    for (const call of calls) {
      const fee = this.feeOf(call)
      const name = fee ? JSON.stringify([fee.share.toString(), fee.payee]) : 'none'
      groups.set(name, [...(groups.get(name) ?? []), call])
    }
    for (const group of groups.values()) {
      const fee = this.feeOf(group[0]!)
      const { retained, feeSum } = this.flow(group, fee?.share ?? 0n)
      if (fee) give(fee.payee, feeSum)
      fees += feeSum
      for (const [n, amount] of retained.entries()) {
        const version = this.versions[n]!
        for (const { payee, share } of version.holders) give(payee, (amount * share) / B)
        const pool = (amount * version.contributorShare) / B
        const all = sum(version.contributors.map((entry) => entry.units))
        for (const { payee, units } of version.contributors) give(payee, (pool * units) / all)
      }
    }
    return { byPayee, fee: fees }
  }

  /** The formulas, line by line. A version's sources were recorded before it, so the last recorded comes first. */
  private flow(calls: readonly ReferenceCall[], feeShare: bigint): { retained: bigint[]; feeSum: bigint } {
    const n = this.versions.length
    const D: bigint[] = Array(n).fill(0n)
    for (const call of calls) D[this.resolve(call)]! += this.units(call)
    const stack: bigint[] = []
    for (const { edges } of this.versions) {
      stack.push(sum(edges.filter((edge) => edge.absolute).map((edge) => edge.share + stack[edge.source]!)))
    }
    const relativeIn: bigint[] = Array(n).fill(0n)
    const inheritedL: bigint[] = Array(n).fill(0n)
    const lapIn: bigint[] = Array(n).fill(0n)
    const retained: bigint[] = Array(n).fill(0n)
    let feeSum = 0n
    for (let v = n - 1; v >= 0; v--) {
      const F = (D[v]! * feeShare) / B
      feeSum += F
      const base = D[v]! - F + relativeIn[v]!
      const L = base + inheritedL[v]!
      const R = base + lapIn[v]!
      let left = R - (base * stack[v]! + B - 1n) / B
      for (const { source, absolute, share } of this.versions[v]!.edges) {
        if (absolute) {
          lapIn[source]! += (L * share) / B
          inheritedL[source]! += L
        } else {
          const out = (R * share) / B
          relativeIn[source]! += out
          left -= out
        }
      }
      retained[v] = left
    }
    return { retained, feeSum }
  }

  private pay(
    code: string,
    { chain, token, T }: { chain?: string; token?: string; T: bigint },
    earned: ReadonlyMap<string, bigint>,
  ): Map<string, bigint> {
    for (const [payee, amount] of earned) {
      const name = JSON.stringify([payee, code])
      this.balances.set(name, (this.balances.get(name) ?? 0n) + amount)
    }
    const paid = new Map<string, bigint>()
    for (const [name, balance] of this.balances) {
      const [payee, currency] = JSON.parse(name)
      const account = chain && this.accountOf(payee, chain, T)
      if (currency !== code || !account) continue
      const atoms = balance / atom
      if (atoms === 0n) continue
      this.balances.set(name, balance - atoms * atom)
      paid.set(payee, atoms * atom)
      const leaf = JSON.stringify([chain, account, token])
      this.cumulative.set(leaf, (this.cumulative.get(leaf) ?? 0n) + atoms)
    }
    return paid
  }

  private accountOf(payee: string, chain: string, T: bigint): string | undefined {
    if (payee.startsWith(`${chain}:`)) return payee.slice(chain.length + 1).toLowerCase()
    const last = this.accounts.filter((entry) => entry.payee === payee && entry.chain === chain).at(-1)
    return last && last.payableFrom < T ? last.account : undefined
  }

  private trees(): ReferenceEpoch['trees'] {
    const byChain = new Map<string, [string, string, string][]>()
    for (const [name, cumulative] of this.cumulative) {
      const [chain, account, token] = JSON.parse(name)
      byChain.set(chain, [...(byChain.get(chain) ?? []), [account, token, cumulative.toString()]])
    }
    return [...byChain]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([chain, leaves]) => ({
        chain,
        root: StandardMerkleTree.of(leaves, ['address', 'address', 'uint256']).root,
        leaves: leaves.length,
      }))
  }
}

/** A decimal fraction in parts per billion. */
function parts(share: string): bigint {
  const [whole, fraction = ''] = share.split('.')
  return BigInt(whole! + fraction.padEnd(9, '0'))
}

/** Whole seconds in UTC are all that simulations use. */
function micros(time: string): bigint {
  return BigInt(Date.parse(time)) * 1000n
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}

function sumByPayee(
  entries: readonly { payee: string; units: bigint }[],
): { payee: string; units: bigint }[] {
  const units = new Map<string, bigint>()
  for (const entry of entries) units.set(entry.payee, (units.get(entry.payee) ?? 0n) + entry.units)
  return [...units].map(([payee, total]) => ({ payee, units: total }))
}

function decimal(units: bigint, digits: number): string {
  const text = units.toString().padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return text.slice(0, -digits) + (fraction && `.${fraction}`)
}
