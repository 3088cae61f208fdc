/**
 * The clauses and the capped edges that concern the money of one call. What they take and carry follows from totals to
 * date, not from one call, so they are named beside its division, as they stand after the last close.
 */

import { type BooksStore, subjectsMax } from '../../books/port.ts'
import type { StateLine } from '../../books/stateLine.ts'
import type { CappedEdge } from '../../books/states.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { PartRole } from '../../events/index.ts'
import type { Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import { type Clause, hasContracts, isInForce, type Registry } from '../../registry/index.ts'
import type { Explanation } from '../answers.ts'
import { amountsOf, basesOf, showTerms, showToDate } from '../lists/clauses.ts'
import type { CallPart, CallTerms, DividedCall } from './divideCall.ts'

interface ContractDeps {
  readonly books: BooksStore
  readonly registry: Registry
}

interface ConcernedCall {
  readonly currency: CurrencyCode
  readonly terms: CallTerms
  readonly divided: DividedCall
  /** T of the close whose clauses count, and the last registry event that does. */
  readonly until: Micros
  readonly revision: number
}

/** Clauses, and edges, that are listed at most. */
const listedMax = 1_000

/** Both are left out where there are none. */
export async function contractsOf(
  deps: ContractDeps,
  epochs: readonly ClosedEpoch[],
  call: ConcernedCall,
): Promise<Pick<Explanation, 'clauses' | 'caps'>> {
  const clauses = clausesOn(deps.registry, call)
  const edges = cappedEdges(deps.registry, call)
  return {
    ...(clauses.length > 0 && { clauses: await showClauses(deps, epochs, clauses) }),
    ...(edges.length > 0 && { caps: await showEdges(deps, epochs, edges, call.currency) }),
  }
}

type PartNames = Pick<CallPart, 'payee' | 'asset'> & { readonly role: PartRole }

/** Clauses in force over a part of the call, and over what other clauses give of it. */
function clausesOn({ clauses }: Registry, { divided, currency, until, revision }: ConcernedCall): Clause[] {
  const found = new Map<string, Clause>()
  const seen = new Set<string>()
  const parts: PartNames[] = [...divided.parts]
  const clausesOf = clausesByPayee(clauses, parts.length)
  for (let next = 0; next < parts.length && clauses.size > 0; next++) {
    const { payee, asset, role } = parts[next]!
    for (const clause of clausesOf(payee)) {
      const isConcerned =
        clause.currency === currency &&
        (clause.assets?.some((one) => one === asset) ?? true) &&
        (clause.roles?.includes(role) ?? true) &&
        isInForce(clause, until, revision)
      const name = `${clause.clause}\n${asset}`
      if (!isConcerned || seen.has(name)) continue
      seen.add(name)
      found.set(clause.clause, clause)
      parts.push({ payee: clause.to, asset, role: 'clause' })
    }
  }
  return [...found.values()].sort((one, other) => one.revision - other.revision).slice(0, listedMax)
}

/**
 * What takes from each payee that is asked. A call may pay some ten thousand payees: where the ledger has fewer clauses,
 * all are read at once, and otherwise those of each payee once.
 */
function clausesByPayee(clauses: Registry['clauses'], payees: number): (payee: PayeeId) => readonly Clause[] {
  if (clauses.size <= payees) {
    const all = Map.groupBy(clauses, ({ payee }) => payee)
    return (payee) => all.get(payee) ?? []
  }
  const read = new Map<PayeeId, readonly Clause[]>()
  return (payee) => {
    const known = read.get(payee) ?? [...clauses.from(payee)]
    read.set(payee, known)
    return known
  }
}

async function showClauses(
  { books, registry }: ContractDeps,
  epochs: readonly ClosedEpoch[],
  clauses: readonly Clause[],
): Promise<NonNullable<Explanation['clauses']>> {
  const bases = await basesOf(
    books,
    epochs,
    clauses.map(({ clause }) => clause),
  )
  return clauses.map((clause) => {
    const text = amountsOf(registry, clause)
    return { ...showTerms(clause, text), ...showToDate(clause, bases.get(clause.clause) ?? 0n, text) }
  })
}

type EdgeNames = Omit<CappedEdge, 'currency' | 'x' | 'paid'> & { readonly cap: bigint }

/** The edges that the call's money goes over and that are capped in its currency. */
function cappedEdges(registry: Registry, { divided, currency, terms, revision }: ConcernedCall): EdgeNames[] {
  const found: EdgeNames[] = []
  if (!hasContracts(registry, revision)) return found
  const { versions } = registry
  for (const { version: place, relativeOut } of divided.flow.flows) {
    if (relativeOut === 0n) continue
    const { asset, version, derivedFrom } = versions.at(divided.indexOf(place))!
    for (const { source, caps, until } of derivedFrom) {
      const cap = caps?.find((one) => one.currency === currency)
      if (cap === undefined || (until !== undefined && terms.cut !== undefined && until <= terms.cut))
        continue
      const to = versions.at(source)!
      found.push({ asset, version, sourceAsset: to.asset, sourceVersion: to.version, cap: cap.amount })
      if (found.length === listedMax) return found
    }
  }
  return found
}

async function showEdges(
  { books, registry }: ContractDeps,
  epochs: readonly ClosedEpoch[],
  edges: readonly EdgeNames[],
  currency: CurrencyCode,
): Promise<NonNullable<Explanation['caps']>> {
  const { decimals } = registry.currencies.get(currency)!
  const text = (units: bigint): string => formatAmount(ledgerUnits(units), decimals)
  const subjects = [...new Set(edges.map(({ asset, version }) => `${asset} ${version}`))]
  const only = subjects.length <= subjectsMax ? { subjects } : {}
  const states = new Map<string, Pick<StateLine, 'x' | 'amount'>>()
  const closed = epochs.map(({ key }) => key)
  for await (const line of books.eachState(closed, { kind: 'edge', ...only }))
    if (line.currency === currency) states.set(`${line.subject} ${line.object}`, line)
  return edges.map(({ cap, ...names }) => {
    const { asset, version, sourceAsset, sourceVersion } = names
    const state = states.get(`${asset} ${version} ${sourceAsset} ${sourceVersion}`)
    const paid = state?.amount ?? 0n
    return {
      ...names,
      cap: text(cap),
      received: text(state?.x ?? 0n),
      paid: text(paid),
      left: text(cap - paid),
    }
  })
}
