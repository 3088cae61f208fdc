/**
 * One payee over all epochs: what it earned, from what and by which paths, what moved besides, what was paid, what waits
 * and which step ends the wait. Each table is read once, whatever the number of epochs.
 */

import type { BalanceLine } from '../../books/port.ts'
import type { LotStanding } from '../../books/states.ts'
import { formatTime } from '../../events/time.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { isContracted } from '../../log/manifest.ts'
import { formatAmount, type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { askedPayoutTerms, type Clause, hasContracts, type Payee } from '../../registry/index.ts'
import { toBePaid } from '../../terms/toBePaid.ts'
import { basesOf, concerning, showClause } from '../lists/clauses.ts'
import type { StatementToDate } from '../toDateAnswers.ts'
import { heldNow } from './held.ts'
import { lotsOf } from './moves.ts'
import { requireBooks } from './requireBooks.ts'
import { sourcesOf } from './sourcesToDate.ts'
import { aboutPayee, knownPayee, type StatementDeps } from './statement.ts'
import { broughtForward, contractAmounts } from './statements.ts'

/** Sources that are listed of each currency. */
const sourcesMax = 200
const clausesMax = 100

export interface ToDateDeps extends StatementDeps {
  readonly events: EventStore
}

type CurrencyToDate = StatementToDate['currencies'][number]
type Line = BalanceLine & { readonly epoch: number }

/** @throws HeadwaterError `payee.unknown`, `data.outOfStep` */
export async function payeeToDate(deps: ToDateDeps, text: string): Promise<StatementToDate> {
  const { books, epochs, registry, clock } = deps
  const payee = await knownPayee(deps, text)
  const list = await epochs.list()
  await requireBooks(books, list)
  const last = list.at(-1)
  const about = { ...aboutPayee(payee), epochs: list.length, until: last?.manifest.until ?? null }
  if (last === undefined) return { ...about, currencies: [] }
  const closed = list.map(({ key }) => key)
  const contracted = isContracted(last.manifest)
  const [lines, earnings, lots, clauses] = await Promise.all([
    books.linesToDate(closed, payee.id),
    books.earningsToDate(closed, payee.id, sourcesMax),
    contracted ? lotsOf(books, payee.id, list) : [],
    clausesOf(deps, payee, list),
  ])
  const sources = await sourcesOf(deps, list, earnings)
  const now = clock().getTime() * 1_000
  const terms = hasContracts(registry) ? askedPayoutTerms(registry, now) : undefined
  const currencies = [...Map.groupBy(lines, ({ currency }) => currency)].map(([code, own]) => {
    const currency = registry.currencies.get(code)!
    const here = (one: { readonly currency: string }) => one.currency === code
    const standing = own.at(-1)!
    const held = heldNow({ ...standing, payee, terms }, currency, now)
    return {
      currency: code,
      ...sumsOf(own, currency.decimals, contracted),
      ...held,
      toBePaid: toBePaid(held) ?? null,
      byEpoch: own.map((line) => epochOf(line, list[line.epoch - 1]!, contracted)).reverse(),
      ...sources(code, currency.decimals),
      clauses: clauses.filter(here),
      lots: lots.filter(here).map((lot) => lotOf(lot, currency.decimals)),
    }
  })
  return { ...about, currencies }
}

type Sum = 'earned' | 'late' | 'paid' | 'adjusted' | 'received' | 'diverted' | 'posted' | 'withheld'

function sumsOf(lines: readonly Line[], decimals: number, contracted: boolean) {
  const sum = (name: Sum) => lines.reduce((all, line) => plus(all, line[name]), zeroLedgerUnits)
  const [first, last] = [lines[0]!, lines.at(-1)!]
  const line: BalanceLine = {
    ...last,
    ...{ earned: sum('earned'), late: sum('late'), paid: sum('paid'), adjusted: sum('adjusted') },
    ...{ received: sum('received'), diverted: sum('diverted'), posted: sum('posted') },
    withheld: sum('withheld'),
  }
  invariant(
    broughtForward(first) === 0n && broughtForward(line) === 0n,
    'what a payee ever got is what was paid, what was withheld and what is carried',
  )
  return figuresOf(line, decimals, contracted)
}

function figuresOf(line: BalanceLine, decimals: number, contracted: boolean) {
  const text = (units: LedgerUnits): string => formatAmount(units, decimals)
  return {
    earned: text(line.earned),
    late: text(line.late),
    paid: text(line.paid),
    carried: text(line.carried),
    ...(contracted && contractAmounts(line, decimals)),
  }
}

function epochOf(
  line: Line,
  { epoch, manifest }: ClosedEpoch,
  contracted: boolean,
): CurrencyToDate['byEpoch'][number] {
  const totals = manifest.totals.find(({ currency }) => currency === line.currency)
  invariant(totals !== undefined, 'the manifest lists every currency of its epoch')
  const { chain, decimals } = totals
  const { earned, late, paid, carried, ...contracts } = figuresOf(line, decimals, contracted)
  const paidTo = line.paid > 0n && chain !== null ? { chain, account: line.account } : null
  return { epoch, until: manifest.until, earned, late, paid, paidTo, carried, ...contracts }
}

function lotOf({ epoch, due, left }: LotStanding, decimals: number): CurrencyToDate['lots'][number] {
  return { epoch, due: formatTime(due), left: formatAmount(left, decimals) }
}

/** Of a clause that another payee gives by, that payee's earnings are not this payee's to see. */
async function clausesOf(
  { books, registry, clock }: ToDateDeps,
  { id }: Payee,
  list: readonly ClosedEpoch[],
): Promise<CurrencyToDate['clauses']> {
  const own: Clause[] = concerning(registry.clauses, id).slice(0, clausesMax)
  if (own.length === 0) return []
  const bases = await basesOf(
    books,
    list,
    own.map(({ clause }) => clause),
  )
  const now = clock().getTime() * 1_000
  return own.map((clause) => {
    const shown = showClause(registry, clause, bases.get(clause.clause) ?? 0n, now)
    return clause.payee === id ? shown : { ...shown, base: null }
  })
}
