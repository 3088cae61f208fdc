/** What moved a payee's balances in an epoch beside revenue: clauses, postings, lots. Asked where the ledger has contracts. */

import type { BalanceLine, BooksStore } from '../../books/port.ts'
import type { LotStanding } from '../../books/states.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { describeRows, shorten } from '../../log/inStep.ts'
import { type Clause, isInForce, type PayeeTerms, type Registry } from '../../registry/index.ts'
import type { CallLists } from '../../usage/lists.ts'
import type { PostingLists } from '../../usage/postingLists.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'
import { readScope, usageScope } from '../close/scope.ts'
import { failOutOfStep } from '../inStep.ts'
import { basesOf } from '../lists/clauses.ts'
import { type ClauseMoves, type Moves, stepsListedMax } from './steps.ts'

export interface MovesDeps {
  readonly books: BooksStore
  readonly registry: Registry
  readonly usage: UsageReader
  readonly lists: CallLists
  readonly batches: BatchLog
}

/**
 * @param epochs all up to the one in question
 * @param terms of payout in force in it
 * @throws HeadwaterError `data.outOfStep`
 */
export async function movesOf(
  deps: MovesDeps,
  payee: PayeeId,
  epochs: readonly ClosedEpoch[],
  terms: PayeeTerms | undefined,
): Promise<(line: BalanceLine) => Moves> {
  const clauses = await clauseMoves(deps, payee, epochs)
  const [lotsBefore, lotsAfter] = [
    await lotsOf(deps.books, payee, epochs.slice(0, -1)),
    await lotsOf(deps.books, payee, epochs),
  ]
  const { listed, totals } = await postingsOf(deps, payee, epochs)
  return (line) => {
    const here = ({ currency }: { readonly currency: string }) => currency === line.currency
    return {
      ...{ line, terms },
      clauses: clauses.filter(({ clause }) => here(clause)),
      postings: listed.filter(here),
      posted: totals.find(here),
      lotsBefore: lotsBefore.filter(here),
      lotsAfter: lotsAfter.filter(here),
    }
  }
}

/** Those with something to be about: what comes to the payee first, then what goes, in the order of the close. */
async function clauseMoves(
  { books, registry: { clauses } }: MovesDeps,
  payee: PayeeId,
  epochs: readonly ClosedEpoch[],
): Promise<ClauseMoves[]> {
  const { until, registryRevision } = epochs.at(-1)!
  const inForce = (clause: Clause) => isInForce(clause, until, registryRevision)
  const gives = [...clauses.from(payee)].filter(inForce).sort((one, other) => one.rank - other.rank)
  const own = [...[...clauses.to(payee)].filter(inForce), ...gives]
  if (own.length === 0) return []
  const ids = own.map(({ clause }) => clause)
  const before = await basesOf(books, epochs.slice(0, -1), ids)
  const after = await basesOf(books, epochs, ids)
  return own
    .map((clause) => ({
      clause,
      before: before.get(clause.clause) ?? 0n,
      after: after.get(clause.clause) ?? 0n,
    }))
    .filter((moves) => moves.before !== moves.after)
}

export async function lotsOf(
  books: BooksStore,
  payee: PayeeId,
  epochs: readonly ClosedEpoch[],
): Promise<LotStanding[]> {
  const lots: LotStanding[] = []
  if (epochs.length === 0) return lots
  const closed = epochs.map(({ key }) => key)
  for await (const { object, currency, due, amount } of books.eachState(closed, {
    kind: 'lot',
    subjects: [payee],
  })) {
    if (amount === 0n || currency === '') continue
    lots.push({ payee, currency, epoch: Number(object), due: Number(due), left: amount })
  }
  return lots
}

async function postingsOf(
  deps: MovesDeps,
  payee: PayeeId,
  epochs: readonly ClosedEpoch[],
): Promise<Awaited<ReturnType<PostingLists['postingsOf']>>> {
  const recorded = await deps.batches.upTo(epochs.at(-1)!.position)
  if (!recorded.some(({ totals }) => totals.posting.rows > 0)) return { listed: [], totals: [] }
  return deps.lists.postingsOf(await windowOf(deps, epochs), { payee, limit: stepsListedMax })
}

/** The rows that a closed epoch had. */
export async function windowOf(
  { usage, batches }: Pick<MovesDeps, 'usage' | 'batches'>,
  epochs: readonly ClosedEpoch[],
): Promise<Pick<SettlementWindow, 'scope' | 'until' | 'previous'>> {
  const closed = epochs.at(-1)!
  const previous = epochs.at(-2)
  const scope = await readScope(usage, batches, closed.position, closed.watermarks)
  failOutOfStep(shorten(scope.missing.map((batch) => describeRows(batch, 0))))
  const excluded = epochs.flatMap((epoch) => epoch.excludedRows.keys())
  return {
    scope: usageScope(scope, excluded),
    until: closed.until,
    ...(previous && { previous: { watermarks: previous.watermarks, until: previous.until } }),
  }
}
