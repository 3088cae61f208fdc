/** Payments that wait for their description, oldest first, and when the ledger is asked for it again. */
import type { ChainBlock } from '../source/decoder.ts'
import type { Payment } from './paymentsOf.ts'

/** A payment in a currency of the ledger. */
export interface PricedPayment extends Payment {
  readonly block: ChainBlock
  readonly currency: string
  /** In major units. */
  readonly amount: string
}

/** Payments that wait at most, about 500 bytes each, and those of one block. Beyond, the oldest wait no longer. */
export const waitingMax = 100_000

/** It cannot be described; its time is over; it pays nothing; too many came after it. */
export type WaitsNot = 'bare' | 'over' | 'nothing' | 'full'

export class WaitingPayments {
  readonly #within: number
  #payments: PricedPayment[] = []
  /** Taken out last, because others came after them. */
  #crowdedOut: ReadonlySet<PricedPayment> = new Set()

  /** @param within blocks for which a payment waits */
  constructor(within: number) {
    this.#within = within
  }

  get firstBlock(): number | undefined {
    return this.#payments[0]?.block.number
  }

  /**
   * Takes out those whose description is asked for at a block: after 1, 2, 4, 8 … blocks, so that many payments that wait
   * for long are not asked for at each block.
   */
  takeDue(block: number): PricedPayment[] {
    this.#crowdedOut = new Set(this.#payments.slice(0, Math.max(0, this.#payments.length - waitingMax)))
    const isDue = (payment: PricedPayment) => {
      const age = block - payment.block.number
      return this.#crowdedOut.has(payment) || age >= this.#within || (age & (age - 1)) === 0
    }
    const due = this.#payments.filter(isDue)
    if (due.length > 0) this.#payments = this.#payments.filter((payment) => !isDue(payment))
    return due
  }

  /**
   * Why a payment that is not described waits no longer at a block; undefined where it may wait. One of nothing never
   * waits: anyone can make many of them, and they would take the places of others.
   */
  whyNot(payment: PricedPayment, block: number): WaitsNot | undefined {
    if (!payment.authorized) return 'bare'
    if (block - payment.block.number >= this.#within) return 'over'
    if (payment.value === 0n) return 'nothing'
    return this.#crowdedOut.has(payment) ? 'full' : undefined
  }

  /** Those of one block in its order. */
  add(payments: readonly PricedPayment[]): void {
    if (payments.length === 0) return
    this.#payments = [...this.#payments, ...payments].sort(
      (one, other) => one.block.number - other.block.number,
    )
  }
}
