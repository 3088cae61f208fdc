/**
 * Sums of the calls that corrections name: what they are worth now, and what they were worth in the epoch before.
 *
 * One join on identities finds them. All other calls are summed as if there were no corrections. The corrections are
 * taken in passes by the first byte of the call's identity, so that the memory is bounded.
 */
import type { CurrencyCode } from '../../events/ids.ts'
import { type BatchKey, batchName } from '../../log/keys.ts'
import type {
  AlikeCalls,
  CorrectedQuery,
  CorrectedSum,
  CorrectedSums,
  Costs,
  Effect,
} from '../../usage/corrected.ts'
import type { EpochEnd, SettlementWindow } from '../../usage/reader.ts'
import { moments, naturals, strings } from '../engine/columns.ts'
import { moment } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { readBatchKey } from './batchKeys.ts'
import { bucketPasses, inBuckets } from './buckets.ts'
import {
  alikeCalls,
  type CorrectedSql,
  changedBatches,
  changedPendingBatches,
  closings,
  correctedCalls,
  dues,
  foundAlike,
  foundMixed,
  mixedDues,
  resolvedCalls,
  summedCalls,
} from './correctedSql.ts'
import { cardColumns } from './costs.ts'
import { lastOfEqual, loadResolution, startsOf } from './resolution.ts'
import { allRanges, loadScope, rangesUpTo } from './scope.ts'

/** Corrections that the engine holds at a time: about 700 bytes each, with the calls that they name. */
const passRowsMax = 500_000

export async function correctedSums(
  session: Session,
  window: SettlementWindow,
  query: CorrectedQuery,
): Promise<CorrectedSums> {
  const conditions = await loadConditions(session, window)
  await loadResolution(session, window)
  await loadEpochs(session, window, query.ends)
  await loadInstants(session, query)
  const [all] = await session.rows(
    `SELECT count(), min(currency), max(currency) FROM corrections WHERE ${conditions.counts} AND type != 'closed'`,
    (row) => ({ corrections: row.integer(), first: row.text(), last: row.text() }),
  )
  const { corrections, first, last } = all!
  if (corrections === 0) return { sums: [], corrections: 0, batches: [] }
  if (window.costs) await loadCardInstants(session, window.costs)
  await session.derive('closings', closings(conditions))
  const [closed] = await session.rows('SELECT count() FROM closings', (row) => row.integer())
  const sql = { ...conditions, hasClosings: closed !== 0, currency: first === last ? first : undefined }
  const sums: CorrectedSum[] = []
  const batches = new Map<string, BatchKey>()
  for (const [number, pass] of bucketPasses(corrections, query.rowsMax ?? passRowsMax).entries()) {
    await session.derive('dues', dues(sql, inBuckets(pass, 'target')))
    await session.derive('found', await foundIn(session, sql, inBuckets(pass, 'target')))
    for (const key of await changedIn(session, sql, window)) batches.set(batchName(key), key)
    const resolved = resolvedCalls(sql)
    if (window.costs) {
      await session.derive('resolved', resolved)
      const cards = `cards${number}`
      await loadCards(session, { name: cards, costs: window.costs }, query)
      sums.push(...(await session.rows(summedCalls('resolved', cards), readSum)))
    } else sums.push(...(await session.rows(summedCalls(`(${resolved})`, undefined), readSum)))
  }
  return { sums, corrections, batches: [...batches.values()] }
}

/** SQL of the calls that corrections name, with what those say. */
async function foundIn(session: Session, sql: CorrectedSql, buckets: string): Promise<string> {
  const [mixed] = await session.rows('SELECT count() FROM dues WHERE NOT isAlike', (row) => row.integer())
  if (mixed === 0) return foundAlike(`(${correctedCalls(sql)})`)
  await session.derive('corrected', correctedCalls(sql))
  await session.derive('mixedDues', mixedDues(sql, buckets))
  return `${foundAlike('corrected')} UNION ALL ${foundMixed}`
}

/** Batches that the epoch before saw, with calls of which corrections of this pass say something new. */
async function changedIn(
  session: Session,
  sql: CorrectedConditions,
  { previous }: SettlementWindow,
): Promise<BatchKey[]> {
  if (previous === undefined) return []
  const found = await session.rows(changedBatches, readBatchKey)
  const pending = await session.rows(changedPendingBatches(sql.pending), readBatchKey)
  const isSeen = (key: BatchKey) => key.revision <= (previous.watermarks.get(key.partition) ?? -1)
  return [...found.filter(isSeen), ...pending]
}

interface CorrectedConditions extends CorrectedSql {
  /** Condition for rows of batches that the epoch before saw, whose time is not before `until`. */
  readonly pending: string
}

async function loadConditions(
  session: Session,
  { scope, until, previous, costs }: SettlementWindow,
): Promise<CorrectedConditions> {
  const sql = await loadScope(session, scope)
  const seen = previous && rangesUpTo(previous.watermarks, scope.watermarks)
  const earlier = seen && sql.within(seen)
  return {
    counts: `${sql.rows(allRanges(scope.watermarks))} AND time < ${moment(until)}`,
    pending: seen ? `${sql.rows(seen)} AND time >= ${moment(until)}` : '0',
    before: previous ? `(${earlier} AND time < ${moment(previous.until)})` : '0',
    late: previous ? `time < ${moment(previous.until)}` : '0',
    costs: costs !== undefined,
  }
}

/**
 * Tables `timeMarks` (from which time on calls are of which epoch or a later one) and `batchMarks` (likewise from which
 * batch on). Epochs are places in `ends`.
 */
async function loadEpochs(
  session: Session,
  { scope }: SettlementWindow,
  ends: readonly EpochEnd[],
): Promise<void> {
  const times = [0, ...ends.map(({ until }) => until)]
  await session.table('timeMarks', [
    naturals('one', Array(times.length).fill(1), 'UInt8'),
    startsOf(times.map((from) => ({ from }))),
    naturals(
      'timeEpoch',
      times.map((_, epoch) => epoch),
      'UInt32',
    ),
  ])
  const marks = [...scope.watermarks.keys()].flatMap((partition) => batchMarksOf(partition, ends))
  await session.table('batchMarks', [
    strings(
      'markPartition',
      marks.map(({ partition }) => partition),
    ),
    naturals(
      'markRevision',
      marks.map(({ revision }) => revision),
      'UInt64',
    ),
    naturals(
      'batchEpoch',
      marks.map(({ epoch }) => epoch),
      'UInt32',
    ),
  ])
}

function batchMarksOf(partition: string, ends: readonly EpochEnd[]) {
  const marks: { partition: string; revision: number; epoch: number }[] = []
  let next = 0
  for (const [epoch, { watermarks }] of ends.entries()) {
    const last = watermarks.get(partition) ?? -1
    if (last < next) continue
    marks.push({ partition, revision: next, epoch })
    next = last + 1
  }
  marks.push({ partition, revision: next, epoch: ends.length })
  return marks
}

/** Table `instants`. */
async function loadInstants(session: Session, { instants }: CorrectedQuery): Promise<void> {
  const starts = [0, ...instants]
  await session.table('instants', [
    naturals('one', Array(starts.length).fill(1), 'UInt8'),
    moments('start', BigInt64Array.from(starts, BigInt)),
    naturals(
      'instant',
      starts.map((_, number) => number),
      'UInt32',
    ),
  ])
}

/** Table `cardInstants`: every instant at which a card of an asset and currency ever came into force. */
async function loadCardInstants(session: Session, { cards }: Costs): Promise<void> {
  const distinct = lastOfEqual(
    cards.map(({ asset, currency, effectiveFrom: from }) => ({ asset, currency, from })),
    ({ asset, currency, from }) => `${asset}\n${currency}\n${from}`,
  )
  await session.table('cardInstants', [
    strings(
      'costAsset',
      distinct.map(({ asset }) => asset),
    ),
    strings(
      'costCurrency',
      distinct.map(({ currency }) => currency),
    ),
    startsOf(distinct),
    naturals(
      'cardInstant',
      distinct.map((_, number) => number + 1),
      'UInt32',
    ),
  ])
}

/** The table `name` of the cards with which calls settled. */
async function loadCards(
  session: Session,
  { name, costs }: { readonly name: string; readonly costs: Costs },
  { cardOf }: CorrectedQuery,
): Promise<void> {
  const asked = await session.rows(alikeCalls, (row) => ({ ...readAlike(row), cardInstant: row.uint32() }))
  const found = asked.map((calls) => ({ ...calls, card: cardOf(calls) })).filter(({ card }) => card > 0)
  const column = (columnName: string, of: (calls: (typeof found)[number]) => number) =>
    naturals(columnName, found.map(of), 'UInt32')
  await session.table(name, [
    column('cardEpoch', ({ epoch }) => epoch),
    column('cardVersion', ({ version }) => version),
    column('cardNamed', ({ isNamed }) => (isNamed ? 1 : 0)),
    strings(
      'cardCurrency',
      found.map(({ currency }) => currency),
    ),
    column('cardFrom', ({ cardInstant }) => cardInstant),
    ...cardColumns(
      found.map(({ card }) => card),
      costs.cards,
    ),
  ])
}

function readAlike(row: RowReader): AlikeCalls {
  return {
    epoch: row.uint32(),
    version: row.uint32(),
    isNamed: row.uint8() === 1,
    currency: row.text<CurrencyCode>(),
    time: row.integer(),
  }
}

function readSum(row: RowReader): CorrectedSum {
  return {
    ...readAlike(row),
    late: row.uint8() === 1,
    card: row.uint32(),
    calls: row.integer(),
    amount: row.ledgerUnits(),
    cost: row.ledgerUnits(),
    now: readEffect(row),
    before: readEffect(row),
  }
}

function readEffect(row: RowReader): Effect {
  return {
    worth: row.ledgerUnits(),
    cost: row.ledgerUnits(),
    disputed: row.ledgerUnits(),
    corrections: row.integer(),
    mismatched: row.integer(),
    excess: row.integer(),
  }
}
