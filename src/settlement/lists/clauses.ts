/** Clauses with what they took to date, and those with a cap as advances. */

import { type BooksStore, type PayeeFilter, subjectsMax } from '../../books/port.ts'
import type { PayeeId } from '../../events/ids.ts'
import { formatTime, type Micros, timeMax } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { formatAmount, type LedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'
import { formatShare } from '../../money/share.ts'
import { type Clause, lastInForce, type Registry } from '../../registry/index.ts'
import { type Pace, recoupedBy } from '../../terms/pace.ts'
import { dueToDate } from '../../terms/tiers.ts'
import type { ListPart } from '../../usage/lists.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import { cut, type ListPage, oneMore } from './calls.ts'
import type { AdvanceItem, ClauseItem, ClauseTermsShown } from './contractAnswers.ts'

interface ClauseDeps {
  readonly books: BooksStore
  readonly epochs: EpochLog
  readonly registry: Registry
  readonly clock: () => Date
}

/** The number of the clause's event among registry events. */
export interface ClausePlace {
  readonly revision: number
}

/** Epochs that tell the pace of an advance. */
const paceEpochsMax = 3

/**
 * In the order recorded. With a payee: those that take from it or give to it.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function listClauses(
  deps: ClauseDeps,
  query: PayeeFilter,
  part: ListPart<ClausePlace>,
): Promise<ListPage<ClauseItem, ClausePlace>> {
  const list = await deps.epochs.list()
  await requireBooks(deps.books, list)
  const now = deps.clock().getTime() * 1_000
  const toDate = await basesOf(deps.books, list)
  return cut(
    clausesOf(deps.registry, query, oneMore(part)),
    part,
    (clause) => showClause(deps.registry, clause, toDate.get(clause.clause) ?? 0n, now),
    placeOf,
  )
}

/** Clauses with a cap, each with its pace or the epoch that recouped it. @throws HeadwaterError `data.outOfStep` */
export async function listAdvances(
  { books, epochs, registry }: ClauseDeps,
  query: PayeeFilter,
  part: ListPart<ClausePlace>,
): Promise<ListPage<AdvanceItem, ClausePlace>> {
  const list = await epochs.list()
  await requireBooks(books, list)
  const earlier = list.slice(0, Math.max(0, list.length - paceEpochsMax))
  const [toDate, before] = [await basesOf(books, list), await basesOf(books, earlier)]
  const takenOf = (clause: Clause): bigint => dueToDate(clause, toDate.get(clause.clause) ?? 0n)
  const advances = clausesOf(registry, query, oneMore(part), ({ cap }) => cap !== undefined)
  const recouped = advances.filter((clause) => takenOf(clause) === clause.cap)
  const recoupedIn = await recoupedEpochs(books, list, recouped)
  return cut(
    advances,
    part,
    (clause) => {
      const taken = takenOf(clause)
      const pace = paceOf(clause, taken - dueToDate(clause, before.get(clause.clause) ?? 0n), {
        last: list.at(-1),
        before: earlier.at(-1),
      })
      const standing = { taken, pace, recoupedIn: recoupedIn.get(clause) }
      return showAdvance(clause, standing, amountsOf(registry, clause))
    },
    placeOf,
  )
}

/** @param base X to date */
export function showClause(registry: Registry, clause: Clause, base: bigint, now: Micros): ClauseItem {
  const text = amountsOf(registry, clause)
  return { ...showTerms(clause, text), state: stateOf(clause, now), ...showToDate(clause, base, text) }
}

function placeOf({ revision }: Clause): ClausePlace {
  return { revision }
}

function clausesOf(
  { clauses }: Registry,
  { payee, currency }: PayeeFilter,
  { limit, after }: ListPart<ClausePlace>,
  isWanted: (clause: Clause) => boolean = () => true,
): Clause[] {
  const found: Clause[] = []
  for (const clause of payee === undefined ? clauses : concerning(clauses, payee as PayeeId)) {
    if (found.length === limit) break
    if (after !== undefined && clause.revision <= after.revision) continue
    if (currency !== undefined && clause.currency !== currency) continue
    if (isWanted(clause)) found.push(clause)
  }
  return found
}

/** No clause gives to the payee that it takes from. */
export function concerning(clauses: Registry['clauses'], payee: PayeeId): Clause[] {
  return [...clauses.from(payee), ...clauses.to(payee)].sort((one, other) => one.revision - other.revision)
}

/** X to date by clause, where it is not 0. @param only these clauses; default: all */
export async function basesOf(
  books: BooksStore,
  epochs: readonly ClosedEpoch[],
  only?: readonly string[],
): Promise<Map<string, bigint>> {
  const bases = new Map<string, bigint>()
  const closed = epochs.map(({ key }) => key)
  const subjects = only !== undefined && only.length <= subjectsMax ? only : undefined
  for await (const { subject: clause, x } of books.eachState(closed, { kind: 'clause', subjects }))
    bases.set(clause, x)
  return bases
}

/** The epoch since which nothing is left: corrections may open an advance again, so the last one that took the rest. */
async function recoupedEpochs(
  books: BooksStore,
  epochs: readonly ClosedEpoch[],
  recouped: readonly Clause[],
): Promise<Map<Clause, ClosedEpoch>> {
  const since = new Map<Clause, ClosedEpoch>()
  const closed = epochs.map(({ key }) => key)
  for (let first = 0; first < recouped.length; first += subjectsMax) {
    const part = new Map(recouped.slice(first, first + subjectsMax).map((clause) => [clause.clause, clause]))
    const lines = await books.statesToDate(closed, { kind: 'clause', subjects: [...part.keys()] })
    for (const { subject, epoch, x } of lines) {
      const clause = part.get(subject)!
      if (dueToDate(clause, x) !== clause.cap) since.delete(clause)
      else if (!since.has(clause)) since.set(clause, epochs[epoch - 1]!)
    }
  }
  return since
}

function paceOf(
  clause: Clause,
  taken: bigint,
  { last, before }: Record<'last' | 'before', ClosedEpoch | undefined>,
): Pace | undefined {
  if (last === undefined) return undefined
  const from = Math.max(clause.effectiveFrom, before?.until ?? 0)
  return from < last.until ? { taken, from, until: last.until } : undefined
}

type Text = (units: LedgerUnits) => string

export function amountsOf({ currencies }: Registry, { currency }: Pick<Clause, 'currency'>): Text {
  const { decimals } = currencies.get(currency)!
  return (units) => formatAmount(units, decimals)
}

export function showTerms(clause: Clause, text: Text): ClauseTermsShown {
  const end = lastInForce(clause)
  return {
    clause: clause.clause,
    payee: clause.payee,
    to: clause.to,
    currency: clause.currency,
    tiers: clause.tiers.map(({ upTo, share }) => ({
      ...(upTo !== undefined && { upTo: text(upTo) }),
      share: formatShare(share),
    })),
    cap: clause.cap === undefined ? null : text(clause.cap),
    assets: clause.assets ?? null,
    roles: clause.roles ?? null,
    rank: clause.rank,
    effectiveFrom: formatTime(clause.effectiveFrom),
    until: end === Number.POSITIVE_INFINITY ? null : formatTime(end),
  }
}

/** @param base X to date */
export function showToDate(
  clause: Clause,
  base: bigint,
  text: Text,
): Pick<ClauseItem, 'base' | 'taken' | 'left'> {
  const taken = dueToDate(clause, base)
  return {
    base: text(ledgerUnits(base)),
    taken: text(ledgerUnits(taken)),
    left: clause.cap === undefined ? null : text(ledgerUnits(clause.cap - taken)),
  }
}

function stateOf(clause: Clause, now: Micros): ClauseItem['state'] {
  if (clause.effectiveFrom >= now) return 'waits'
  return now <= lastInForce(clause) ? 'inForce' : 'ended'
}

interface AdvanceStanding {
  readonly taken: bigint
  readonly pace: Pace | undefined
  /** Undefined where something is left. */
  readonly recoupedIn: ClosedEpoch | undefined
}

function showAdvance(clause: Clause, { taken, pace, recoupedIn }: AdvanceStanding, text: Text): AdvanceItem {
  const { clause: id, payee, to, currency } = clause
  const [cap, end] = [clause.cap!, lastInForce(clause)]
  const left = cap - taken
  const atPace = pace && left > 0n ? recoupedBy(pace, left, Math.min(end, timeMax)) : undefined
  const by = recoupedIn?.until ?? atPace
  return {
    ...{ clause: id, payee, to, currency },
    ...{ cap: text(cap), taken: text(ledgerUnits(taken)), left: text(ledgerUnits(left)) },
    until: end === Number.POSITIVE_INFINITY ? null : formatTime(end),
    pace: pace
      ? {
          taken: text(ledgerUnits(pace.taken)),
          from: formatTime(pace.from),
          until: formatTime(pace.until),
        }
      : null,
    recoupedBy: by === undefined ? null : formatTime(by),
    recoupedIn: recoupedIn?.epoch ?? null,
  }
}
