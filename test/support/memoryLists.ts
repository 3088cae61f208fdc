/** Lists of calls read from rows in memory in the slow, obvious way: the reference of `CallLists`. */
import { compareUtf8 } from '../../src/base/utf8.ts'
import { batchName, type RowKey } from '../../src/log/keys.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import type { StoredPosting } from '../../src/usage/kinds/posting.ts'
import type { CallFilter, CallLists, CallState, CallStates, ListedCall } from '../../src/usage/lists.ts'
import type { MemoryRow } from './memoryUsage.ts'

/** Rows of the kinds beside calls. */
interface Others {
  readonly postings: readonly StoredPosting[]
}

export function createMemoryLists(
  rows: readonly MemoryRow[],
  { postings }: Others = { postings: [] },
): CallLists {
  const listed = (states: CallStates, filter: CallFilter): ListedCall[] =>
    rows
      .filter((row) => isInScope(states, row))
      .map((row) => ({ ...row, state: stateOf(states, row) }))
      .filter((row) => filter.asset === undefined || row.asset === filter.asset)
      .filter((row) => row.time >= (filter.from ?? 0) && row.time < (filter.before ?? Infinity))
      .filter((row) => filter.state === undefined || row.state === filter.state)

  return {
    async groups(states, filter, { limit, after }) {
      const groups = byKey(listed(states, filter), (row) => ({
        asset: row.asset,
        day: new Date(row.time / 1_000).toISOString().slice(0, 10),
        currency: row.currency,
        state: row.state,
      }))
      return pageOf(groups, after, limit).map(({ key, rows }) => ({ ...key, ...totals(rows) }))
    },
    async calls(states, filter, { limit, after }) {
      const key = (row: typeof after & object) => [row.time, row.partition, row.revision, row.row]
      const compare = (a: typeof after & object, b: typeof after & object) =>
        key(a).reduce<number>((found, part, at) => found || compareParts(part, key(b)[at]!), 0)
      return listed(states, filter)
        .filter((row) => after === undefined || compare(row, after) > 0)
        .sort(compare)
        .slice(0, limit)
        .map(({ partition, revision, attempt, row, source, id, time, asset, version, ...rest }) => ({
          ...{ partition, revision, attempt, row, source, id, time, asset, version },
          ...{ currency: rest.currency, amount: rest.amount, priced: rest.priced, state: rest.state },
        }))
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

function isInScope({ scope }: Pick<CallStates, 'scope'>, row: RowKey): boolean {
  if (row.revision > (scope.watermarks.get(row.partition) ?? -1)) return false
  if (scope.strayAttempts.some((key) => batchName(key) === batchName(row))) return false
  return !scope.excludedRows.some((key) => batchName(key) === batchName(row) && key.row === row.row)
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
