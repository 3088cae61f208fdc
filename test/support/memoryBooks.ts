/** The books of closed epochs in memory. A fake of `BooksStore`, for tests of settlement. */

import { compareUtf8 } from '../../src/base/utf8.ts'
import { byChainAccountAndToken } from '../../src/books/digests.ts'
import type { PayeeLots } from '../../src/books/lots.ts'
import type {
  BalanceLine,
  BalanceListed,
  BooksStore,
  CallSumLine,
  EarningLine,
  NetToDate,
  PayoutLine,
  TakeLine,
  VersionFlowLine,
} from '../../src/books/port.ts'
import type { StateLine } from '../../src/books/stateLine.ts'
import type { LotStanding } from '../../src/books/states.ts'
import type { CurrencyCode, PayeeId } from '../../src/events/ids.ts'
import type { SealedEpoch } from '../../src/log/inStep.ts'
import type { EpochKey } from '../../src/log/keys.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import { collect } from './collect.ts'
import { rowsOfLines } from './lineRows.ts'
import { payeeLots } from './payeeLots.ts'

interface Books {
  balances: BalanceLine[]
  payouts: PayoutLine[]
  earnings: EarningLine[]
  flows: VersionFlowLine[]
  callSums: CallSumLine[]
  states: StateLine[]
  takes: TakeLine[]
}

interface MemoryBooks extends BooksStore {
  /** Books by `epoch attempt`, to tamper with. */
  readonly written: Map<string, Books>
  /** What moved aside, by the same names. */
  readonly quarantined: Map<string, Books>
}

const compare = (a: { payee: string; currency: string }, b: { payee: string; currency: string }) =>
  compareUtf8(a.payee, b.payee) || compareUtf8(a.currency, b.currency)

export function createMemoryBooks(): MemoryBooks {
  const written = new Map<string, Books>()
  const quarantined = new Map<string, Books>()
  const sealed = new Map<string, SealedEpoch>()
  const name = ({ epoch, attempt }: EpochKey): string => `${epoch} ${attempt}`
  const booksOf = (key: EpochKey): Books =>
    written.get(name(key)) ?? {
      balances: [],
      payouts: [],
      earnings: [],
      flows: [],
      callSums: [],
      states: [],
      takes: [],
    }

  const standing = (closed: readonly EpochKey[]): BalanceListed[] => {
    const latest = new Map<string, BalanceLine>()
    for (const key of closed) {
      for (const line of booksOf(key).balances) latest.set(JSON.stringify([line.payee, line.currency]), line)
    }
    return [...latest.values()]
      .map((line) => ({
        payee: line.payee,
        currency: line.currency,
        balance: line.carried,
        reserved: line.reserved,
      }))
      .sort(compare)
  }

  const payoutsOf = (closed: readonly EpochKey[]): PayoutLine[] => {
    const latest = new Map<string, PayoutLine>()
    for (const key of closed) {
      for (const line of booksOf(key).payouts) latest.set(`${line.chain} ${line.account} ${line.token}`, line)
    }
    return [...latest.values()].sort(byChainAccountAndToken)
  }
  return {
    written,
    quarantined,
    async write(key, { contracted: _, ...lines }) {
      const given = Object.entries(lines).map(([kind, of]) => [kind, [...(of as Iterable<unknown>)]])
      written.set(name(key), { ...booksOf(key), ...Object.fromEntries(given) })
    },
    async seal(epochs) {
      for (const epoch of epochs) sealed.set(`${epoch.epoch} ${epoch.manifestHash}`, epoch)
    },
    async sealed() {
      return [...sealed.values()].sort((a, b) => a.epoch - b.epoch)
    },
    async lastLines(closed, payee) {
      const last = new Map<string, BalanceLine & { readonly epoch: number }>()
      for (const key of closed) {
        for (const line of booksOf(key).balances)
          if (line.payee === payee) last.set(line.currency, { epoch: key.epoch, ...line })
      }
      return [...last.values()]
    },
    async lastLinesOf(closed, payees) {
      return (await Promise.all(payees.map((payee) => this.lastLines(closed, payee)))).flat()
    },
    async linesToDate(closed, payee) {
      return closed
        .flatMap((key) =>
          booksOf(key)
            .balances.filter((line) => line.payee === payee)
            .map((line) => ({ epoch: key.epoch, ...line })),
        )
        .sort((a, b) => compareUtf8(a.currency, b.currency) || a.epoch - b.epoch)
    },
    async statesToDate(closed, { kind, subjects }) {
      return closed
        .flatMap((key) =>
          booksOf(key)
            .states.filter((line) => line.kind === kind && subjects.includes(line.subject))
            .map((line) => ({ epoch: key.epoch, ...line })),
        )
        .sort((a, b) => compareUtf8(a.subject, b.subject) || a.epoch - b.epoch)
    },
    async earningsToDate(closed, payee, limit) {
      const lines = closed.flatMap(({ epoch, ...key }) =>
        booksOf({ epoch, ...key })
          .earnings.filter((line) => line.payee === payee)
          .map((line) => ({ epoch, line })),
      )
      const sources = Map.groupBy(lines, ({ line: { currency, asset, version, role } }) =>
        [currency, asset, version, role].join('\n'),
      )
      const sums = [...sources.values()].map((own) => {
        const { payee: _, ...first } = own[0]!.line
        const amount = ledgerUnits(own.reduce((sum, { line }) => sum + line.amount, 0n))
        return { ...first, amount, first: own[0]!.epoch, last: own.at(-1)!.epoch }
      })
      const size = (amount: bigint) => (amount < 0n ? -amount : amount)
      return [...Map.groupBy(sums, ({ currency }) => currency)]
        .sort(([a], [b]) => compareUtf8(a, b))
        .flatMap(([, own]) =>
          own
            .sort((a, b) => (size(a.amount) < size(b.amount) ? 1 : -1))
            .slice(0, limit)
            .map((sum) => ({ ...sum, sources: own.length })),
        )
    },
    async netToDate(closed, versions) {
      const wanted = new Set(versions.map(({ asset, version }) => JSON.stringify([asset, version])))
      const nets = new Map<string, NetToDate>()
      for (const { asset, version, currency, direct, fee, cost } of closed.flatMap(
        (key) => booksOf(key).flows,
      )) {
        if (!wanted.has(JSON.stringify([asset, version]))) continue
        const name = JSON.stringify([asset, version, currency])
        const net = ledgerUnits((nets.get(name)?.net ?? 0n) + direct - fee - cost)
        nets.set(name, { asset, version, currency, net })
      }
      return [...nets.values()].filter(({ net }) => net > 0n)
    },
    async *eachBalance(closed) {
      for (const { payee, currency, balance } of standing(closed)) yield { payee, currency, balance }
    },
    async *balanceRows(closed) {
      yield rowsOfLines(await collect(this.eachBalance(closed)), ['payee', 'currency'], ['balance'])
    },
    async balancePage(closed, { payee, currency, owed }, { limit, after }) {
      return standing(closed)
        .filter((line) => !owed || line.balance < 0n)
        .filter((line) => payee === undefined || line.payee === payee)
        .filter((line) => currency === undefined || line.currency === currency)
        .filter((line) => after === undefined || compare(line, after) > 0)
        .slice(0, limit)
    },
    async highestBalances(closed, limit) {
      const all = standing(closed)
      const currencies = [...new Set(all.map(({ currency }) => currency))].sort(compareUtf8)
      const sum = (amounts: readonly bigint[]) =>
        ledgerUnits(amounts.reduce((total, amount) => total + amount, 0n))
      return {
        balances: currencies.flatMap((code) =>
          all
            .filter(({ currency, balance }) => currency === code && balance > 0n)
            .sort((a, b) => Number(b.balance - a.balance) || compareUtf8(a.payee, b.payee))
            .slice(0, limit),
        ),
        totals: currencies.flatMap((code) => {
          const own = all.filter(({ currency, balance }) => currency === code && balance !== 0n)
          const above = own.filter(({ balance }) => balance > 0n).map(({ balance }) => balance)
          const below = own.filter(({ balance }) => balance < 0n).map(({ balance }) => -balance)
          if (own.length === 0) return []
          return {
            ...{ currency: code, payees: above.length, amount: sum(above) },
            ...{ owing: below.length, owed: sum(below) },
          }
        }),
      }
    },
    async lotPage(closed, { payee, currency }, { limit, after }) {
      const lots: LotStanding[] = []
      for await (const line of this.eachState(closed, {
        kind: 'lot',
        subjects: payee === undefined ? undefined : [payee],
      })) {
        const { subject, object, due, amount } = line
        if (amount === 0n || (currency !== undefined && line.currency !== currency)) continue
        lots.push({
          ...{ payee: subject as PayeeId, currency: line.currency as CurrencyCode, epoch: Number(object) },
          ...{ due: Number(due), left: amount },
        })
      }
      return lots
        .filter((lot) => !after || (compare(lot, after) || lot.epoch - after.epoch) > 0)
        .slice(0, limit)
    },
    async payoutsOf(closed, account) {
      return payoutsOf(closed).filter((line) => line.account === account)
    },
    async *eachPayout(closed) {
      yield* payoutsOf(closed)
    },
    async *payoutRows(closed) {
      yield rowsOfLines(await collect(this.eachPayout(closed)), ['chain', 'account', 'token'], ['cumulative'])
    },
    async *eachState(closed, { kind, subjects } = {}) {
      const latest = new Map<string, StateLine>()
      for (const key of closed) {
        for (const line of booksOf(key).states)
          latest.set(JSON.stringify([line.kind, line.subject, line.currency, line.object]), line)
      }
      yield* sorted([...latest.values()], 'kind', 'subject', 'currency', 'object')
        .filter((line) => kind === undefined || line.kind === kind)
        .filter((line) => subjects === undefined || subjects.includes(line.subject))
    },
    async *eachLots(closed) {
      const lines = await collect(this.eachState(closed, { kind: 'lot' }))
      yield* lotsByPayee(lines.filter(({ amount }) => amount !== 0n))
    },
    async *epochLots(key) {
      yield* lotsByPayee(booksOf(key).states.filter(({ kind }) => kind === 'lot'))
    },
    async *epochStates(key) {
      yield* booksOf(key).states
    },
    async *epochTakes(key, payee) {
      yield* booksOf(key).takes.filter(
        (line) => payee === undefined || line.payee === payee || line.to === payee,
      )
    },
    async *epochBalances(key, payee, { after } = {}) {
      for (const line of booksOf(key).balances) {
        if (payee !== undefined && line.payee !== payee) continue
        const order =
          after && (compareUtf8(after.payee, line.payee) || compareUtf8(after.currency, line.currency))
        if (order === undefined || order < 0) yield line
      }
    },
    async *epochPayouts(key) {
      yield* booksOf(key).payouts
    },
    async *epochEarnings(key, payee) {
      const lines = sorted(booksOf(key).earnings, 'payee', 'currency', 'asset', 'version', 'role')
      const wanted = payee === undefined ? undefined : [payee].flat()
      yield* lines.filter((line) => wanted === undefined || wanted.includes(line.payee))
    },
    async prepare() {},
    async attempts(upTo = Number.POSITIVE_INFINITY) {
      return [...written]
        .filter(([, lines]) => Object.values(lines).some(({ length }) => length > 0))
        .map(([key]) => key)
        .map((key) => ({ epoch: Number.parseInt(key, 10), attempt: key.split(' ')[1]! }))
        .filter((key) => key.epoch <= upTo)
    },
    async kindsOfLines(key) {
      return new Set(Object.entries(booksOf(key)).flatMap(([kind, { length }]) => (length > 0 ? [kind] : [])))
    },
    async moveAside(keys) {
      for (const key of keys) {
        const lines = written.get(name(key))
        if (lines) quarantined.set(name(key), lines)
        written.delete(name(key))
      }
    },
    async remove(keys) {
      for (const key of keys) written.delete(name(key))
    },
    async *epochCallSums(key) {
      yield* booksOf(key).callSums
    },
    async *epochFlows(key, versions) {
      yield* sorted(booksOf(key).flows, 'asset', 'version', 'currency').filter(
        (line) => !versions || versions.some((of) => of.asset === line.asset && of.version === line.version),
      )
    },
  }
}

/** As a table gives its lines: by the UTF-8 bytes of these fields. */
function sorted<Line>(lines: readonly Line[], ...names: readonly (keyof Line & string)[]): Line[] {
  const order = (left: Line, right: Line): number => {
    const name = names.find((each) => left[each] !== right[each])
    return name === undefined ? 0 : compareUtf8(String(left[name]), String(right[name]))
  }
  return lines.toSorted(order)
}

/** @param lines in the order of the books */
export function* lotsByPayee(lines: readonly StateLine[]): Generator<PayeeLots> {
  const byPayee = new Map<string, StateLine[]>()
  for (const line of lines) {
    const name = JSON.stringify([line.subject, line.currency])
    byPayee.set(name, [...(byPayee.get(name) ?? []), line])
  }
  for (const [name, own] of byPayee) {
    const [payee, currency] = JSON.parse(name)
    const lots = own.map(({ object, due, amount }) => {
      return { epoch: Number(object), due: Number(due), left: amount }
    })
    yield payeeLots(payee, currency, lots)
  }
}
