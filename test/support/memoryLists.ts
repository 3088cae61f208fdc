/** Lists of calls read from rows in memory in the slow, obvious way: the reference of `CallLists`. */
import { compareUtf8 } from '../../src/base/utf8.ts'
import { batchName, type RowKey } from '../../src/log/keys.ts'
import { type LedgerUnits, ledgerUnits, zeroLedgerUnits } from '../../src/money/ledgerUnits.ts'
import {
  type CallCorrections,
  type ChangeCause,
  type ChangedCall,
  causesMax,
} from '../../src/usage/correctionLists.ts'
import type { StoredCall } from '../../src/usage/kinds/call.ts'
import type { StoredCorrection } from '../../src/usage/kinds/correction.ts'
import type { StoredDescription } from '../../src/usage/kinds/description.ts'
import type { StoredPosting } from '../../src/usage/kinds/posting.ts'
import type {
  CallFilter,
  CallLists,
  CallPlace,
  CallState,
  CallStates,
  ListedCall,
  VersionFilter,
} from '../../src/usage/lists.ts'
import type { CallKey } from '../../src/usage/reader.ts'
import { memoryDescriptions } from './memoryDescriptions.ts'
import type { MemoryRow } from './memoryUsage.ts'

/** Rows of the kinds beside calls. */
interface Others {
  readonly corrections: readonly StoredCorrection[]
  readonly postings: readonly StoredPosting[]
  readonly descriptions: readonly StoredDescription[]
}

export function createMemoryLists(
  rows: readonly MemoryRow[],
  others: Others = { corrections: [], postings: [], descriptions: [] },
): CallLists {
  const { corrections, postings, descriptions } = others
  const listed = (states: CallStates, filter: CallFilter): ListedCall[] =>
    rows
      .filter((row) => isInScope(states, row))
      .map((row) => ({ ...row, state: stateOf(states, row) }))
      .filter((row) => isWanted(filter, row))
      .filter((row) => filter.state === undefined || row.state === filter.state)

  return {
    ...memoryDescriptions(rows, corrections, descriptions),
    async groups(states, filter, { limit, after }) {
      const groups = byKey(listed(states, filter), (row) => ({
        asset: row.asset,
        day: new Date(row.time / 1_000).toISOString().slice(0, 10),
        currency: row.currency,
        state: row.state,
      }))
      return pageOf(groups, after, limit).map(({ key, rows }) => ({ ...key, ...totals(rows) }))
    },
    async revenue(states, { days, assets, currenciesMax }) {
      const all = listed(states, {})
      if (all.length === 0) return { currencies: [], cut: false, days: [], assets: [] }
      const dayOf = (micros: number) => Math.floor(micros / 86_400_000_000)
      const dayText = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
      const to = dayOf(Math.max(...all.map(({ time }) => time)))
      const inside = all.filter(({ time }) => dayOf(time) > to - days)
      const byCurrency = byKey(inside, ({ currency }) => ({ currency }))
        .map(({ key, rows }) => ({
          ...{ ...key, ...totals(rows), assets: new Set(rows.map(({ asset }) => asset)).size },
        }))
        .sort((a, b) => b.calls - a.calls || compareUtf8(a.currency, b.currency))
      const kept = byCurrency.slice(0, currenciesMax)
      const rowsKept = inside.filter((row) => kept.some(({ currency }) => currency === row.currency))
      const daily = byKey(rowsKept, ({ currency, time, state }) => ({
        currency,
        day: dayText(dayOf(time)),
        state,
      }))
      const perAsset = byKey(rowsKept, ({ currency, asset }) => ({ currency, asset }))
        .map(({ key, rows }) => ({ ...key, ...totals(rows) }))
        .sort(
          (a, b) =>
            compareUtf8(a.currency, b.currency) ||
            Number(b.amount - a.amount) ||
            compareUtf8(a.asset, b.asset),
        )
      const place = new Map<string, number>()
      return {
        window: { from: dayText(to - days + 1), to: dayText(to) },
        currencies: kept.sort((a, b) => compareUtf8(a.currency, b.currency)),
        cut: byCurrency.length > kept.length,
        days: daily
          .map(({ key, rows }) => ({ ...key, ...totals(rows) }))
          .sort(
            (a, b) =>
              compareUtf8(a.currency, b.currency) ||
              compareUtf8(a.day, b.day) ||
              compareUtf8(a.state, b.state),
          ),
        assets: perAsset.filter(({ currency }) => {
          place.set(currency, (place.get(currency) ?? 0) + 1)
          return place.get(currency)! <= assets
        }),
      }
    },
    async calls(states, filter, { limit, after }) {
      return listed(states, filter)
        .filter((row) => after === undefined || comparePlaces(row, after) > 0)
        .sort(comparePlaces)
        .slice(0, limit)
        .map(({ partition, revision, attempt, row, source, id, time, asset, version, ...rest }) => ({
          ...{ partition, revision, attempt, row, source, id, time, asset, version },
          ...{ currency: rest.currency, amount: rest.amount, priced: rest.priced, state: rest.state },
          ...{ inputTokens: rest.inputTokens, outputTokens: rest.outputTokens },
          ...{ cacheReadTokens: rest.cacheReadTokens, cacheWriteTokens: rest.cacheWriteTokens },
        }))
    },
    async settled({ scope, until, previous, releasedKeys, keys, filter = {} }, { limit, after }) {
      const isOneOf = (some: readonly CallKey[], row: MemoryRow) =>
        some.some(({ asset, version }) => asset === row.asset && version === row.version)
      const wasSettled = (row: MemoryRow) =>
        previous !== undefined &&
        row.revision <= (previous.watermarks.get(row.partition) ?? -1) &&
        row.time < previous.until &&
        !isOneOf(releasedKeys, row)
      return rows
        .filter((row) => isInScope({ scope }, row) && row.time < until && isOneOf(keys, row))
        .filter((row) => isWanted(filter, row))
        .filter((row) => !wasSettled(row) && (after === undefined || comparePlaces(row, after) > 0))
        .sort(comparePlaces)
        .slice(0, limit)
        .map(({ rowHash: _, ...row }: StoredCall & { rowHash?: string }) => row)
    },
    async unknown(states, filter, { limit, after }) {
      const suspended = listed(states, { ...filter, state: 'suspense' })
      const sums = byKey(suspended, ({ asset, version, currency }) => ({ asset, version, currency }))
      return pageOf(sums, after, limit).map(({ key, rows }) => ({
        ...key,
        ...totals(rows),
        oldest: Math.min(...rows.map(({ time }) => time)),
        newest: Math.max(...rows.map(({ time }) => time)),
      }))
    },
    async corrections(scope, { types, target, open, counted }, { limit, after }) {
      const all = corrections.filter((row) => isInScope({ scope }, row))
      const isClosed = ({ identity }: StoredCorrection) =>
        all.some((row) => row.type === 'closed' && row.target === identity)
      const sums = (call: StoredCall): CallCorrections => {
        const own = all.filter((row) => row.type !== 'closed' && row.target === call.identity)
        const inCurrency = own.filter(({ currency }) => currency === call.currency)
        const sumOf = (of: readonly StoredCorrection[]) =>
          ledgerUnits(of.reduce((sum, { amount }) => sum + amount, 0n))
        const counting = inCurrency.filter(
          ({ partition, revision, time }) =>
            counted !== undefined &&
            revision <= (counted.watermarks.get(partition) ?? -1) &&
            time < counted.until,
        )
        return {
          call,
          refunded: sumOf(inCurrency),
          countedRefunds: sumOf(counting),
          whole: own.some((row) => row.whole),
          open: own.filter((row) => row.type === 'disputed' && !isClosed(row)).length,
        }
      }
      return all
        .filter((row) => types.includes(row.type) && (target === undefined || row.target === target))
        .filter((row) => !open || !isClosed(row))
        .filter((row) => after === undefined || comparePlaces(row, after) > 0)
        .sort(comparePlaces)
        .slice(0, limit)
        .map((row) => {
          const call = rows.find((each) => isInScope({ scope }, each) && each.identity === row.target)
          const corrected = call && row.type !== 'closed' ? { corrected: sums(call) } : {}
          return { ...row, isClosed: row.type === 'disputed' && isClosed(row), ...corrected }
        })
    },
    async changedCalls({ scope, until, previous }, { assets, limit }) {
      if (previous === undefined) return { listed: [], counts: [] }
      const counted = (row: RowKey & { readonly time: number }) =>
        row.revision <= (previous.watermarks.get(row.partition) ?? -1) && row.time < previous.until
      const counting = corrections.filter((row) => isInScope({ scope }, row) && row.time < until)
      const changed = rows
        .filter((row) => isInScope({ scope }, row) && counted(row))
        .filter(({ asset }) => assets === undefined || assets.includes(asset))
        .map((call) => ({
          call,
          before: worthOf(call, counting.filter(counted)),
          now: worthOf(call, counting),
          causes: causesOf(call, counting, counted),
        }))
        .filter(({ before, now }) => before !== now)
        .sort(compareChanges)
      const currencies = [...new Set(changed.map(({ call }) => call.currency))].sort()
      const of = (code: string) => changed.filter(({ call }) => call.currency === code)
      return {
        listed: changed.filter((one) => of(one.call.currency).indexOf(one) < limit),
        counts: currencies.map((currency) => ({ currency, calls: of(currency).length })),
      }
    },
    async postingsOf({ scope, until, previous }, { payee, limit }) {
      const wasBooked = (row: StoredPosting) =>
        previous !== undefined &&
        row.revision <= (previous.watermarks.get(row.partition) ?? -1) &&
        row.time < previous.until
      const own = postings
        .filter((row) => isInScope({ scope }, row) && row.time < until && !wasBooked(row))
        .filter((row) => row.payee === payee || row.to === payee)
        .sort((a, b) => a.time - b.time || compareUtf8(a.source, b.source) || compareUtf8(a.id, b.id))
      const currencies = [...new Set(own.map(({ currency }) => currency))].sort()
      const of = (currency: string) => own.filter((row) => row.currency === currency)
      return {
        listed: own
          .filter((row) => of(row.currency).indexOf(row) < limit)
          .map(({ source, id, time, type, payee, to, currency, amount, note }) => ({
            ...{ source, id, time, type, payee, to, currency, amount, note },
          })),
        totals: currencies.map((currency) => ({
          ...{ currency, postings: of(currency).length },
          net: ledgerUnits(
            of(currency).reduce(
              (sum, row) => sum + (row.type === 'deposit' || row.to === payee ? row.amount : -row.amount),
              0n,
            ),
          ),
        })),
      }
    },
  }
}

function isWanted({ asset, version, ...times }: CallFilter, row: MemoryRow): boolean {
  const isDuring = ({ from = 0, before = Infinity }: Pick<CallFilter, 'from' | 'before'>) =>
    row.time >= from && row.time < before
  const isServed = ({ name, unnamed }: VersionFilter) =>
    row.version === name || (row.version === '' && unnamed !== undefined && isDuring(unnamed))
  return (
    (asset === undefined || row.asset === asset) &&
    (version === undefined || isServed(version)) &&
    isDuring(times)
  )
}

function isInScope({ scope }: Pick<CallStates, 'scope'>, row: RowKey): boolean {
  if (row.revision > (scope.watermarks.get(row.partition) ?? -1)) return false
  if (scope.strayAttempts.some((key) => batchName(key) === batchName(row))) return false
  return !scope.excludedRows.some((key) => batchName(key) === batchName(row) && key.row === row.row)
}

function comparePlaces(one: CallPlace, other: CallPlace): number {
  const key = (row: CallPlace) => [row.time, row.partition, row.revision, row.row]
  return key(one).reduce<number>((found, part, at) => found || compareParts(part, key(other)[at]!), 0)
}

function worthOf(call: StoredCall, counting: readonly StoredCorrection[]): LedgerUnits {
  const own = counting.filter(({ type, target }) => type !== 'closed' && target === call.identity)
  const isOpen = ({ type, identity }: StoredCorrection) =>
    type === 'disputed' && !counting.some((row) => row.type === 'closed' && row.target === identity)
  if (own.some((row) => row.whole || isOpen(row))) return zeroLedgerUnits
  const refunded = own
    .filter(({ currency }) => currency === call.currency)
    .reduce((sum, { amount }) => sum + amount, 0n)
  return ledgerUnits(refunded > call.amount ? 0n : call.amount - refunded)
}

function causesOf(
  call: StoredCall,
  counting: readonly StoredCorrection[],
  counted: (row: StoredCorrection) => boolean,
): ChangeCause[] {
  const disputes = counting.filter(({ type, target }) => type === 'disputed' && target === call.identity)
  const isAbout = ({ type, target }: StoredCorrection) =>
    type === 'closed' ? disputes.some(({ identity }) => identity === target) : target === call.identity
  return counting
    .filter((row) => isAbout(row) && !counted(row))
    .sort((a, b) => a.time - b.time || compareUtf8(a.source, b.source) || compareUtf8(a.id, b.id))
    .slice(0, causesMax)
    .map(({ type, source, id, reason }) => ({ type, source, id, reason }))
}

function compareChanges(one: ChangedCall, other: ChangedCall): number {
  const size = ({ before, now }: ChangedCall) => (now > before ? now - before : before - now)
  const [a, b] = [size(one), size(other)]
  if (a !== b) return a > b ? -1 : 1
  const [left, right] = [one.call, other.call]
  return left.time - right.time || compareUtf8(left.source, right.source) || compareUtf8(left.id, right.id)
}

function stateOf({ closed, keys }: CallStates, row: MemoryRow): CallState {
  const key = keys.find(({ asset, version }) => asset === row.asset && version === row.version)
  const seen =
    closed !== undefined &&
    row.revision <= (closed.watermarks.get(row.partition) ?? -1) &&
    row.time < closed.until
  if (seen && key?.closed) return 'settled'
  return key === undefined ? 'suspense' : 'pending'
}

function totals(rows: readonly ListedCall[]) {
  return { calls: rows.length, amount: ledgerUnits(rows.reduce((sum, { amount }) => sum + amount, 0n)) }
}

function byKey<Key extends object>(rows: readonly ListedCall[], keyOf: (row: ListedCall) => Key) {
  const groups = new Map<string, { key: Key; rows: ListedCall[] }>()
  for (const row of rows) {
    const key = keyOf(row)
    const name = JSON.stringify(key)
    const group = groups.get(name) ?? { key, rows: [] }
    group.rows.push(row)
    groups.set(name, group)
  }
  return [...groups.values()]
}

function pageOf<Group extends { key: object }>(
  groups: Group[],
  after: object | undefined,
  limit: number,
): Group[] {
  const compare = (a: object, b: object) =>
    Object.entries(a).reduce<number>(
      (found, [name, text]) => found || compareUtf8(text, (b as Record<string, string>)[name]!),
      0,
    )
  return groups
    .filter(({ key }) => after === undefined || compare(key, after) > 0)
    .sort((a, b) => compare(a.key, b.key))
    .slice(0, limit)
}

function compareParts(a: string | number, b: string | number): number {
  return typeof a === 'string' ? compareUtf8(a, b as string) : a - (b as number)
}
