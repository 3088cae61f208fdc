/**
 * The queries that find the calls that corrections name, step by step: corrections summed by call (`dues`), the calls
 * (`found`), with versions (`resolved`), and their sums.
 */
import { text } from '../engine/literal.ts'
import { likeOneOf } from './buckets.ts'
import { costSql, tokenColumns } from './costs.ts'
import { namedCalls, unnamedCalls } from './resolution.ts'

/** What every query of a pass needs. */
export interface CorrectedSql {
  /** Condition for rows of batches of the window with an earlier time than its `until`. */
  readonly counts: string
  /** Condition for those that counted by the epoch before. */
  readonly before: string
  readonly late: string
  /** Whether calls have columns for their costs. */
  readonly costs: boolean
  /** Whether the table `closings` has any row. Default: yes. */
  readonly hasClosings?: boolean
  /** What all refunds and disputes name as their currency; left out where it may differ. */
  readonly currency?: string | undefined
}

/** Disputes that are closed, by their identities. It does not matter whether the dispute or the closing came first. */
export function closings({ counts, before }: CorrectedSql): string {
  return `SELECT dispute, toUInt8(1) AS isClosed, max(early) AS wasClosed
    FROM (SELECT target AS dispute, toUInt8(${before}) AS early FROM corrections WHERE ${counts} AND type = 'closed')
    GROUP BY dispute`
}

/**
 * Refunds and disputes, summed by the call that they name. Nearly always those of a call are in one currency; where they
 * are not, `isAlike` is 0 and `mixedDues` has their sums.
 */
export function dues(sql: CorrectedSql, buckets: string): string {
  // Comparing texts costs a third of the sums.
  const named =
    sql.currency === undefined
      ? 'min(currency) AS dueCurrency, max(currency) = dueCurrency AS isAlike'
      : `${text(sql.currency)} AS dueCurrency, 1 AS isAlike`
  return `SELECT target, ${named}, ${dueSums}
    FROM (${withClosings(sql, dueRows(sql, buckets))}) GROUP BY target`
}

/** The same of calls that `dues` has as mixed, by currency: '' for those that name none. */
export function mixedDues(sql: CorrectedSql, buckets: string): string {
  const mixed = `${buckets} AND target IN (SELECT target FROM dues WHERE NOT isAlike)`
  return `SELECT target, currency AS dueCurrency, ${dueSums}
    FROM (${withClosings(sql, dueRows(sql, mixed))}) GROUP BY target, currency`
}

/** Most ledgers have no closing, and a join with nothing costs a third of the sums. */
function withClosings({ hasClosings = true }: CorrectedSql, rows: string): string {
  if (!hasClosings) return `SELECT *, toUInt8(0) AS isClosed, toUInt8(0) AS wasClosed FROM (${rows})`
  return `SELECT * FROM (${rows}) AS rows LEFT JOIN closings ON rows.identity = closings.dispute`
}

function dueRows({ counts, before }: CorrectedSql, and: string): string {
  return `SELECT identity, target, currency, amount AS due, whole, type = 'disputed' AS isDispute, toUInt8(${before}) AS early
    FROM corrections WHERE ${counts} AND type != 'closed' AND ${and}`
}

const dueSums = `sum(due) AS refunded, sumIf(due, early) AS refundedBefore,
      max(whole) AS isWhole, maxIf(whole, early) AS wasWhole,
      max(isDispute AND NOT isClosed) AS isOpen, max(early AND isDispute AND NOT wasClosed) AS wasOpen,
      count() AS entries, countIf(early) AS entriesBefore`

/** One row for each call that a correction names, with the epoch that had it. */
export function correctedCalls({ counts, late, costs }: CorrectedSql): string {
  const more = costs ? `, ${tokenColumns}` : ''
  const calls = `SELECT identity, asset, version, currency AS callCurrency, time AS callTime, amount AS callAmount${more},
      toUInt8(${late}) AS callLate, partition, revision, attempt, 1 AS one
    FROM calls WHERE ${counts} AND ${likeOneOf('identity', 'SELECT target AS listed FROM dues')}`
  return `SELECT identity, asset, version, callCurrency AS currency, callTime AS time, callAmount AS amount${more},
      callLate AS late, greatest(timeEpoch, batchEpoch) AS epoch, partition, revision, attempt
    FROM (${calls}) AS calls
    ASOF INNER JOIN timeMarks ON calls.one = timeMarks.one AND calls.callTime >= timeMarks.start
    ASOF INNER JOIN batchMarks ON calls.partition = batchMarks.markPartition AND calls.revision >= batchMarks.markRevision`
}

/** Of calls whose corrections are in one currency. @param corrected a query of them, or a table */
export const foundAlike = (corrected: string) => `SELECT corrected.* EXCEPT identity,
    if(dueCurrency = currency, refunded, toUInt256(0)) AS refunds,
    if(dueCurrency = currency, refundedBefore, toUInt256(0)) AS refundsBefore,
    isWhole AS whole, wasWhole AS wholeBefore, isOpen AS open, wasOpen AS openBefore,
    entries AS corrections, entriesBefore AS correctionsBefore,
    if(dueCurrency IN ('', currency), 0, entries) AS mismatched,
    if(dueCurrency IN ('', currency), 0, entriesBefore) AS mismatchedBefore
  FROM ${corrected} AS corrected INNER JOIN dues ON corrected.identity = dues.target WHERE isAlike`

/** Of the others, from the table `corrected`. */
export const foundMixed = `SELECT corrected.* EXCEPT identity,
    refunds, refundsBefore, whole, wholeBefore, open, openBefore, corrections, correctionsBefore, mismatched, mismatchedBefore
  FROM corrected INNER JOIN (
    SELECT identity, sumIf(refunded, dueCurrency = currency) AS refunds,
      sumIf(refundedBefore, dueCurrency = currency) AS refundsBefore,
      max(isWhole) AS whole, max(wasWhole) AS wholeBefore, max(isOpen) AS open, max(wasOpen) AS openBefore,
      sum(entries) AS corrections, sum(entriesBefore) AS correctionsBefore,
      sumIf(entries, dueCurrency NOT IN ('', currency)) AS mismatched,
      sumIf(entriesBefore, dueCurrency NOT IN ('', currency)) AS mismatchedBefore
    FROM corrected INNER JOIN mixedDues ON corrected.identity = mixedDues.target GROUP BY identity
  ) AS sums ON corrected.identity = sums.identity`

/** Batches with calls of which corrections say something else than in the epoch before. */
export const changedBatches = `SELECT DISTINCT partition, revision, attempt FROM found
  WHERE corrections != correctionsBefore OR open != openBefore ORDER BY partition, revision, attempt`

/**
 * The same of calls that `found` lacks because their time is the window's `until` or later. An earlier epoch may have
 * settled such a call and its row have another time since, so its batch must be examined too.
 * @param pending condition for rows of batches that the epoch before saw, with such a time
 */
export function changedPendingBatches(pending: string): string {
  const changed = 'SELECT target AS listed FROM dues WHERE entries != entriesBefore OR isOpen != wasOpen'
  return `SELECT DISTINCT partition, revision, attempt FROM calls
    WHERE ${pending} AND ${likeOneOf('identity', changed)} ORDER BY partition, revision, attempt`
}

/** The columns of a call of `found`, without those that its resolution takes. */
const foundColumns = [
  ...['currency', 'time', 'amount', 'late', 'epoch'],
  ...['refunds', 'refundsBefore', 'whole', 'wholeBefore', 'open', 'openBefore'],
  ...['corrections', 'correctionsBefore', 'mismatched', 'mismatchedBefore'],
]

/** The calls of `found` that resolve, with what they are worth and what open disputes hold of that. */
export function resolvedCalls({ costs }: CorrectedSql): string {
  const columns = [...foundColumns, ...(costs ? ['asset', ...tokenColumns.split(', ')] : [])]
  const inner = ['asset', 'version', ...columns.filter((name) => name !== 'asset')].join(', ')
  const of = (condition: string) => `SELECT ${inner} FROM found WHERE ${condition}`
  const resolved = `SELECT *, 1 AS isNamed FROM (${namedCalls(columns.join(', '), of(`version != ''`))})
    UNION ALL SELECT *, 0 AS isNamed FROM (${unnamedCalls(columns.join(', '), of(`version = ''`))})`
  const left = (suffix: string) =>
    `if(whole${suffix}, toUInt256(0), toUInt256(amount - least(amount, refunds${suffix}))) AS left${suffix}`
  const effect = (suffix: string) =>
    `if(open${suffix}, toUInt256(0), left${suffix}) AS worth${suffix}, toUInt256(left${suffix} - worth${suffix}) AS disputed${suffix},
     corrections${suffix}, mismatched${suffix}, toUInt64(refunds${suffix} > amount) AS excess${suffix}`
  const tokens = costs ? `${tokenColumns}, cardInstant, ` : ''
  const joinCards = costs
    ? 'ASOF LEFT JOIN cardInstants ON calls.asset = cardInstants.costAsset AND calls.currency = cardInstants.costCurrency AND calls.time >= cardInstants.start'
    : ''
  return `SELECT epoch, versionIndex, isNamed, currency, time, instant, late, ${tokens}amount,
      ${left('')}, ${left('Before')}, ${effect('')}, ${effect('Before')}
    FROM (SELECT *, 1 AS one FROM (${resolved})) AS calls
    ASOF INNER JOIN instants ON calls.one = instants.one AND calls.time >= instants.start ${joinCards}`
}

/** Which calls have had a cost card. */
export const alikeCalls = `SELECT epoch, versionIndex, toUInt8(isNamed), currency, min(toUnixTimestamp64Micro(time)), cardInstant
  FROM resolved WHERE cardInstant > 0 GROUP BY epoch, versionIndex, isNamed, currency, cardInstant`

/**
 * @param resolved a query of the calls, or a table
 * @param cards the table of the cards with which they settled; undefined where there are none
 */
export function summedCalls(resolved: string, cards: string | undefined): string {
  const cost = (worth: string) => (cards === undefined ? 'toUInt256(0)' : costSql(worth))
  const calls =
    cards === undefined
      ? resolved
      : `${resolved} LEFT JOIN ${cards} ON epoch = cardEpoch AND versionIndex = cardVersion AND isNamed = cardNamed
         AND currency = cardCurrency AND cardInstant = cardFrom`
  const effect = (suffix: string) =>
    `sum(worth${suffix}), sum(${cost(`worth${suffix}`)}), sum(disputed${suffix}),
     sum(corrections${suffix}), sum(mismatched${suffix}), sum(excess${suffix})`
  const card = cards === undefined ? 'toUInt32(0)' : 'card'
  return `SELECT epoch, versionIndex, toUInt8(isNamed), currency, min(toUnixTimestamp64Micro(time)), late, ${card} AS ofCard,
      count(), sum(amount), sum(${cost('amount')}), ${effect('')}, ${effect('Before')}
    FROM ${calls} GROUP BY epoch, versionIndex, isNamed, currency, instant, late, ofCard`
}
