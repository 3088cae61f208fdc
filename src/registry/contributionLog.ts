/**
 * Accepted work on one asset, in log order. A release keeps the length of the log at that time and no copy of it,
 * because an asset with a hundred thousand contributors may be released every day.
 */
import type { PayeeId } from '../events/ids.ts'
import type { Contributors } from './model.ts'

export class ContributionLog {
  readonly payees: PayeeId[] = []
  readonly units: number[] = []
  /** Σ units. */
  total = 0n
  /** The last result of `contributorsUpTo`: releases and readers mostly ask for the same again. */
  #frozen: { readonly count: number; readonly contributors: Contributors } | undefined
  #sums: { readonly count: number; readonly sums: ReadonlyMap<PayeeId, bigint> } | undefined

  get length(): number {
    return this.payees.length
  }

  record(payee: PayeeId, units: number): void {
    this.payees.push(payee)
    this.units.push(units)
    this.total += BigInt(units)
  }

  /** Units by payee over the first `count` records, payees in the order of their first record. */
  sumsUpTo(count: number): ReadonlyMap<PayeeId, bigint> {
    if (this.#sums?.count === count) return this.#sums.sums
    const sums = new Map<PayeeId, bigint>()
    for (let at = 0; at < count; at++) {
      const payee = this.payees[at]!
      sums.set(payee, (sums.get(payee) ?? 0n) + BigInt(this.units[at]!))
    }
    this.#sums = { count, sums }
    return sums
  }

  /** The same as a list. */
  contributorsUpTo(count: number): Contributors {
    if (this.#frozen?.count === count) return this.#frozen.contributors
    const contributors = Array.from(this.sumsUpTo(count), ([payee, units]) => ({ payee, units }))
    this.#sums = undefined
    this.#frozen = { count, contributors }
    return contributors
  }
}
