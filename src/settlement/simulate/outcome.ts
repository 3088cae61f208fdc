/** What epochs give, added up for both sides of a simulation: of computed epochs, or of closed ones from their books. */
import { compareUtf8 } from '../../base/utf8.ts'
import { type PayeeLots, sumOfLots } from '../../books/lots.ts'
import type { BalanceLine, BalanceStanding, BooksStore, TakeLine, VersionFlowLine } from '../../books/port.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochKey } from '../../log/keys.ts'
import type { EpochManifest, ManifestTotals, ManifestTree } from '../../log/manifest.ts'
import {
  currencyDecimalsMax,
  formatAmount,
  ledgerDigits,
  ledgerUnits,
  parseScaled,
} from '../../money/ledgerUnits.ts'
import type { PreparedEpoch } from '../close/prepare.ts'
import { clauseFigures, payeeFigures, type SimulationLine, totalFigures, versionFigures } from './answers.ts'
import { type Changed, Figures, type Side, type Values } from './figures.ts'

/** Totals that say how things stand; of several epochs those of the last. */
const standing: ReadonlySet<string> = new Set([
  'carried',
  'suspense',
  'pending',
  'reduced',
  'disputed',
  'reserved',
  'owed',
])

type Tree = ManifestTree

export class Outcomes {
  readonly #totals = new Figures(totalFigures)
  readonly #payees = new Figures(payeeFigures)
  readonly #versions = new Figures(versionFigures)
  readonly #clauses = new Figures(clauseFigures)
  readonly #decimals = new Map<string, number>()
  readonly #trees: Record<Side, readonly Tree[]> = { before: [], after: [] }

  readonly #currencyOf: (clause: string) => string

  /** @param currencyOf the currency of a clause; asked when all lines are made */
  constructor(currencyOf: (clause: string) => string) {
    this.#currencyOf = currencyOf
  }

  /** @param isLast whether it is the last epoch of its side, whose standing counts */
  addPrepared(side: Side, { settled }: PreparedEpoch, isLast: boolean): void {
    const { lines, payments, sealed } = settled
    this.#addManifest(side, sealed.manifest, isLast)
    for (const line of lines.balances) this.#addBalance(side, line)
    for (const line of lines.flows) this.#addFlow(side, line)
    for (const line of lines.takes) this.#addTake(side, line)
    if (!isLast) return
    for (const line of payments.after.balances) this.#addStanding(side, line)
    for (const { clause, x } of payments.after.clauses) this.#addClause(side, clause, x)
    for (const lots of payments.after.lots) this.#addLots(side, lots)
  }

  /** The same of a closed one. @param closed the keys of all epochs up to it */
  async addClosed(
    side: Side,
    books: BooksStore,
    { epoch, isLast, closed }: { epoch: ClosedEpoch; isLast: boolean; closed: readonly EpochKey[] },
  ): Promise<void> {
    const { key, manifest } = epoch
    this.#addManifest(side, manifest, isLast)
    for await (const line of books.epochBalances(key)) this.#addBalance(side, line)
    for await (const line of books.epochFlows(key)) this.#addFlow(side, line)
    for await (const line of books.epochTakes(key)) this.#addTake(side, line)
    if (!isLast) return
    for await (const line of books.eachBalance(closed)) this.#addStanding(side, line)
    for await (const { subject, x } of books.eachState(closed, { kind: 'clause' }))
      this.#addClause(side, subject, x)
    for await (const lots of books.eachLots(closed)) this.#addLots(side, lots)
  }

  /** Every total and tree, and everything else of which a figure differs. */
  *lines(): Generator<SimulationLine> {
    const shown = (currency: string) => (of: Compared) => texts(of, this.#decimalsOf(currency))
    for (const { key, ...of } of this.#totals.all()) {
      const [currency] = key as [string]
      yield { kind: 'total', currency, ...shown(currency)(of) }
    }
    yield* this.#treeLines()
    for (const { key, ...of } of this.#payees.changed(this.#scaleOf)) {
      const [payee, currency] = key as [string, string]
      yield { kind: 'payee', payee, currency, ...shown(currency)(of) }
    }
    for (const { key, ...of } of this.#versions.changed(this.#scaleOf)) {
      const [asset, version, currency] = key as [string, string, string]
      yield { kind: 'version', asset, version, currency, ...shown(currency)(of) }
    }
    const clauseScale = ([clause]: readonly string[]) => this.#scaleOf([this.#currencyOf(clause!)])
    for (const { key, ...of } of this.#clauses.changed(clauseScale)) {
      const [clause] = key as [string]
      const currency = this.#currencyOf(clause)
      yield { kind: 'clause', clause, currency, ...shown(currency)(of) }
    }
  }

  #addManifest(side: Side, { totals, trees }: EpochManifest, isLast: boolean): void {
    for (const line of totals) {
      this.#decimals.set(line.currency, line.decimals)
      this.#totals.add(side, [line.currency], totalsOf(line, isLast))
    }
    if (isLast) this.#trees[side] = trees
  }

  #addBalance(side: Side, { payee, currency, ...line }: BalanceLine): void {
    const { earned, late, adjusted, received, diverted, posted, withheld, paid } = line
    const values = { earned, late, adjusted, received, diverted, posted, withheld, paid }
    this.#payees.add(side, [payee, currency], values)
  }

  #addStanding(side: Side, { payee, currency, balance }: BalanceStanding): void {
    this.#payees.add(side, [payee, currency], { carried: balance })
  }

  #addClause(side: Side, clause: string, x: bigint): void {
    this.#clauses.add(side, [clause], { base: x })
  }

  #addLots(side: Side, lots: PayeeLots): void {
    this.#payees.add(side, [lots.payee, lots.currency], { reserved: sumOfLots(lots) })
  }

  #addFlow(side: Side, { asset, version, currency, ...line }: VersionFlowLine): void {
    this.#versions.add(side, [asset, version, currency], line)
  }

  #addTake(side: Side, { clause, amount }: TakeLine): void {
    this.#clauses.add(side, [clause], { taken: amount })
  }

  *#treeLines(): Generator<SimulationLine> {
    const { before, after } = this.#trees
    const names = new Map([...before, ...after].map((tree) => [nameOf(tree), tree.chain]))
    for (const [name, chain] of [...names].sort(([a], [b]) => compareUtf8(a, b))) {
      const of = (trees: readonly Tree[]) => {
        const tree = trees.find((each) => nameOf(each) === name)
        return tree ? { root: tree.root, leaves: tree.leaves } : null
      }
      const token = name.slice(chain.length + 1)
      yield { kind: 'tree', chain, ...(token && { token }), before: of(before), after: of(after) }
    }
  }

  /** So that differences in any currency are compared by major units. The currency is the last text of their keys. */
  readonly #scaleOf = (key: readonly string[]): bigint =>
    10n ** BigInt(currencyDecimalsMax - this.#decimalsOf(key.at(-1)!))

  #decimalsOf(currency: string): number {
    const decimals = this.#decimals.get(currency)
    invariant(decimals !== undefined, 'every currency is in the totals of an epoch')
    return decimals
  }
}

/** A chain has one cumulative tree, or one for each token that is claimed once. */
function nameOf({ chain, totals: [total] }: Tree): string {
  return total !== undefined && 'paid' in total ? `${chain}/${total.token}` : chain
}

type Compared = Pick<Changed<string>, 'before' | 'after' | 'difference'>

function texts({ before, after, difference }: Compared, decimals: number) {
  const of = (values: Values<string>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, formatAmount(ledgerUnits(value), decimals)]),
    )
  return { before: of(before), after: of(after), difference: of(difference) }
}

function totalsOf(line: ManifestTotals, isLast: boolean): Record<string, bigint> {
  const amounts: Readonly<Record<string, unknown>> = line
  return Object.fromEntries(
    totalFigures
      .filter((name) => isLast || !standing.has(name))
      .map((name) => [name, unitsOf(amounts[name], line.decimals)]),
  )
}

/** Amounts of a manifest, in which a total is left out where the ledger has nothing of its kind. */
function unitsOf(text: unknown, decimals: number): bigint {
  if (typeof text !== 'string') return 0n
  const digits = decimals + ledgerDigits
  return text.startsWith('-') ? -parseScaled(text.slice(1), digits) : parseScaled(text, digits)
}
