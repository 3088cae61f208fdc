/**
 * State to date: totals that a later close goes on from, because a cap, a tier or a reserve is a function of all that came
 * before. The arithmetic sees clauses, capped edges and lots; the books keep all of them as one kind of line.
 */

import { compareUtf8 } from '../base/utf8.ts'
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import { invariant } from '../invariant.ts'
import { type LedgerUnits, ledgerUnits, zeroLedgerUnits } from '../money/ledgerUnits.ts'
import { changedLots, type PayeeLots } from './lots.ts'
import type { StateKind, StateLine } from './stateLine.ts'

/** What came to a clause to date while it was in force. */
export interface ClauseStanding {
  readonly clause: string
  /** X: Σ of the parts that it names, in ledger units of its currency; signed. */
  readonly x: bigint
}

/** A capped edge in one currency, over all epochs and groups. */
export interface CappedEdge {
  /** The derived version, which pays. */
  readonly asset: AssetId
  readonly version: VersionName
  /** The source, which is paid. */
  readonly sourceAsset: AssetId
  readonly sourceVersion: VersionName
  readonly currency: CurrencyCode
  /** X: Σ R of the derived version; ledger units, signed. */
  readonly x: bigint
  /** Carried to the source to date; from 0 to the cap. */
  readonly paid: bigint
}

/** What an epoch held back of a payee's earnings, as it is listed. */
export interface LotStanding {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  /** The epoch that made it. */
  readonly epoch: number
  /** A close with T at or after this instant adds what is left to the available balance. */
  readonly due: Micros
  /** Above 0. */
  readonly left: LedgerUnits
}

/** Everything to date that is not 0. */
export interface States {
  /** Ascending by clause, as UTF-8 bytes. */
  readonly clauses: Iterable<ClauseStanding>
  /** Ascending by asset, version, currency, source asset, source version. */
  readonly edges: Iterable<CappedEdge>
  /** Ascending by payee, then currency, as UTF-8 bytes. */
  readonly lots: Iterable<PayeeLots>
}

export const noStates: States = { clauses: [], edges: [], lots: [] }

/** The lines of clauses and edges that stand, in the order of the books. */
export function* stateLines({ clauses, edges }: Pick<States, 'clauses' | 'edges'>): Generator<StateLine> {
  for (const clause of clauses) yield clauseKind.line(clause)
  for (const edge of edges) yield edgeKind.line(edge)
}

/** How the books see one kind of state. */
interface Kind<Standing> {
  line(standing: Standing): StateLine
  /** The order of the lines, without making them. */
  compare(one: Standing, other: Standing): number
  /** Whether two that compare as 0 have the same values. */
  isSame(one: Standing, other: Standing): boolean
}

const clauseKind: Kind<ClauseStanding> = {
  line: ({ clause, x }) => ({ ...line('clause', clause), x: ledgerUnits(x) }),
  compare: (one, other) => compareTexts(one.clause, other.clause),
  isSame: (one, other) => one.x === other.x,
}

const edgeKind: Kind<CappedEdge> = {
  line: ({ asset, version, sourceAsset, sourceVersion, currency, x, paid }) => ({
    ...line('edge', nameOf(asset, version), currency),
    object: nameOf(sourceAsset, sourceVersion),
    x: ledgerUnits(x),
    amount: ledgerUnits(paid),
  }),
  compare: (one, other) =>
    compareTexts(one.asset, other.asset) ||
    compareTexts(one.version, other.version) ||
    compareTexts(one.currency, other.currency) ||
    compareTexts(one.sourceAsset, other.sourceAsset) ||
    compareTexts(one.sourceVersion, other.sourceVersion),
  isSame: (one, other) => one.x === other.x && one.paid === other.paid,
}

function compareTexts(one: string, other: string): number {
  return one === other ? 0 : compareUtf8(one, other)
}

function line(kind: StateKind, subject: string, currency: CurrencyCode | '' = ''): StateLine {
  return { kind, subject, currency, object: '', due: 0n, x: zeroLedgerUnits, amount: zeroLedgerUnits }
}

/** No asset and no version has a space. */
function nameOf(asset: AssetId, version: VersionName): string {
  return `${asset} ${version}`
}

/** The lines that an epoch writes: those that it changed. What is gone has a last line with 0. */
export function* changedStates(before: States, after: States): Generator<StateLine> {
  yield* changed(clauseKind, before.clauses, after.clauses)
  yield* changed(edgeKind, before.edges, after.edges)
  yield* changedLots(before.lots, after.lots)
}

function* changed<Standing>(
  kind: Kind<Standing>,
  before: Iterable<Standing>,
  after: Iterable<Standing>,
): Generator<StateLine> {
  const earlier = before[Symbol.iterator]()
  let due = earlier.next()
  let last: Standing | undefined
  for (const now of after) {
    invariant(last === undefined || kind.compare(last, now) < 0, 'what stands is in order, each once')
    last = now
    let order = due.done ? 1 : kind.compare(due.value, now)
    for (; !due.done && order < 0; order = due.done ? 1 : kind.compare(due.value, now)) {
      yield gone(kind.line(due.value))
      due = earlier.next()
    }
    if (due.done || order !== 0) yield kind.line(now)
    else {
      if (!kind.isSame(due.value, now)) yield kind.line(now)
      due = earlier.next()
    }
  }
  for (; !due.done; due = earlier.next()) yield gone(kind.line(due.value))
}

function gone(before: StateLine): StateLine {
  return { ...before, x: zeroLedgerUnits, amount: zeroLedgerUnits }
}

/** By kind, subject, currency, object, as UTF-8 bytes. */
export function compareStates(left: StateLine, right: StateLine): number {
  for (const name of ['kind', 'subject', 'currency', 'object'] as const) {
    const order = left[name] === right[name] ? 0 : compareUtf8(left[name], right[name])
    if (order !== 0) return order
  }
  return 0
}
