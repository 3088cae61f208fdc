/**
 * Usage rows in memory, read in the slow, obvious way: every question reads every row. It is a fake of `UsageReader`, for
 * tests of settlement. It has a row digest of its own.
 */

import { createHash } from 'node:crypto'
import { compareUtf8 } from '../../src/base/utf8.ts'
import type { RowTotals } from '../../src/log/batchLog.ts'
import { type BatchKey, type RowKey, type RowKind, rowKinds } from '../../src/log/keys.ts'
import { type LedgerUnits, plus, zeroLedgerUnits } from '../../src/money/ledgerUnits.ts'
import { compareKeys } from '../../src/settlement/close/checkpoint.ts'
import { addSums } from '../../src/settlement/close/directSums.ts'
import type { StoredCall } from '../../src/usage/kinds/call.ts'
import type { StoredCorrection } from '../../src/usage/kinds/correction.ts'
import type { StoredDescription } from '../../src/usage/kinds/description.ts'
import type { StoredPosting } from '../../src/usage/kinds/posting.ts'
import type { StoredRows } from '../../src/usage/kinds.ts'
import type {
  CallFilter,
  Checkpoint,
  DirectSum,
  KeySum,
  RowKeyOfIdentity,
  SettlementWindow,
  UsageReader,
  UsageScope,
  WaitingKey,
} from '../../src/usage/reader.ts'
import { callsDigestOf, correctionsDigestOf, postingsDigestOf } from './digestReference.ts'
import { correctedSumsOf, costOf, postingSumsOf } from './memoryCorrections.ts'
import { type Candidate, suspectedAmong } from './memorySuspected.ts'

export type MemoryRow = StoredCall

export interface MemoryUsage extends UsageReader {
  /** The tables themselves, to tamper with: calls, and the other kinds. */
  readonly rows: MemoryRow[]
  readonly corrections: StoredCorrection[]
  readonly postings: StoredPosting[]
  readonly descriptions: StoredDescription[]
  digestOf(rows: readonly StoredRow[]): string
  moneyDigestOf: (rows: readonly MemoryRow[]) => string
}

type StoredRow = StoredRows[RowKind]

export function createMemoryUsage(): MemoryUsage {
  const rows: MemoryRow[] = []
  const corrections: StoredCorrection[] = []
  const postings: StoredPosting[] = []
  const descriptions: StoredDescription[] = []
  const tables: { readonly [Kind in RowKind]: StoredRows[Kind][] } = {
    call: rows,
    correction: corrections,
    posting: postings,
    description: descriptions,
  }
  const allRows = (): StoredRow[] => [...rows, ...corrections, ...postings, ...descriptions]

  const upTo = (row: BatchKey, watermarks: UsageScope['watermarks']): boolean =>
    row.revision <= (watermarks.get(row.partition) ?? -1)

  function within(scope: UsageScope): MemoryRow[] {
    return rowsWithin(rows, scope)
  }

  function rowsWithin<Row extends RowKey>(all: readonly Row[], scope: UsageScope): Row[] {
    const strays = new Set(scope.strayAttempts.map(nameOf))
    const excluded = new Set(scope.excludedRows.map((row) => `${nameOf(row)} ${row.row}`))
    return all.filter(
      (row) =>
        upTo(row, scope.watermarks) && !strays.has(nameOf(row)) && !excluded.has(`${nameOf(row)} ${row.row}`),
    )
  }

  function considered(window: SettlementWindow): MemoryRow[] {
    const { previous } = window
    return within(window.scope).filter((row) => {
      if (row.time >= window.until) return false
      const old = previous !== undefined && upTo(row, previous.watermarks)
      if (old && !isWaiting(row, previous.waiting)) return false
      const consideredBefore = old && row.time < previous.until
      const released = window.releasedKeys.some(
        (key) => key.asset === row.asset && key.version === row.version,
      )
      return !consideredBefore || released
    })
  }

  /** What a checkpoint does not have, or may have only in part. */
  function after(scope: UsageScope, since: Checkpoint | undefined): MemoryRow[] {
    return within(scope).filter(
      (row) => since === undefined || !upTo(row, since.watermarks) || isWaiting(row, since.waiting),
    )
  }

  function settledRows(window: SettlementWindow): { row: MemoryRow; version: number }[] {
    const settled: { row: MemoryRow; version: number }[] = []
    for (const row of considered(window)) {
      const version = versionOf(window, row)
      if (version !== undefined) settled.push({ row, version })
    }
    return settled
  }

  function matches(row: MemoryRow, { keys, from, before, after, upTo: last, priced }: CallFilter): boolean {
    return (
      (keys === undefined || keys.some((key) => key.asset === row.asset && key.version === row.version)) &&
      row.time >= (from ?? row.time) &&
      (before === undefined || row.time < before) &&
      (after === undefined || !upTo(row, after)) &&
      (last === undefined || upTo(row, last)) &&
      (!priced || row.priced)
    )
  }

  function byBatch<Row extends StoredRow>(chosen: readonly Row[]): Map<string, Row[]> {
    const batches = new Map<string, Row[]>()
    for (const row of chosen) {
      const list = batches.get(nameOf(row)) ?? []
      batches.set(nameOf(row), [...list, row])
    }
    return batches
  }

  return {
    rows,
    corrections,
    postings,
    descriptions,
    digestOf,
    moneyDigestOf,
    async listAttempts(watermarks) {
      const due = allRows().filter((row) => upTo(row, watermarks))
      return [...byBatch(due).values()].map((list) => keyOf(list[0]!))
    },
    async countRows() {
      return allRows().length
    },
    async countAttempts(above = new Map()) {
      return [...byBatch(allRows().filter((row) => !upTo(row, above))).values()].map((list) => ({
        ...keyOf(list[0]!),
        rows: list.length,
      }))
    },
    async *batchTotals(keys, only = rowKinds) {
      for (const key of keys) {
        const totalsOf = (kind: RowKind): RowTotals => {
          if (!only.includes(kind)) return { rows: 0, sums: new Map(), digest: '' }
          const found = (tables[kind] as StoredRow[]).filter((row) => nameOf(row) === nameOf(key))
          return { rows: found.length, sums: sumsOf(found), digest: digestOf(found) }
        }
        const totals = {
          call: totalsOf('call'),
          correction: totalsOf('correction'),
          posting: totalsOf('posting'),
          description: totalsOf('description'),
        }
        yield { ...keyOf(key), totals }
      }
    },
    async *moneyDigests(keys) {
      for (const key of keys)
        yield { ...keyOf(key), digest: moneyDigestOf(rows.filter((row) => nameOf(row) === nameOf(key))) }
    },
    async repeatedIdentities(scope, { since }, take) {
      const all = rowKinds.flatMap((kind) =>
        rowsWithin(tables[kind] as StoredRow[], scope).map((row) => ({ ...row, kind })),
      )
      const isNew = (row: BatchKey): boolean => since === undefined || !upTo(row, since)
      const found: RowKeyOfIdentity[] = all.filter((row) => {
        const same = all.filter((other) => other.identity === row.identity)
        return same.length > 1 && same.some(isNew)
      })
      take(found)
    },
    async settlingBatches(window) {
      if (!window.previous) return []
      const { watermarks } = window.previous
      const old = settledRows(window).filter(({ row }) => upTo(row, watermarks))
      return [...byBatch(old.map(({ row }) => row)).values()].map((list) => keyOf(list[0]!))
    },
    async directSums(window, only = {}) {
      const sums = settledRows(window)
        .filter(({ row }) => matches(row, only))
        .map(({ row, version }) => directSum(window, row, version))
      return addSums([], sums)
    },
    async correctedSums(window, query) {
      const calls = within(window.scope).map((row) => ({ row, version: versionOf(window, row) }))
      const counting = rowsWithin(corrections, window.scope)
      return correctedSumsOf({ calls, corrections: counting }, window, query, upTo)
    },
    async postingSums(window) {
      return postingSumsOf(rowsWithin(postings, window.scope), window, upTo)
    },
    async countedDigest(kind, { scope, until }) {
      const counts = ({ time }: { readonly time: number }) => time < until
      return kind === 'correction'
        ? correctionsDigestOf(rowsWithin(corrections, scope).filter(counts))
        : postingsDigestOf(rowsWithin(postings, scope).filter(counts))
    },
    async waitingKeys(window) {
      const keys = new Map<string, WaitingKey>()
      for (const { asset, version, currency, amount, time } of considered(window)) {
        const name = JSON.stringify([asset, version, currency])
        const { calls, first, ...of } = keys.get(name) ?? { calls: 0, first: time, amount: zeroLedgerUnits }
        keys.set(name, {
          ...{ asset, version, currency },
          calls: calls + 1,
          amount: plus(of.amount, amount),
          first: Math.min(first, time),
        })
      }
      return [...keys.values()]
    },
    async waitingBatches(window) {
      const { previous, scope, until } = window
      const open = within(scope).filter(
        (row) =>
          previous === undefined || !upTo(row, previous.watermarks) || isWaiting(row, previous.waiting),
      )
      const waits = open.filter((row) => row.time >= until || versionOf(window, row) === undefined)
      return [...byBatch(waits).values()].map((list) => keyOf(list[0]!))
    },
    async keySums(scope, until, since) {
      const sums = new Map<string, KeySum>()
      for (const { asset, version, currency, amount, ...row } of after(scope, since)) {
        if (row.time >= until || (since && upTo(row, since.watermarks) && row.time < since.until)) continue
        const key = { asset, version, currency }
        const sum = sums.get(JSON.stringify(key)) ?? { ...key, calls: 0, amount: zeroLedgerUnits }
        sums.set(JSON.stringify(key), { ...key, calls: sum.calls + 1, amount: plus(sum.amount, amount) })
      }
      return [...sums.values()].sort(compareKeys)
    },
    async pendingSums(scope, until, since) {
      return after(scope, since)
        .filter((row) => row.time >= until)
        .map(({ currency, amount }) => ({ currency, calls: 1, amount }))
    },
    async newestTime(scope) {
      const times = within(scope).map((row) => row.time)
      return times.length === 0 ? undefined : Math.max(...times)
    },
    async settledDigest(window, algorithm) {
      if (algorithm !== undefined) return callsDigestOf(settledRows(window).map(({ row }) => row))
      const lines = settledRows(window).map(({ row }) => row.identity + digestOf([{ ...row, row: 0 }]))
      return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
    },
    async suspectedCalls(window, since) {
      const settled = new Set(settledRows(window).map(({ row }) => row))
      const { previous } = window
      const candidates = within(window.scope).flatMap((row): Candidate[] => {
        if (row.time >= window.until) return []
        const wasThere = previous !== undefined && upTo(row, previous.watermarks) && row.time < previous.until
        const released = window.releasedKeys.some(
          (key) => key.asset === row.asset && key.version === row.version,
        )
        // The window has it, whether or not its version resolves.
        if (!wasThere || released || settled.has(row)) return [{ row, due: settled.has(row), newer: true }]
        const ofEpochBefore = since === undefined || row.time >= since.until || !upTo(row, since.watermarks)
        return ofEpochBefore ? [{ row, due: false, newer: false }] : []
      })
      return suspectedAmong(candidates, [...window.scope.watermarks.keys()])
    },
    async reachedCalls(reaches, settled) {
      const open = rows.filter(
        (row) =>
          settled === undefined ||
          !upTo(row, settled.watermarks) ||
          row.time >= settled.until ||
          settled.releasedKeys.some((key) => key.asset === row.asset && key.version === row.version),
      )
      const kinds = { all: () => true, unnamed: isUnnamed, priced: isPriced }
      return reaches.map(({ assets, currency, calls, from, before }) => {
        const found = open
          .filter((row) => assets === undefined || assets.includes(row.asset))
          .filter((row) => currency === undefined || row.currency === currency)
          .filter((row) => kinds[calls](row) && row.time >= from && row.time < before)
          .sort((one, other) => one.time - other.time || compareNames(one, other))
        const [first] = found.map(({ source, id, time }) => ({ source, id, time }))
        return first && { calls: found.length, first }
      })
    },
    async findCalls(id, source) {
      return rows.filter((row) => row.id === id && (source === undefined || row.source === source))
    },
    async findCorrections(source, id) {
      return tables.correction.filter((row) => row.targetSource === source && row.targetId === id)
    },
    async findRows(kind, id, source) {
      return tables[kind].filter((row) => row.id === id && (source === undefined || row.source === source))
    },
    async batchRows(kind, batch, { from, limit }) {
      return tables[kind]
        .filter((row) => nameOf(row) === nameOf(batch) && row.row >= from)
        .sort((one, other) => one.row - other.row)
        .slice(0, limit)
    },
  }
}

/** Whether a row's batch may have calls that wait; every one may where they are not named. */
function isWaiting(row: BatchKey, waiting: readonly BatchKey[] | undefined): boolean {
  return waiting === undefined || waiting.some((key) => nameOf(key) === nameOf(row))
}

const isUnnamed = ({ version }: MemoryRow) => version === ''
const isPriced = ({ priced }: MemoryRow) => priced

function compareNames(one: MemoryRow, other: MemoryRow): number {
  return compareUtf8(one.source, other.source) || compareUtf8(one.id, other.id)
}

function versionOf({ boundaries, named }: SettlementWindow, row: MemoryRow): number | undefined {
  if (row.version !== '')
    return named.find((key) => key.asset === row.asset && key.version === row.version)?.index
  return boundaries.filter((entry) => entry.asset === row.asset && entry.from <= row.time).at(-1)?.version
}

function directSum(window: SettlementWindow, row: MemoryRow, version: number): DirectSum {
  const { fees, cuts = [], costs, previous } = window
  const { currency, time, amount } = row
  const cut = cuts.filter((instant) => instant <= time).at(-1)
  const inForce = costs?.boundaries.filter(
    (entry) => entry.asset === row.asset && entry.currency === currency && entry.from <= time,
  )
  const card = costs?.cards[(inForce?.at(-1)?.card ?? 0) - 1]
  return {
    version,
    currency,
    feeGroup: fees.filter((fee) => fee.from <= time).at(-1)!.feeGroup,
    ...(cut !== undefined && { cut }),
    late: previous !== undefined && time < previous.until,
    calls: 1,
    amount,
    ...(card && { cost: costOf(row, card, amount), costPayee: card.payee }),
  }
}

/** Over every field of every row, in row order, without the row's place. */
function moneyDigestOf(rows: readonly MemoryRow[]): string {
  const fields = [...rows]
    .sort((a, b) => a.row - b.row)
    .map(({ row, identity, time, asset, version, currency, amount }) => [
      ...[row, identity, time, asset, version, currency],
      amount.toString(),
    ])
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

function digestOf(rows: readonly StoredRow[]): string {
  const fields = [...rows]
    .sort((a, b) => a.row - b.row)
    .map((row) => ('priced' in row ? goldenRow(row) : plain(row)))
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** The form of a row that golden manifests were made with. */
function goldenRow({ partition: _p, revision: _r, attempt: _a, row: _row, ...row }: MemoryRow) {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, ...rest } = row
  const { caller, agent, traceId, providerCallId, ...before } = rest
  const counts = {
    input: inputTokens,
    output: outputTokens,
    cacheRead: cacheReadTokens,
    cacheWrite: cacheWriteTokens,
  }
  const tokens = Object.fromEntries(Object.entries(counts).filter(([, count]) => count >= 0))
  return { ...before, amount: before.amount.toString(), tokens, caller, agent, traceId, providerCallId }
}

function plain({ partition: _p, revision: _r, attempt: _a, row: _row, ...row }: StoredRow) {
  return { ...row, amount: row.amount.toString() }
}

function sumsOf(rows: readonly StoredRow[]): Map<string, LedgerUnits> {
  const sums = new Map<string, LedgerUnits>()
  for (const { currency, amount } of rows)
    sums.set(currency, plus(sums.get(currency) ?? zeroLedgerUnits, amount))
  return sums
}

function keyOf({ partition, revision, attempt }: BatchKey): BatchKey {
  return { partition, revision, attempt }
}

function nameOf({ partition, revision, attempt }: BatchKey): string {
  return JSON.stringify([partition, revision, attempt])
}
