/**
 * Accepted work on one asset, in log order. A release keeps the length of the log at that time and no copy of it,
 * because an asset with a hundred thousand contributors may be released every day.
 */
import type { PayeeId } from '../events/ids.ts'
import type { Contributions, ContributorColumns, Contributors } from './model.ts'

export class ContributionLog implements Contributions {
  /** What was recorded since. */
  readonly payees: PayeeId[] = []
  readonly units: number[] = []
  /** Σ units, with those before. */
  total: bigint
  readonly #below: Contributions | undefined
  readonly #from: number
  /**
   * The last result of `contributorsUpTo`: releases and readers mostly ask for the same again. It takes more memory than the
   * log, and a replay has the logs of all assets, so a collection of garbage may take it.
   */
  #frozen: { readonly count: number; readonly contributors: WeakRef<Contributors> } | undefined
  /** The last answer of `firstOf`, and how far it was looked for: many versions may ask for the same. */
  #first: { readonly payee: PayeeId; at: number; upTo: number } | undefined

  /** @param below what was recorded before; more may follow there */
  constructor(below?: Contributions) {
    this.#below = below
    this.#from = below?.length ?? 0
    this.total = below?.total ?? 0n
  }

  get length(): number {
    return this.#from + this.payees.length
  }

  record(payee: PayeeId, units: number): void {
    this.payees.push(payee)
    this.units.push(units)
    this.total += BigInt(units)
  }

  /** Calls `each` for the records after the first `count`, of which all before it are below or here. */
  after(count: number, each: (payee: PayeeId, units: number) => void): void {
    for (let at = count - this.#from; at < this.payees.length; at++) each(this.payees[at]!, this.units[at]!)
  }

  firstOf(payee: PayeeId): number | undefined {
    const below = this.#below?.firstOf(payee)
    // More may have followed there.
    if (below !== undefined && below < this.#from) return below
    const first = (this.#first?.payee === payee ? this.#first : undefined) ?? { payee, at: -1, upTo: 0 }
    this.#first = first
    if (first.at < 0) first.at = this.payees.indexOf(payee, first.upTo)
    first.upTo = this.payees.length
    return first.at < 0 ? undefined : this.#from + first.at
  }

  columnsUpTo(count: number): ContributorColumns | undefined {
    return count <= this.#from ? this.#below?.columnsUpTo?.(count) : undefined
  }

  contributorsUpTo(count: number): Contributors {
    if (count <= this.#from && this.#below) return this.#below.contributorsUpTo(count)
    const known = this.#frozen?.count === count ? this.#frozen.contributors.deref() : undefined
    if (known !== undefined) return known
    const sums = new Map<PayeeId, bigint>()
    for (const { payee, units } of this.#below?.contributorsUpTo(this.#from) ?? []) sums.set(payee, units)
    for (let at = 0; at < count - this.#from; at++) {
      const payee = this.payees[at]!
      sums.set(payee, (sums.get(payee) ?? 0n) + BigInt(this.units[at]!))
    }
    const contributors = Array.from(sums, ([payee, units]) => ({ payee, units }))
    this.#frozen = { count, contributors: new WeakRef(contributors) }
    return contributors
  }
}
